import { airlockBuild } from '../../tsup.base.ts'

export default airlockBuild({ index: 'src/index.ts', 'build-worker': 'src/javascript/build-worker.ts' })
