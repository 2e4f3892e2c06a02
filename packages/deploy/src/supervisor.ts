import { mkdirSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { AirlockError } from '@wasm-airlock/shared'
import { startAppChild } from './app-child.ts'
import { endpointOf } from './endpoint.ts'
import { entryFile } from './entry-file.ts'
import { openLog } from './log-file.ts'
import { keepMessageSchema, type StartMessage, startMessageSchema } from './messages.ts'
import { type DeploymentRecord, writeRecord } from './record.ts'
import { type AppState, type Outcome, superviseApp } from './supervise-app.ts'

// The process that outlives the command. Until the command says `keep`, it lives only as long as the
// channel to the command, and then removes all there is of the deployment.

const id = process.argv[2] ?? ''
const stopping = new AbortController()
let kept = false

process.umask(0o077)
process.on('SIGTERM', () => stopping.abort())
process.on('SIGINT', () => stopping.abort())
process.on('SIGHUP', () => {})
const disconnected = new Promise<void>((resolve) => {
  process.once('disconnect', () => {
    if (!kept) stopping.abort()
    resolve()
  })
})
const told = new Promise<true>((resolve) => {
  process.once('message', (message) => {
    resolve(true)
    supervise(startMessageSchema.parse(message))
  })
})
// A command that was killed before it said a word: the folder is the one this was started in.
const mute = disconnected.then(() => setImmediate(false))
if (!(await Promise.race([told, mute])) && basename(process.cwd()) === id) await removeFolder(process.cwd())

async function supervise(start: StartMessage): Promise<void> {
  const { folder, llm } = start
  const log = openLog(folder, llm.kind === 'openai' && llm.key !== undefined ? [llm.key] : [])
  let ended = false
  let record: DeploymentRecord = {
    version: 1,
    id,
    target: 'local',
    app: start.app,
    state: 'starting',
    since: new Date().toISOString(),
    endpoint: null,
    supervisorPid: process.pid,
    appPid: null,
  }
  const save = async (change: Partial<DeploymentRecord>) => {
    record = { ...record, ...change }
    // The application need not end because its record cannot be written.
    await writeRecord(folder, record).catch((error: Error) => log('supervisor', error.message))
  }

  process.on('message', (message) => {
    if (ended || !keepMessageSchema.safeParse(message).success) return
    kept = true
    send({ type: 'kept' })
  })

  const outcome = await superviseApp({
    port: start.port,
    signal: stopping.signal,
    mayRestart: () => kept,
    start: (port) =>
      startAppChild({
        script: entryFile('app-process'),
        id,
        env: { TMPDIR: emptyFolder(join(folder, 'tmp')) },
        start: { ...start, port },
        onLine: (line) => log('app', line),
      }),
    onState: async (change: AppState) => {
      if (change.state === 'starting') await save({ appPid: change.pid })
      if (change.state === 'running') {
        const endpoint = endpointOf(change.port)
        await save({ state: 'running', endpoint, appPid: change.pid })
        log('supervisor', `The application answers at ${endpoint}.`)
        send({ type: 'ready', port: change.port })
      }
      if (change.state === 'restarting') {
        log('supervisor', `${change.reason} It is started again in ${change.delayMs} ms.`)
        await save({ state: 'restarting', appPid: null })
      }
    },
  })
  ended = true

  if (kept) {
    if (outcome.state === 'failed') log('supervisor', `${outcome.error.message} It is not started again.`)
    await save({ state: outcome.state, appPid: null, supervisorPid: null })
  } else {
    send({ type: 'failed', error: errorOf(outcome) })
    await disconnected
    await removeFolder(folder)
  }
  if (process.connected) process.disconnect?.()
}

function errorOf(outcome: Outcome) {
  return outcome.state === 'failed'
    ? outcome.error
    : new AirlockError('aborted', 'The deployment was stopped before it answered.', {
        step: 'deploy',
      }).toJSON()
}

/** What is killed may write for a moment more. */
function removeFolder(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true, maxRetries: 10 })
}

/** What a process that was killed left in its folder for temporary files goes. */
function emptyFolder(path: string): string {
  rmSync(path, { recursive: true, force: true })
  mkdirSync(path, { mode: 0o700 })
  return path
}

function send(message: object): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => {})
}
