import { copyFile, writeFile } from 'node:fs/promises'
import { airlockBuild } from '../../tsup.base.ts'
import { policyJsonSchema } from './src/policy/schema.ts'
import { reportJsonSchema } from './src/report/report-schema.ts'

/** No file has side effects, as package.json says: a bundler warns of imports for those alone. */
const withoutBareImports = {
  name: 'without-bare-imports',
  renderChunk: (code: string) => ({ code: code.replace(/^import "\.\/[^"]+";\n/gm, '') }),
}

export default airlockBuild(
  {
    index: 'src/index.ts',
    worker: 'src/worker.ts',
    thread: 'src/thread.ts',
    'same-thread': 'src/same-thread.ts',
    // What `#examine`, `#core-module` and `#semver` stand for, by the conditions in package.json.
    'core-module': 'src/toolchain/core-module.ts',
    'core-module.node': 'src/toolchain/core-module.node.ts',
    semver: 'src/policy/semver.ts',
    'semver.node': 'src/policy/semver.node.ts',
  },
  {
    external: ['#examine', '#core-module', '#semver'],
    // The glue of the crate is loaded by whoever needs it, and once.
    splitting: true,
    plugins: [withoutBareImports],
    onSuccess: async () => {
      await copyFile('generated/validate.core.wasm', 'dist/validate.core.wasm')
      const schemas = { policy: policyJsonSchema(), report: reportJsonSchema() }
      for (const [name, schema] of Object.entries(schemas)) {
        await writeFile(`dist/${name}.schema.json`, `${JSON.stringify(schema, null, 2)}\n`)
      }
    },
  },
)
