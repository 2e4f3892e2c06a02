import { defineConfig } from 'tsup'
import { airlockBuild } from '../../tsup.base.ts'

export default defineConfig([
  airlockBuild(
    { index: 'src/index.ts', 'transpile-worker': 'src/transpile-worker.ts' },
    { clean: ['!guest-worker.js'] },
  ),
  // Copied into the one folder that a guest can read, so it brings everything along.
  airlockBuild({ 'guest-worker': 'src/guest-worker.ts' }, { noExternal: [/./], clean: false }),
])
