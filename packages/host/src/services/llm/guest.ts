import type { InstanceContext } from '../../guest/instance-context.ts'
import { err, ok, type Result } from '../../guest/result.ts'
import type { Interface } from '../../guest/wasi.ts'
import type { LlmParams } from '../../llm/llm.ts'
import { embed, type InferAnswer, infer, llmParams, MAX_MODEL_LENGTH, MAX_TEXTS } from './calls.ts'
import { unpackVectors } from './vectors.ts'

interface InferencingResult {
  readonly text: string
  readonly usage: { readonly promptTokenCount: number; readonly generatedTokenCount: number }
}

interface EmbeddingsResult {
  readonly embeddings: readonly Float32Array[]
  readonly usage: { readonly promptTokenCount: number }
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
 * `fermyon:spin/llm@2.0.0`.
 *
 * @param maxPromptBytes Longest prompt, and most of all texts of one call, in bytes of UTF-8.
 */
export function createLlm(context: InstanceContext, maxPromptBytes: number): Record<string, Interface> {
  return {
    'fermyon:spin/llm': {
      infer: async (
        model: string,
        prompt: string,
        params: LlmParams = DEFAULTS,
      ): Promise<Result<InferencingResult, LlmError>> => {
        const wrong = llmParams.safeParse({ ...params }).error?.issues[0]
        if (wrong !== undefined) return invalid(`${wrong.path.join('.')} is out of range`)
        if (Buffer.byteLength(prompt) > maxPromptBytes)
          return invalid(`the prompt is larger than the ${maxPromptBytes} bytes allowed`)
        if (model.length > MAX_MODEL_LENGTH) return invalid('the name of the model is too long')
        const { answer } = await context.scope.ask(infer, { model, prompt, params: { ...params } })
        if (answer.tag !== 'ok') return refused(answer, model)
        const { text, promptTokenCount, generatedTokenCount } = answer
        return ok({ text, usage: { promptTokenCount, generatedTokenCount } })
      },
      generateEmbeddings: async (
        model: string,
        texts: readonly string[],
      ): Promise<Result<EmbeddingsResult, LlmError>> => {
        if (texts.length > MAX_TEXTS) return invalid(`more than ${MAX_TEXTS} texts`)
        if (texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) > maxPromptBytes)
          return invalid(`the texts are larger than the ${maxPromptBytes} bytes allowed`)
        if (model.length > MAX_MODEL_LENGTH) return invalid('the name of the model is too long')
        const { answer, payload } = await context.scope.ask(embed, { model, texts: [...texts] })
        if (answer.tag !== 'ok') return refused(answer, model)
        const { lengths, promptTokenCount } = answer
        return ok({ embeddings: unpackVectors({ lengths, payload }), usage: { promptTokenCount } })
      },
    },
  }
}

function invalid(val: string): Result<never, LlmError> {
  return err({ tag: 'invalid-input', val })
}

function refused(answer: Exclude<InferAnswer, { tag: 'ok' }>, model: string): Result<never, LlmError> {
  if (answer.tag === 'runtime-error') return err({ tag: answer.tag, val: answer.message })
  if (answer.tag === 'model-not-supported') return err({ tag: answer.tag })
  // As Spin says it.
  return invalid(
    `The component does not have access to use '${model}'. To give the component access, add '${model}' to the 'ai_models' key for the component in your spin.toml manifest`,
  )
}
