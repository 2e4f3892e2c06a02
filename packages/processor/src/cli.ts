import { readFileSync } from 'node:fs'
import { runCommandLine } from './cli/main.ts'

// `npm run` works in the root of the project: paths mean the folder that the user is in.
const { npm_lifecycle_event, INIT_CWD } = process.env
if (npm_lifecycle_event === 'airlock' && INIT_CWD) process.chdir(INIT_CWD)

// Who reads the output may go away before its end, as `head` does.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string
}
const status = await runCommandLine(process.argv.slice(2), version)
// After a signal, work that did not end must not keep the process.
if (status > 128) process.exit(status)
process.exitCode = status
