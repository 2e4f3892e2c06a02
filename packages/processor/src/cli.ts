import { readFileSync } from 'node:fs'
import { guardStreams } from './cli/guard-streams.ts'
import { runCommandLine } from './cli/main.ts'

// `npm run` works in the root of the project: paths mean the folder that the user is in.
const { npm_lifecycle_event, INIT_CWD } = process.env
if (npm_lifecycle_event === 'airlock' && INIT_CWD) process.chdir(INIT_CWD)

const streams = guardStreams(process.stdout, process.stderr)

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string
}
const status = await runCommandLine(process.argv.slice(2), version)
// After a signal, work that did not end must not keep the process.
if (status > 128) process.exit(status)
process.exitCode = status === 0 && streams.isResultLost() ? 1 : status
