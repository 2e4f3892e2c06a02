import { writeFile } from 'node:fs/promises'
import { airlockBuild } from '../../tsup.base.ts'
import { policyJsonSchema } from './src/policy/policy-file.ts'

export default airlockBuild(
  {
    index: 'src/index.ts',
    worker: 'src/worker.ts',
    // What `#examine` stands for, by the conditions in package.json.
    thread: 'src/thread.ts',
    'same-thread': 'src/same-thread.ts',
  },
  {
    external: ['#examine'],
    onSuccess: async () => {
      await writeFile('dist/policy.schema.json', `${JSON.stringify(policyJsonSchema(), null, 2)}\n`)
    },
  },
)
