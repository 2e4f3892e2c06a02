import { join } from 'node:path'
import { readApp } from '@wasm-airlock/compose'
import { createAppHost, serveApp } from '@wasm-airlock/host'
import { toAirlockError } from '@wasm-airlock/shared'
import { createLlm } from './llm-choice.ts'
import { type StartedMessage, type StartMessage, startMessageSchema } from './messages.ts'

// The process of one deployed application. It lives as long as the channel to its supervisor.

/** Milliseconds until it ends even where something does not close. */
const closeTimeoutMs = 10_000

const ending = new AbortController()
process.umask(0o077)
process.stdout.on('error', () => {}) // nobody reads any more
process.once('disconnect', () => {
  ending.abort()
  setTimeout(() => process.exit(1), closeTimeoutMs).unref()
})
process.once('message', (message) => {
  run(startMessageSchema.parse(message)).catch((error: unknown) => {
    const failure = toAirlockError(error, 'deploy')
    process.stdout.write(`${failure.message}\n`)
    process.exitCode = 1
    send({ type: 'failed', error: failure.toJSON() })
  })
})

async function run({ folder, port, llm }: StartMessage): Promise<void> {
  const { component, aiModels, allowedOutboundHosts } = await readApp(join(folder, 'app'))
  await using host = await createAppHost(component, {
    aiModels,
    allowedOutboundHosts,
    llm: createLlm(llm, aiModels),
    onLog: ({ text }) => process.stdout.write(`${text}\n`),
    signal: ending.signal,
  })
  await using server = await serveApp(host, { port })
  send({ type: 'ready', port: server.port })
  await new Promise<void>((resolve) => {
    if (ending.signal.aborted) resolve()
    else ending.signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

function send(message: StartedMessage): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => {})
}
