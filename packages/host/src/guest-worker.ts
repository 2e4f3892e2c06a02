import { join } from 'node:path'
import { CallChannels } from './channels/call-channels.ts'
import { runRequest } from './guest/app-guest.ts'
import { CODE_FOLDER, compileCoreModules, loadComponent } from './guest/component.ts'
import { explainFailure } from './guest/failure.ts'
import { hardenRealm } from './guest/harden.ts'
import { HostCalls } from './guest/host-calls.ts'
import type { GuestScope, InstanceContext } from './guest/instance-context.ts'
import { linkInterfaces } from './guest/link.ts'
import { createLog, type GuestLog } from './guest/log.ts'
import { suspendWhileWaiting } from './guest/poll.ts'
import { InstancePool, type Usage } from './guest/pool.ts'
import { keepInstance, type Leases, runCall } from './guest/sandbox-guest.ts'
import { GivenUp, Turn } from './guest/turn.ts'
import { createWasi, type Interface } from './guest/wasi.ts'
import { encodeFrame, FrameDecoder } from './process/frames.ts'
import { type ToHost, type ToWorker, toWorker } from './protocol.ts'
import type { BodyCarrier } from './services/http/guest/body-sink.ts'
import { createHttp, limitBodies } from './services/http/guest/http.ts'
import type { ReceivedRequest } from './services/http/guest/incoming.ts'
import { createKeyValue } from './services/key-value/guest.ts'
import { createLlm } from './services/llm/guest.ts'
import { createSqlite } from './services/sqlite/guest.ts'
import { createVariables } from './services/variables/guest.ts'
import type { Json } from './values/values.ts'

/**
 * The process that untrusted components run in: started with Node's permission model, able to read the
 * folder it lies in and nothing else. Everything it has to say goes through `send`. The generated code shares
 * the process and its intrinsics, which are frozen, and no global leads to `send` or the pipe; should it
 * find a way all the same, it can say no more than the host checks and has granted.
 */

const MAX_FRAME_BYTES = 256 * 1024 * 1024
const { stdin, stdout, exit } = process
const codeFolder = join(import.meta.dirname, CODE_FOLDER)

type Message<Type extends ToWorker['type']> = Extract<ToWorker, { type: Type }>

/** What the first message brings. */
interface Guest {
  readonly start: Message<'start'>
  readonly pool: InstancePool
}

let compiled: ReturnType<typeof compileCoreModules> | undefined

/** Perhaps before the component is accepted: nothing of it runs. */
function compile(): ReturnType<typeof compileCoreModules> {
  compiled ??= compileCoreModules(codeFolder)
  compiled.catch(() => {})
  return compiled
}

let guest: Promise<Guest | undefined> | undefined
const hostCalls = new HostCalls(send)
const turn = new Turn({
  running: (id) => send({ type: 'running', id }),
  suspended: (id) => send({ type: 'suspended', id }),
})
/** Of the calls and requests that are under way. */
const channels = new Map<number, CallChannels>()

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
    const component = await loadComponent(codeFolder, compile(), start.maxMemoryBytes)
    const link = (context: InstanceContext) => linkFor(start, context)
    const onUsage = (usage: Usage): void => {
      if (start.mode === 'app') send({ type: 'usage', ...usage })
    }
    const pool = new InstancePool(component, link, onUsage, start.maxSpareBytes)
    send({ type: 'ready' })
    return { start, pool }
  } catch (error) {
    send({ type: 'unusable', ...explainFailure(error, start) })
    return undefined
  }
}

function openChannels(call: number): CallChannels {
  const opened = new CallChannels(call, send, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY)
  channels.set(call, opened)
  return opened
}

function closeChannels(call: number): void {
  channels.get(call)?.close('ended')
  channels.delete(call)
  hostCalls.forget(call)
}

function logOf(start: Message<'start'>) {
  return createLog(start.maxLogBytes, (stream, text, truncated) =>
    send({ type: 'log', stream, text, ...(truncated && { truncated }) }),
  )
}

/** What one instance is linked to; made anew for each. */
function linkFor(start: Message<'start'>, context: InstanceContext): Record<string, Interface> {
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

/** In the name of a call, or of a session. */
function openScope(id: number): GuestScope {
  const streams = openChannels(id)
  return {
    log: (stream, bytes) => callLog?.write(stream, bytes),
    ask: hostCalls.forCall(id, streams),
    channels: streams,
  }
}

/** What the calls of a session share. */
interface Session {
  readonly leases: Leases
  readonly scope: GuestScope
}

let session: Session | undefined
/** Of the call that is under way. */
let callLog: GuestLog | undefined

async function answerCall({ start, pool }: Guest, call: Message<'call'>): Promise<void> {
  const isAlone = call.scope === call.id
  callLog = logOf(start)
  // The worker of a session has no other callers; should it ever have one, it does not meet its instance.
  if (!isAlone) session ??= { leases: keepInstance(pool), scope: openScope(call.scope) }
  const shared = isAlone ? undefined : session
  const { leases, scope } = shared ?? { leases: pool, scope: openScope(call.scope) }
  const outcome = await runCall(leases, scope, call, start)
  if (isAlone) closeChannels(call.scope)
  callLog.end()
  if ('kind' in outcome) send({ type: 'failed', id: call.id, kind: outcome.kind, message: outcome.message })
  else sendReturned(call.id, outcome.value, start.maxResultBytes)
}

/** A request that has arrived, with the channels that its body may come through. */
interface Arrived {
  readonly request: ReceivedRequest
  readonly streams: CallChannels
}

function takeRequest(message: Message<'request'>, bytes: Uint8Array): Arrived {
  const { id, method, path, authority, headers, trailers, stream } = message
  const streams = openChannels(id)
  const receiver = stream === undefined ? undefined : streams.accept(stream, bytes)
  return { request: { method, path, authority, headers, body: { bytes, trailers, receiver } }, streams }
}

async function answerRequest({ start, pool }: Guest, id: number, { request, streams }: Arrived) {
  const log = logOf(start)
  const ask = hostCalls.forCall(id, streams)
  const scope = { log: log.write, ask, channels: streams }
  await turn.take(id)
  const reset = await runRequest(pool, scope, request, start, {
    respond: (status, headers) => carryResponse({ type: 'response', id, status, headers }, streams),
    fail: ({ kind, message }) => send({ type: 'failed', id, kind, message }),
  })
  closeChannels(id)
  log.end()
  send({ type: 'done', id, reset })
  turn.release(id)
}

/** A request that never began has ended. */
function onGivenUp(id: number): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof GivenUp)) throw error
    closeChannels(id)
    send({ type: 'done', id })
  }
}

/** Sends a response to the host: in one message where its body is complete, else as it comes. */
function carryResponse(head: Extract<ToHost, { type: 'response' }>, streams: CallChannels): BodyCarrier {
  return {
    whole: (bytes, trailers) => {
      send(trailers.length === 0 ? head : { ...head, trailers: trailers.map(([n, v]) => [n, v]) }, bytes)
    },
    begin: (first) => {
      const body = streams.open()
      if (!streams.isClosed) send({ ...head, stream: body.id }, first)
      return body
    },
    // That it is not complete is told when the guest has ended.
    abort: () => {},
  }
}

async function receive(message: ToWorker, payload: Uint8Array): Promise<void> {
  if (message.type === 'compile') compile()
  else if (message.type === 'start') guest = begin(message)
  else if (message.type === 'cancel') turn.cancel(message.id)
  else if (message.type === 'answer') hostCalls.receive(message, payload)
  else if ('stream' in message && 'call' in message) channels.get(message.call)?.receive(message, payload)
  else if (message.type === 'call') {
    const ready = await guest
    if (ready !== undefined) await answerCall(ready, message)
  } else if (message.type === 'request') {
    // Before the wait: more of its body may be the next message.
    const arrived = takeRequest(message, payload)
    const ready = await guest
    if (ready !== undefined) await answerRequest(ready, message.id, arrived).catch(onGivenUp(message.id))
  }
}

const frames = new FrameDecoder(MAX_FRAME_BYTES)
stdin.on('data', (chunk: Buffer) => {
  for (const { header, payload } of frames.push(chunk)) void receive(toWorker.parse(header), payload)
})
stdin.on('end', () => exit(0))
