import { channelMessages } from './channels/messages.ts'
import { wasiSettings } from './guest/wasi/settings.ts'
import { z } from './schema.ts'
import { guestHeaders, headers } from './services/http/calls.ts'

/**
 * What may cross the boundary between the host and a guest worker. Both sides check every message
 * against these schemas; a side that finds another one ends the worker.
 */

const id = z.int().min(1)
const count = z.int().min(0)
export const MAX_LOG_LINE_LENGTH = 8192
/** Anything that JSON can say; checked by `decodeValue`. */
const json = z.unknown()

/** From the host to a worker. */
export const toWorker = z.discriminatedUnion('type', [
  /** The generated code is there: its core modules can be compiled. Nothing of it is accepted yet. */
  z.strictObject({ type: z.literal('compile') }),
  /** The first message but for that: what to link, and how the component was transpiled. */
  z.strictObject({
    type: z.literal('start'),
    mode: z.enum(['sandbox', 'app']),
    interfaces: z.array(z.string()),
    /** Was it transpiled so that it can be suspended (JSPI)? */
    suspends: z.boolean(),
    wasi: wasiSettings,
    maxLogBytes: z.int().min(0),
    /** Of the value that a call returns, as JSON. */
    maxResultBytes: z.int().min(0),
    /** Of a body of HTTP, and of a prompt. */
    maxBodyBytes: z.int().min(0),
    maxMemoryBytes: z.int().min(1),
    maxTableElements: z.int().min(1),
    /** Of all instances together: above that none is made ahead of need. */
    maxSpareBytes: z.int().min(0).optional(),
  }),
  /** Call an export, on a fresh instance or on that of a session. */
  z.strictObject({
    type: z.literal('call'),
    id,
    /** In whose name the guest asks: the call itself, or its session, whose calls have one instance. */
    scope: id,
    /** Key in what the instance exports; `null` for a function of the world itself. */
    interface: z.string().nullable(),
    /** The name as jco gives it. */
    function: z.string(),
    args: z.array(json),
    /** Is each of `args` the arguments of a call of its own, all on one instance, with a list of results? */
    many: z.boolean(),
    /** Is its WIT type a `result`, whose `err` jco throws? */
    isResult: z.boolean(),
  }),
  /**
   * Handle an HTTP request on a fresh instance. Payload: its body, where it is complete; else it comes
   * through the channel `stream`.
   */
  z.strictObject({
    type: z.literal('request'),
    id,
    method: z.string(),
    path: z.string(),
    authority: z.string(),
    headers,
    trailers: headers.optional(),
    stream: id.optional(),
  }),
  /** The answer to `ask`, checked against the schema of the operation. Payload: what goes with it. */
  /** Nobody waits for this request any longer: its instance is to be thrown away. */
  z.strictObject({ type: z.literal('cancel'), id }),
  z.strictObject({
    type: z.literal('answer'),
    id,
    answer: json,
    /** The channel through which the rest of the payload comes. */
    stream: id.optional(),
  }),
  ...channelMessages,
])

/** How a call or a request can fail inside the worker. */
const failureKinds = ['trapped', 'exited', 'memory', 'tables', 'stack', 'arguments', 'result'] as const

/** From a worker to the host. */
export const toHost = z.discriminatedUnion('type', [
  /** The core modules are compiled. */
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('unusable'), kind: z.enum(failureKinds), message: z.string() }),
  z.strictObject({ type: z.literal('returned'), id, value: json }),
  z.strictObject({ type: z.literal('failed'), id, kind: z.enum(failureKinds), message: z.string() }),
  /** Payload: the body, or what there is of one that goes on in the channel `stream`. */
  z.strictObject({
    type: z.literal('response'),
    id,
    status: z.int().min(100).max(599),
    headers: guestHeaders,
    trailers: guestHeaders.optional(),
    stream: id.optional(),
  }),
  /** The guest is about to be entered for this request. One is entered at a time. */
  z.strictObject({ type: z.literal('running'), id }),
  /** It waits for something, so that others may be entered. */
  z.strictObject({ type: z.literal('suspended'), id }),
  /** Instances and their memories have changed. */
  z.strictObject({
    type: z.literal('usage'),
    /** Alive now, those in store too. */
    instances: count,
    /** Made since the worker began. */
    made: count,
    /** Of the memories of all that are alive. */
    bytes: count,
  }),
  ...channelMessages,
  /** The instance of a request has ended, for better or worse. */
  z.strictObject({
    type: z.literal('done'),
    id,
    /** Is its instance put back into the state after its start, for another request? */
    reset: z.boolean().optional(),
  }),
  /** An operation of a service, for the call or request of that number. Payload: what goes with it. */
  z.strictObject({
    type: z.literal('ask'),
    id,
    call: id,
    operation: z.string().max(100),
    /** Checked against the schema of the operation. */
    args: json,
    /** The channel through which the rest of the payload comes. */
    stream: id.optional(),
  }),
  z.strictObject({
    type: z.literal('log'),
    stream: z.enum(['stdout', 'stderr']),
    text: z.string().max(MAX_LOG_LINE_LENGTH),
    /** The limit of output is met; what follows is dropped. */
    truncated: z.literal(true).optional(),
  }),
])

export type ToWorker = z.infer<typeof toWorker>
export type ToHost = z.infer<typeof toHost>
export type FailureKind = (typeof failureKinds)[number]
