import { z } from '../schema.ts'
import { countTokens } from './echo-llm.ts'

/** A number of tokens, as `u32` of WIT can say it. */
export const tokenCountSchema = z.int().min(0).max(0xffff_ffff)

/** One vector of an answer; what no 32-bit float can say is refused. */
export const embeddingSchema = z.array(z.number().refine((value) => Number.isFinite(Math.fround(value))))

/** Tokens of texts where the server does not count them. */
export function sumTokens(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + countTokens(text), 0)
}
