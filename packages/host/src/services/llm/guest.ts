import type { InstanceContext } from '../../guest/instance-context.ts'
import { err, ok, type Result } from '../../guest/result.ts'
import type { Interface } from '../../guest/wasi.ts'
import type { LlmParams } from '../../llm.ts'
import { infer, MAX_MODEL_LENGTH } from './calls.ts'

interface InferencingResult {
  readonly text: string
  readonly usage: { readonly promptTokenCount: number; readonly generatedTokenCount: number }
}

type LlmError =
  | { readonly tag: 'model-not-supported' }
  | { readonly tag: 'runtime-error' | 'invalid-input'; readonly val: string }

/** Spin's defaults. */
const DEFAULTS: LlmParams = {
  maxTokens: 100,
  repeatPenalty: 1.1,
  repeatPenaltyLastNTokenCount: 64,
  temperature: 0.8,
  topK: 40,
  topP: 0.9,
}

/**
 * `fermyon:spin/llm@2.0.0`, without embeddings.
 *
 * @param maxPromptBytes Longest prompt, in bytes of UTF-8.
 */
export function createLlm(context: InstanceContext, maxPromptBytes: number): Record<string, Interface> {
  return {
    'fermyon:spin/llm': {
      infer: async (
        model: string,
        prompt: string,
        params: LlmParams = DEFAULTS,
      ): Promise<Result<InferencingResult, LlmError>> => {
        if (!Object.values(params).every(Number.isFinite)) {
          return err({ tag: 'invalid-input', val: 'a parameter is not a finite number' })
        }
        if (Buffer.byteLength(prompt) > maxPromptBytes || model.length > MAX_MODEL_LENGTH) {
          return err({
            tag: 'invalid-input',
            val: `the prompt is larger than the ${maxPromptBytes} bytes allowed`,
          })
        }
        const { answer } = await context.scope.ask(infer, { model, prompt, params: { ...params } })
        if (answer.tag === 'model-not-supported') return err({ tag: answer.tag })
        if (answer.tag === 'runtime-error') return err({ tag: answer.tag, val: answer.message })
        const { text, promptTokenCount, generatedTokenCount } = answer
        return ok({ text, usage: { promptTokenCount, generatedTokenCount } })
      },
      generateEmbeddings: (): Result<never, LlmError> => err({ tag: 'model-not-supported' }),
    },
  }
}
