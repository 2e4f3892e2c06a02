import { writeFile } from 'node:fs/promises'
import { airlockBuild } from '../../tsup.base.ts'
import { policyJsonSchema } from './src/policy/policy-file.ts'

export default airlockBuild(
  { index: 'src/index.ts', worker: 'src/worker.ts' },
  {
    onSuccess: async () => {
      await writeFile('dist/policy.schema.json', `${JSON.stringify(policyJsonSchema(), null, 2)}\n`)
    },
  },
)
