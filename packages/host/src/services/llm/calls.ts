import { z } from '../../schema.ts'
import { defineOperation } from '../service.ts'

/** Longest name of a model, in UTF-16 units. */
export const MAX_MODEL_LENGTH = 1000
/** Most texts of one call for embeddings: what OpenAI takes. */
export const MAX_TEXTS = 2048

const u32 = z.int().min(0).max(0xffff_ffff)
const model = z.string().max(MAX_MODEL_LENGTH)

/** What a language model can be told of how to answer; further bounds are the model's own. */
export const llmParams = z.strictObject({
  maxTokens: u32,
  repeatPenalty: z.number().min(0),
  repeatPenaltyLastNTokenCount: u32,
  temperature: z.number().min(0),
  topK: u32,
  topP: z.number().min(0).max(1),
})

const refusals = [
  z.strictObject({ tag: z.literal('not-granted') }),
  z.strictObject({ tag: z.literal('model-not-supported') }),
  z.strictObject({ tag: z.literal('runtime-error'), message: z.string() }),
] as const

export const infer = defineOperation(
  'llm.infer',
  z.strictObject({
    model,
    /** The limit of a body is its limit too. */
    prompt: z.string(),
    params: llmParams,
  }),
  z.discriminatedUnion('tag', [
    z.strictObject({
      tag: z.literal('ok'),
      text: z.string(),
      promptTokenCount: u32,
      generatedTokenCount: u32,
    }),
    ...refusals,
  ]),
)

/** Payload of the answer: all numbers of all vectors, as 32-bit floats in the machine's byte order. */
export const embed = defineOperation(
  'llm.embed',
  z.strictObject({
    model,
    /** Together they have the limit of a body. */
    texts: z.array(z.string()).max(MAX_TEXTS),
  }),
  z.discriminatedUnion('tag', [
    z.strictObject({
      tag: z.literal('ok'),
      /** How many numbers each vector has. */
      lengths: z.array(u32).max(MAX_TEXTS),
      promptTokenCount: u32,
    }),
    ...refusals,
  ]),
)

export type InferAnswer = z.infer<typeof infer.answer>
export type EmbedAnswer = z.infer<typeof embed.answer>
