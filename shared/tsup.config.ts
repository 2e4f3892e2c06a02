import { airlockBuild } from '../tsup.base.ts'

const entry = { index: 'src/index.ts', folders: 'src/folders.ts' }

export default airlockBuild(entry, { dts: { entry } })
