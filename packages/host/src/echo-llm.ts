import type { LlmProvider } from './llm.ts'

/**
 * The built-in language model: it answers `echo: ` and the whole prompt, whatever the model name
 * and the parameters say, so that what an application does around a model can be seen and tested.
 * Usage is counted by {@link countTokens}.
 */
export function createEchoLlm(): LlmProvider {
  return {
    async infer({ prompt }) {
      const text = `echo: ${prompt}`
      return {
        text,
        usage: { promptTokenCount: countTokens(prompt), generatedTokenCount: countTokens(text) },
      }
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
