import { readFile, writeFile } from 'node:fs/promises'
import { parseWat } from '@wasm-airlock/wac'
import { airlockBuild } from '../../tsup.base.ts'

export default airlockBuild(
  { index: 'src/index.ts' },
  {
    onSuccess: async () => {
      await writeFile('dist/probe.wasm', await parseWat(await readFile('src/probe/probe.wat', 'utf8')))
    },
  },
)
