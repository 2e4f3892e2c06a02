import { clampTimeout } from '@wasm-airlock/shared'
import { fields, guestFields, MAX_FIELD_BYTES } from '../../channels/messages.ts'
import { z } from '../../schema.ts'
import { defineOperation } from '../service.ts'
import { ERROR_CODES } from './error-codes.ts'

/** Most bytes of all header fields of one message together, and of a path or an authority. */
export const MAX_HEAD_BYTES = MAX_FIELD_BYTES
export const MAX_METHOD_LENGTH = 100

/** Names and values, values in latin-1. */
export const headers = fields
/** Header fields as a guest may send them. */
export const guestHeaders = guestFields

const timeoutMs = z.int().min(0).max(clampTimeout(Number.POSITIVE_INFINITY)).nullable()

/** Payload: the body, in both directions, or what is there of one that goes on in a channel. */
export const send = defineOperation(
  'http.send',
  z.strictObject({
    method: z.string().max(MAX_METHOD_LENGTH),
    scheme: z.string().max(MAX_METHOD_LENGTH),
    /** Empty for the application itself. */
    authority: z.string().max(MAX_HEAD_BYTES),
    path: z.string().max(MAX_HEAD_BYTES),
    headers: guestHeaders,
    /** Of a body that is complete. */
    trailers: guestHeaders.optional(),
    connectTimeoutMs: timeoutMs,
    firstByteTimeoutMs: timeoutMs,
    betweenBytesTimeoutMs: timeoutMs,
  }),
  z.discriminatedUnion('tag', [
    z.strictObject({
      tag: z.literal('ok'),
      status: z.int().min(100).max(599),
      headers,
      /** Of a body that is complete. */
      trailers: headers.optional(),
    }),
    z.strictObject({ tag: z.literal('error'), code: z.enum(ERROR_CODES), detail: z.string().optional() }),
  ]),
)

export type SendArgs = z.infer<typeof send.args>
export type SendAnswer = z.infer<typeof send.answer>
