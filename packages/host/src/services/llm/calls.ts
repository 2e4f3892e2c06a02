import { z } from '../../schema.ts'
import { defineOperation } from '../service.ts'

/** Longest name of a model, in UTF-16 units. */
export const MAX_MODEL_LENGTH = 1000

const u32 = z.int().min(0).max(0xffff_ffff)

export const infer = defineOperation(
  'llm.infer',
  z.strictObject({
    model: z.string().max(MAX_MODEL_LENGTH),
    /** The limit of a body is its limit too. */
    prompt: z.string(),
    params: z.strictObject({
      maxTokens: u32,
      repeatPenalty: z.number(),
      repeatPenaltyLastNTokenCount: u32,
      temperature: z.number(),
      topK: u32,
      topP: z.number(),
    }),
  }),
  z.discriminatedUnion('tag', [
    z.strictObject({
      tag: z.literal('ok'),
      text: z.string(),
      promptTokenCount: u32,
      generatedTokenCount: u32,
    }),
    z.strictObject({ tag: z.literal('model-not-supported') }),
    z.strictObject({ tag: z.literal('runtime-error'), message: z.string() }),
  ]),
)

export type InferAnswer = z.infer<typeof infer.answer>
