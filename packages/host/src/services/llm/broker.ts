import { AirlockError } from '@wasm-airlock/shared'
import type { LlmProvider } from '../../llm.ts'
import { describeError, type Say } from '../../say.ts'
import { type Answered, type Handler, serveOperation } from '../broker.ts'
import { type InferAnswer, infer } from './calls.ts'

/** What an application is granted of language models. */
export interface LlmGrant {
  /** `ai_models` of the manifest. */
  readonly aiModels: readonly string[]
  readonly llm: LlmProvider
  /** Longest prompt, in bytes of UTF-8; the worker keeps to it. */
  readonly maxPromptBytes: number
}

/** Asks the model for a guest, where it is granted. */
export function createLlmHandlers(grant: LlmGrant, say: Say): readonly (readonly [string, Handler])[] {
  return [
    serveOperation(infer, async ({ model, prompt, params }, { signal }): Promise<Answered<InferAnswer>> => {
      if (Buffer.byteLength(prompt) > grant.maxPromptBytes) throw new Error('a prompt above its limit')
      if (!grant.aiModels.includes(model)) {
        say(`The model ${model} is refused: add it to ai_models of the component in spin.toml.`)
        return { answer: { tag: 'model-not-supported' } }
      }
      try {
        const { text, usage } = await grant.llm.infer({ model, prompt, params }, signal)
        return {
          answer: {
            tag: 'ok',
            text,
            promptTokenCount: toU32(usage.promptTokenCount),
            generatedTokenCount: toU32(usage.generatedTokenCount),
          },
        }
      } catch (error) {
        // Only what an AirlockError says is meant for the guest.
        const message = error instanceof AirlockError ? error.message : 'the language model failed'
        if (!signal.aborted) say(`The language model failed: ${describeError(error)}`)
        return { answer: { tag: 'runtime-error', message } }
      }
    }),
  ]
}

/** What a provider counts need not be what WIT can say. */
function toU32(count: number): number {
  return Number.isFinite(count) ? Math.min(0xffff_ffff, Math.max(0, Math.trunc(count))) : 0
}
