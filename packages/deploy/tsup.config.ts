import { airlockBuild } from '../../tsup.base.ts'

export default airlockBuild({
  index: 'src/index.ts',
  supervisor: 'src/supervisor.ts',
  'app-process': 'src/app-process.ts',
})
