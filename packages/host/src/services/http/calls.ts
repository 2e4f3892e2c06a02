import { clampTimeout } from '@wasm-airlock/shared'
import { z } from '../../schema.ts'
import { defineOperation } from '../service.ts'

/** Most bytes of all header fields of one message together, and of a path or an authority. */
export const MAX_HEAD_BYTES = 64 * 1024
export const MAX_METHOD_LENGTH = 100

/** Names and values, values in latin-1. */
export const headers = z.array(z.tuple([z.string(), z.string()]))

/** Header fields as a guest may send them. */
export const guestHeaders = headers.refine(
  (fields) => fields.reduce((sum, [name, value]) => sum + name.length + value.length, 0) <= MAX_HEAD_BYTES,
  'too many header fields',
)

/** Payload: the body, in both directions. */
export const send = defineOperation(
  'http.send',
  z.strictObject({
    method: z.string().max(MAX_METHOD_LENGTH),
    scheme: z.string().max(MAX_METHOD_LENGTH),
    authority: z.string().max(MAX_HEAD_BYTES),
    path: z.string().max(MAX_HEAD_BYTES),
    headers: guestHeaders,
    timeoutMs: z.int().min(0).max(clampTimeout(Number.POSITIVE_INFINITY)).nullable(),
  }),
  z.discriminatedUnion('tag', [
    z.strictObject({ tag: z.literal('ok'), status: z.int().min(100).max(599), headers }),
    z.strictObject({ tag: z.literal('denied') }),
    z.strictObject({ tag: z.literal('timeout') }),
    z.strictObject({ tag: z.literal('too-large') }),
    z.strictObject({ tag: z.literal('failed') }),
  ]),
)

export type SendArgs = z.infer<typeof send.args>
export type SendAnswer = z.infer<typeof send.answer>
