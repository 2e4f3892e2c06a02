import { airlockBuild } from '../../tsup.base.ts'

export default airlockBuild({ index: 'src/index.ts', cli: 'src/cli.ts' })
