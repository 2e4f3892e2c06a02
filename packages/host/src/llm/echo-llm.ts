import type { LlmProvider } from './llm.ts'

/** Numbers in a vector of {@link createEchoLlm}. */
const DIMENSIONS = 64

/**
 * The built-in language model: it answers `echo: ` and the whole prompt, whatever the model name
 * and the parameters say, so that what an application does around a model can be seen and tested.
 * Usage is counted by {@link countTokens}.
 *
 * Its embeddings are made of the words of a text, upper and lower case alike: the same text has the
 * same vector on every machine, texts that share words are near each other, and a text without words
 * is all zeros. Each has 64 numbers and, unless it is zero, length 1.
 */
export function createEchoLlm(): LlmProvider & Required<Pick<LlmProvider, 'embed'>> {
  return {
    async infer({ prompt }) {
      const text = `echo: ${prompt}`
      return {
        text,
        usage: { promptTokenCount: countTokens(prompt), generatedTokenCount: countTokens(text) },
      }
    },
    async embed({ texts }) {
      const promptTokenCount = texts.reduce((sum, text) => sum + countTokens(text), 0)
      return { embeddings: texts.map(toVector), usage: { promptTokenCount } }
    },
  }
}

/**
 * A count of tokens where no tokenizer is at hand: one for each run of characters without white
 * space. `"a  b\nc"` has 3, the empty text 0.
 */
export function countTokens(text: string): number {
  return text.match(/\S+/g)?.length ?? 0
}

/** Feature hashing: each word counts in one place of the vector, up or down. */
function toVector(text: string): number[] {
  const vector = new Array<number>(DIMENSIONS).fill(0)
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    const hash = hashWord(word)
    vector[hash % DIMENSIONS] = (vector[hash % DIMENSIONS] ?? 0) + (hash & 0x8000_0000 ? -1 : 1)
  }
  const length = Math.hypot(...vector)
  return length === 0 ? vector : vector.map((value) => Math.fround(value / length))
}

/** 32-bit FNV-1a of the UTF-8 bytes. */
function hashWord(word: string): number {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(word)) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}
