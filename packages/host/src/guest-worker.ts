import { encodeFrame, FrameDecoder } from './frames.ts'
import { type Component, loadComponent } from './guest/component.ts'
import { explainFailure } from './guest/failure.ts'
import { hardenRealm } from './guest/harden.ts'
import { linkInterfaces } from './guest/link.ts'
import { createLog } from './guest/log.ts'
import { suspendWhileWaiting } from './guest/poll.ts'
import { runCall } from './guest/sandbox-guest.ts'
import { createWasi } from './guest/wasi.ts'
import { type ToHost, type ToWorker, toWorker } from './protocol.ts'

/**
 * The process that untrusted components run in: started with Node's permission model, able to read the
 * folder it lies in and nothing else. Everything it has to say goes through `send`, which the generated
 * code cannot reach.
 */

const MAX_FRAME_BYTES = 256 * 1024 * 1024
const { stdin, stdout, exit } = process

function send(message: ToHost, payload?: Uint8Array): void {
  stdout.write(encodeFrame(message, payload))
}

type Start = Extract<ToWorker, { type: 'start' }>
type Call = Extract<ToWorker, { type: 'call' }>

/** What the first message brings. */
interface Guest {
  readonly start: Start
  readonly component: Component
}

async function begin(start: Start): Promise<Guest | undefined> {
  suspendWhileWaiting(start.mode === 'app')
  hardenRealm()
  try {
    const component = await loadComponent(import.meta.dirname)
    send({ type: 'ready' })
    return { start, component }
  } catch (error) {
    send({ type: 'unusable', ...explainFailure(error, start.maxMemoryBytes) })
    return undefined
  }
}

async function answerCall({ start, component }: Guest, call: Call): Promise<void> {
  const log = createLog(start.maxLogBytes, (stream, text) => send({ type: 'log', stream, text }))
  const imports = linkInterfaces(createWasi({ log: log.write }), start.interfaces)
  const outcome = await runCall(component, imports, call, start.maxMemoryBytes)
  log.end()
  send(
    'kind' in outcome
      ? { type: 'failed', id: call.id, kind: outcome.kind, message: outcome.message }
      : { type: 'returned', id: call.id, value: outcome.value },
  )
}

let guest: Promise<Guest | undefined> | undefined

async function receive(message: ToWorker, _payload: Uint8Array): Promise<void> {
  if (message.type === 'start') {
    guest = begin(message)
  } else if (message.type === 'ping') {
    send({ type: 'pong', id: message.id })
  } else if (message.type === 'call') {
    const ready = await guest
    if (ready !== undefined) await answerCall(ready, message)
  }
}

const frames = new FrameDecoder(MAX_FRAME_BYTES)
stdin.on('data', (chunk: Buffer) => {
  for (const { header, payload } of frames.push(chunk)) void receive(toWorker.parse(header), payload)
})
stdin.on('end', () => exit(0))
