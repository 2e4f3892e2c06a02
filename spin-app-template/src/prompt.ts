import { HttpError } from './http.ts'

/** The model that is asked; `ai_models` in `spin.toml` names it too. */
export const model = 'llama2-chat'

interface LlmUsage {
  readonly promptTokenCount: number
  readonly generatedTokenCount: number
}

/** What the application calls: the component that is plugged in, and the language model. */
export interface PromptServices {
  /** Of the component: what becomes of the prompt on its way to the model. */
  before(prompt: string): string
  /** Of the component: what becomes of the answer on its way back. */
  after(completion: string): string
  /** Asks the model; throws `{ payload: { tag } }` as `fermyon:spin/llm` has it. */
  infer(model: string, prompt: string): { readonly text: string; readonly usage: LlmUsage }
}

/** All the stages of one prompt. */
export interface PromptResult {
  readonly prompt: string
  readonly modifiedPrompt: string
  readonly completion: string
  readonly result: string
  readonly model: string
  readonly usage: LlmUsage
}

/**
 * Runs a prompt through `before`, the language model and `after`.
 *
 * @throws {HttpError} 502 where the language model fails.
 */
export function runPrompt(prompt: string, services: PromptServices): PromptResult {
  const modifiedPrompt = services.before(prompt)
  const { text: completion, usage } = askModel(modifiedPrompt, services)
  return {
    prompt,
    modifiedPrompt,
    completion,
    result: services.after(completion),
    model,
    usage: { promptTokenCount: usage.promptTokenCount, generatedTokenCount: usage.generatedTokenCount },
  }
}

/** The message of a failure stays with the host: it may name servers and accounts. */
const failures: Readonly<Record<string, readonly [code: string, message: string]>> = {
  'model-not-supported': ['llm-model-unsupported', `The language model ${model} is not available.`],
  'invalid-input': ['llm-input-refused', 'The language model refused the prompt.'],
}

function askModel(prompt: string, services: PromptServices) {
  try {
    return services.infer(model, prompt)
  } catch (error) {
    const [code, message] = failures[tagOf(error)] ?? ['llm-failed', 'The language model did not answer.']
    throw new HttpError(502, code, message)
  }
}

function tagOf(error: unknown): string {
  const { payload } = (error ?? {}) as { payload?: { tag?: unknown } }
  return String(payload?.tag ?? '')
}
