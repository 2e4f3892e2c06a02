import { defineConfig } from 'tsup'
import { airlockBuild } from '../../tsup.base.ts'

export default defineConfig([
  airlockBuild(
    { index: 'src/index.ts', 'transpile-worker': 'src/transpile/transpile-worker.ts' },
    { clean: ['!guest-worker.js', '!database-worker.js'] },
  ),
  // Run where they can read no other code, so they bring everything along.
  airlockBuild(
    { 'guest-worker': 'src/guest-worker.ts', 'database-worker': 'src/services/sqlite/database-worker.ts' },
    { noExternal: [/./], clean: false },
  ),
])
