import { z } from '../schema.ts'

/** Bytes that may be under way, or wait to be taken, in one channel. */
export const WINDOW_BYTES = 256 * 1024
/** Most bytes of one message of a channel. */
export const MAX_CHUNK_BYTES = 64 * 1024
/** Most channels that a guest may have open at once in one call. */
export const MAX_OPEN_CHANNELS = 32
/** Most bytes of all fields of a header or trailer section together. */
export const MAX_FIELD_BYTES = 64 * 1024

const id = z.int().min(1)
/** Names and values, values in latin-1. */
export const fields = z.array(z.tuple([z.string(), z.string()]))
/** Fields as a guest may send them. */
export const guestFields = fields.refine(
  (all) => all.reduce((sum, [name, value]) => sum + name.length + value.length, 0) <= MAX_FIELD_BYTES,
  'too many header fields',
)

/**
 * What crosses the boundary for channels, in both directions: whoever opened a channel, by naming its
 * number in another message, sends chunks, as many bytes as it has credit for.
 */
export const channelMessages = [
  /** Payload: the bytes. */
  z.strictObject({
    type: z.literal('chunk'),
    call: id,
    stream: id,
    /** It is the last one. */
    end: z.boolean(),
    trailers: guestFields.optional(),
  }),
  /** From who receives: so many bytes more may come. */
  z.strictObject({ type: z.literal('credit'), call: id, stream: id, bytes: id }),
  /** From who sends: the rest does not come. */
  z.strictObject({ type: z.literal('reset'), call: id, stream: id, reason: z.string().max(200) }),
  /** From who receives: the rest is not wanted. Answered by the last chunk or a reset. */
  z.strictObject({ type: z.literal('stop'), call: id, stream: id }),
] as const

export type ChannelMessage = z.infer<(typeof channelMessages)[number]>
export type SendChannelMessage = (message: ChannelMessage, payload?: Uint8Array) => void
export type Fields = readonly (readonly [name: string, value: string])[]
