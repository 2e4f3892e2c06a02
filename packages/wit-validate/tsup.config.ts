import { writeFile } from 'node:fs/promises'
import { airlockBuild } from '../../tsup.base.ts'
import { policyJsonSchema } from './src/policy/policy-file.ts'

export default airlockBuild(
  {
    index: 'src/index.ts',
    worker: 'src/worker.ts',
    // What `#semver` stands for, by the conditions in package.json.
    semver: 'src/policy/semver.ts',
    'semver.node': 'src/policy/semver.node.ts',
  },
  {
    external: ['#semver'],
    onSuccess: async () => {
      await writeFile('dist/policy.schema.json', `${JSON.stringify(policyJsonSchema(), null, 2)}\n`)
    },
  },
)
