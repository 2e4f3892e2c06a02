import { encodeFrame, FrameDecoder } from './frames.ts'
import { runRequest } from './guest/app-guest.ts'
import { type Component, loadComponent } from './guest/component.ts'
import { explainFailure } from './guest/failure.ts'
import { hardenRealm } from './guest/harden.ts'
import { HostCalls } from './guest/host-calls.ts'
import { type GuestScope, InstanceContext } from './guest/instance-context.ts'
import { linkInterfaces } from './guest/link.ts'
import { createLog } from './guest/log.ts'
import { suspendWhileWaiting } from './guest/poll.ts'
import { runCall } from './guest/sandbox-guest.ts'
import { GivenUp, Turn } from './guest/turn.ts'
import { createWasi, type Interface } from './guest/wasi.ts'
import { type ToHost, type ToWorker, toWorker } from './protocol.ts'
import { createHttp, limitBodies } from './services/http/guest/http.ts'
import { createKeyValue } from './services/key-value/guest.ts'
import { createLlm } from './services/llm/guest.ts'
import { createSqlite } from './services/sqlite/guest.ts'
import { createVariables } from './services/variables/guest.ts'
import type { Json } from './values.ts'

/**
 * The process that untrusted components run in: started with Node's permission model, able to read the
 * folder it lies in and nothing else. Everything it has to say goes through `send`. The generated code shares
 * the process and its intrinsics, which are frozen, and no global leads to `send` or the pipe; should it
 * find a way all the same, it can say no more than the host checks and has granted.
 */

const MAX_FRAME_BYTES = 256 * 1024 * 1024
const { stdin, stdout, exit } = process

type Message<Type extends ToWorker['type']> = Extract<ToWorker, { type: Type }>

/** What the first message brings. */
interface Guest {
  readonly start: Message<'start'>
  readonly component: Component
}

let guest: Promise<Guest | undefined> | undefined
const hostCalls = new HostCalls(send)
const turn = new Turn({
  running: (id) => send({ type: 'running', id }),
  suspended: (id) => send({ type: 'suspended', id }),
})

function send(message: ToHost, payload?: Uint8Array): void {
  stdout.write(encodeFrame(message, payload))
}

/** Sends a value, unless it is too large. */
function sendReturned(id: number, value: Json, maxBytes: number): void {
  const frame = encodeFrame({ type: 'returned', id, value } satisfies ToHost)
  const around = encodeFrame({ type: 'returned', id, value: 0 }).length - 1
  if (frame.length - around <= maxBytes) stdout.write(frame)
  else send({ type: 'failed', id, kind: 'result', message: `more than ${maxBytes} bytes` })
}

async function begin(start: Message<'start'>): Promise<Guest | undefined> {
  suspendWhileWaiting(start.suspends)
  limitBodies(start.maxBodyBytes)
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

function logOf(start: Message<'start'>) {
  return createLog(start.maxLogBytes, (stream, text, truncated) =>
    send({ type: 'log', stream, text, ...(truncated && { truncated }) }),
  )
}

/** What one instance is linked to; made anew for each. */
function linkFor(start: Message<'start'>, scope: GuestScope): Record<string, Interface> {
  const context = new InstanceContext()
  context.enter(scope)
  const available = {
    ...createWasi(context, start.wasi),
    ...createHttp(context),
    ...createKeyValue(context),
    ...createLlm(context, start.maxBodyBytes),
    ...createSqlite(context),
    ...createVariables(context),
  }
  const linked = linkInterfaces(available, start.interfaces)
  return start.mode === 'app' ? turn.watch(linked) : linked
}

async function answerCall({ start, component }: Guest, call: Message<'call'>): Promise<void> {
  const log = logOf(start)
  const imports = linkFor(start, { log: log.write, ask: hostCalls.forCall(call.id) })
  const outcome = await runCall(component, imports, call, start.maxMemoryBytes)
  log.end()
  if ('kind' in outcome) send({ type: 'failed', id: call.id, kind: outcome.kind, message: outcome.message })
  else sendReturned(call.id, outcome.value, start.maxResultBytes)
}

async function answerRequest(
  { start, component }: Guest,
  { id, method, path, authority, headers }: Message<'request'>,
  body: Uint8Array,
): Promise<void> {
  const log = logOf(start)
  const imports = linkFor(start, { log: log.write, ask: hostCalls.forCall(id) })
  const request = { method, path, authority, headers, body }
  await turn.take(id)
  await runRequest(component, imports, request, start.maxMemoryBytes, {
    respond: (status, answered, bytes) => send({ type: 'response', id, status, headers: answered }, bytes),
    fail: ({ kind, message }) => send({ type: 'failed', id, kind, message }),
  })
  log.end()
  send({ type: 'done', id })
  turn.release(id)
}

/** A request that never began has ended. */
function onGivenUp(id: number): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof GivenUp)) throw error
    send({ type: 'done', id })
  }
}

async function receive(message: ToWorker, payload: Uint8Array): Promise<void> {
  if (message.type === 'start') guest = begin(message)
  else if (message.type === 'cancel') turn.cancel(message.id)
  else if (message.type === 'answer') hostCalls.receive(message, payload)
  else {
    const ready = await guest
    if (ready === undefined) return
    if (message.type === 'call') await answerCall(ready, message)
    else await answerRequest(ready, message, payload).catch(onGivenUp(message.id))
  }
}

const frames = new FrameDecoder(MAX_FRAME_BYTES)
stdin.on('data', (chunk: Buffer) => {
  for (const { header, payload } of frames.push(chunk)) void receive(toWorker.parse(header), payload)
})
stdin.on('end', () => exit(0))
