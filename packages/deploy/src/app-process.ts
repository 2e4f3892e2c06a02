import { join } from 'node:path'
import { type AppHost, createSpinHost, type HostStats, readSpinApp, serveApp } from '@wasm-airlock/host'
import { toAirlockError } from '@wasm-airlock/shared'
import { createLlm } from './llm-choice.ts'
import { type StartedMessage, type StartMessage, startMessageSchema } from './messages.ts'

// The process of one deployed application. It lives as long as the channel to its supervisor.

/** Milliseconds until it ends even where something does not close. */
const closeTimeoutMs = 10_000

const starting = new AbortController()
const disconnected = new Promise<void>((resolve) => {
  process.once('disconnect', () => {
    setTimeout(() => process.exit(1), closeTimeoutMs).unref()
    resolve()
  })
})
process.umask(0o077)
process.stdout.on('error', () => {}) // nobody reads any more
process.once('message', (message) => {
  run(startMessageSchema.parse(message)).catch((error: unknown) => {
    const failure = toAirlockError(error, 'deploy')
    process.stdout.write(`${failure.message}\n`)
    process.exitCode = 1
    send({ type: 'failed', error: failure.toJSON() })
  })
})

async function run({ folder, port, llm, cacheDir }: StartMessage): Promise<void> {
  let serves = false
  disconnected.then(() => {
    // From then on, requests in flight may end.
    if (!serves) starting.abort()
  })
  const app = await readSpinApp(join(folder, 'app'))
  const { components } = app
  const made = createSpinHost(app, {
    llm: createLlm(
      llm,
      components.flatMap(({ aiModels }) => aiModels),
    ),
    // Beside `tmp`, which is emptied: what the application keeps is there again after a crash.
    stateDir: join(folder, 'data'),
    cacheDir,
    onLog: ({ text }, id) => process.stdout.write(`${components.length > 1 ? `${id}: ` : ''}${text}\n`),
    signal: starting.signal,
  })
  made.catch(() => {}) // awaited below
  // The port is taken at once, so that a taken one is known early, and requests wait over a restart.
  await using server = await serveApp(waitingHost(made), { port })
  await using _host = await made
  serves = true
  send({ type: 'ready', port: server.port })
  await disconnected
  await server.close()
}

const NOT_YET: HostStats = {
  ready: false,
  running: 0,
  waiting: 0,
  workers: 0,
  instances: 0,
  guestMemoryBytes: 0,
}

/** An application whose requests wait until it is made. */
function waitingHost(made: Promise<AppHost>): AppHost {
  const close = async () => (await made).close()
  let host: AppHost | undefined
  made.then(
    (ready) => {
      host = ready
    },
    () => {},
  )
  return {
    handle: async (request) => (await made).handle(request),
    stats: () => host?.stats() ?? NOT_YET,
    close,
    [Symbol.asyncDispose]: close,
  }
}

function send(message: StartedMessage): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => {})
}
