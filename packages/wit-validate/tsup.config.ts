import { copyFile, writeFile } from 'node:fs/promises'
import { airlockBuild } from '../../tsup.base.ts'
import { policyJsonSchema } from './src/policy/policy-file.ts'

export default airlockBuild(
  {
    index: 'src/index.ts',
    worker: 'src/worker.ts',
    // What `#core-module` and `#semver` stand for, by the conditions in package.json.
    'core-module': 'src/toolchain/core-module.ts',
    'core-module.node': 'src/toolchain/core-module.node.ts',
    semver: 'src/policy/semver.ts',
    'semver.node': 'src/policy/semver.node.ts',
  },
  {
    external: ['#core-module', '#semver'],
    // The glue of the crate is loaded by whoever needs it, and once.
    splitting: true,
    onSuccess: async () => {
      await copyFile('generated/validate.core.wasm', 'dist/validate.core.wasm')
      await writeFile('dist/policy.schema.json', `${JSON.stringify(policyJsonSchema(), null, 2)}\n`)
    },
  },
)
