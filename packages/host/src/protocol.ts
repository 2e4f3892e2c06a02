import { clampTimeout } from '@wasm-airlock/shared'
import { z } from 'zod'

/**
 * What may cross the boundary between the host and a guest worker. Both sides check every message
 * against these schemas; a side that finds another one ends the worker.
 */

z.config({ jitless: true })

const id = z.int().min(1)
const headers = z.array(z.tuple([z.string(), z.string()]))
/** Most bytes of all header fields of one message together, and of a path or an authority. */
export const MAX_HEAD_BYTES = 64 * 1024
export const MAX_METHOD_LENGTH = 100
export const MAX_MODEL_LENGTH = 1000
export const MAX_LOG_LINE_LENGTH = 8192
const u32 = z.int().min(0).max(0xffff_ffff)
const theirHeaders = headers.refine(
  (fields) => fields.reduce((sum, [name, value]) => sum + name.length + value.length, 0) <= MAX_HEAD_BYTES,
  'too many header fields',
)
/** Anything that JSON can say; checked by `decodeValue`. */
const json = z.unknown()

const llmParams = z.strictObject({
  maxTokens: u32,
  repeatPenalty: z.number(),
  repeatPenaltyLastNTokenCount: u32,
  temperature: z.number(),
  topK: u32,
  topP: z.number(),
})

/** From the host to a worker. */
export const toWorker = z.discriminatedUnion('type', [
  /** The first message: what to link, and how the component was transpiled. */
  z.strictObject({
    type: z.literal('start'),
    mode: z.enum(['sandbox', 'app']),
    interfaces: z.array(z.string()),
    maxLogBytes: z.int().min(0),
    /** Of a body of HTTP, and of a prompt. */
    maxBodyBytes: z.int().min(0),
    maxMemoryBytes: z.int().min(1),
  }),
  /** Call an export on a fresh instance. */
  z.strictObject({
    type: z.literal('call'),
    id,
    /** Key in what the instance exports; `null` for a function of the world itself. */
    interface: z.string().nullable(),
    /** The name as jco gives it. */
    function: z.string(),
    args: z.array(json),
    /** Is its WIT type a `result`, whose `err` jco throws? */
    isResult: z.boolean(),
  }),
  /** Handle an HTTP request (payload: its body) on a fresh instance. */
  z.strictObject({
    type: z.literal('request'),
    id,
    method: z.string(),
    path: z.string(),
    authority: z.string(),
    headers,
  }),
  /** The answer to `infer`. */
  z.strictObject({
    type: z.literal('inferred'),
    id,
    outcome: z.discriminatedUnion('tag', [
      z.strictObject({
        tag: z.literal('ok'),
        text: z.string(),
        promptTokenCount: z.int().min(0),
        generatedTokenCount: z.int().min(0),
      }),
      z.strictObject({ tag: z.literal('model-not-supported') }),
      z.strictObject({ tag: z.literal('runtime-error'), message: z.string() }),
    ]),
  }),
  /** The answer to `fetch` (payload: the body). */
  z.strictObject({
    type: z.literal('fetched'),
    id,
    outcome: z.discriminatedUnion('tag', [
      z.strictObject({ tag: z.literal('ok'), status: z.int().min(100).max(599), headers }),
      z.strictObject({ tag: z.literal('denied') }),
      z.strictObject({ tag: z.literal('timeout') }),
      z.strictObject({ tag: z.literal('too-large') }),
      z.strictObject({ tag: z.literal('failed') }),
    ]),
  }),
  z.strictObject({ type: z.literal('ping'), id }),
])

/** How a call or a request can fail inside the worker. */
const failureKinds = ['trapped', 'exited', 'memory', 'arguments'] as const

/** From a worker to the host. */
export const toHost = z.discriminatedUnion('type', [
  /** The core modules are compiled. */
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('unusable'), kind: z.enum(failureKinds), message: z.string() }),
  z.strictObject({ type: z.literal('returned'), id, value: json }),
  z.strictObject({ type: z.literal('failed'), id, kind: z.enum(failureKinds), message: z.string() }),
  /** Payload: the body. */
  z.strictObject({
    type: z.literal('response'),
    id,
    status: z.int().min(100).max(599),
    headers: theirHeaders,
  }),
  /** The instance of a request has ended, for better or worse. */
  z.strictObject({ type: z.literal('done'), id }),
  z.strictObject({
    type: z.literal('infer'),
    id,
    request: id,
    model: z.string().max(MAX_MODEL_LENGTH),
    /** The limit of a body is its limit too. */
    prompt: z.string(),
    params: llmParams,
  }),
  /** Payload: the body. */
  z.strictObject({
    type: z.literal('fetch'),
    id,
    request: id,
    method: z.string().max(MAX_METHOD_LENGTH),
    scheme: z.string().max(MAX_METHOD_LENGTH),
    authority: z.string().max(MAX_HEAD_BYTES),
    path: z.string().max(MAX_HEAD_BYTES),
    headers: theirHeaders,
    timeoutMs: z.int().min(0).max(clampTimeout(Number.POSITIVE_INFINITY)).nullable(),
  }),
  z.strictObject({
    type: z.literal('log'),
    stream: z.enum(['stdout', 'stderr']),
    text: z.string().max(MAX_LOG_LINE_LENGTH),
  }),
  z.strictObject({ type: z.literal('pong'), id }),
])

export type ToWorker = z.infer<typeof toWorker>
export type ToHost = z.infer<typeof toHost>
export type FailureKind = (typeof failureKinds)[number]
export type InferOutcome = Extract<ToWorker, { type: 'inferred' }>['outcome']
export type FetchOutcome = Extract<ToWorker, { type: 'fetched' }>['outcome']
