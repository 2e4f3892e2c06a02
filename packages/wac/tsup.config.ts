import { copyFile } from 'node:fs/promises'
import { airlockBuild } from '../../tsup.base.ts'

export default airlockBuild(
  { index: 'src/index.ts' },
  {
    target: 'node20',
    onSuccess: () => copyFile('generated/toolchain.core.wasm', 'dist/toolchain.core.wasm'),
  },
)
