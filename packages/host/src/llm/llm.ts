/** How a text is to be generated: the `inferencing-params` of `fermyon:spin/llm@2.0.0`. */
export interface LlmParams {
  /** Most tokens that may be generated. Spin's default is 100. */
  readonly maxTokens: number
  /** How strongly a repeated sequence is avoided. Spin's default is 1.1. */
  readonly repeatPenalty: number
  /** How many of the last tokens the penalty looks at. Spin's default is 64. */
  readonly repeatPenaltyLastNTokenCount: number
  /** Randomness, 0 and up. Spin's default is 0.8. */
  readonly temperature: number
  /** From how many of the likeliest tokens the next one is chosen. Spin's default is 40. */
  readonly topK: number
  /** From which share of the likelihood the next token is chosen, 0 to 1. Spin's default is 0.9. */
  readonly topP: number
}

/** One call of `fermyon:spin/llm@2.0.0#infer`. The host has checked `model` against `ai_models`. */
export interface LlmRequest {
  /** Model name as the application gave it. */
  readonly model: string
  readonly prompt: string
  readonly params: LlmParams
}

/** What a model answered: the `inferencing-result` of `fermyon:spin/llm@2.0.0`. */
export interface LlmResult {
  readonly text: string
  readonly usage: {
    readonly promptTokenCount: number
    readonly generatedTokenCount: number
  }
}

/** One call of `fermyon:spin/llm@2.0.0#generate-embeddings`. The host has checked `model` against `ai_models`. */
export interface LlmEmbedRequest {
  /** Model name as the application gave it. */
  readonly model: string
  readonly texts: readonly string[]
}

/** The `embeddings-result` of `fermyon:spin/llm@2.0.0`. */
export interface LlmEmbeddings {
  /** One vector a text, in the order of the texts. Its numbers become 32-bit floats. */
  readonly embeddings: readonly (readonly number[])[]
  readonly usage: { readonly promptTokenCount: number }
}

/** Something that answers prompts. It runs in the trusted process, never in the guest's. */
export interface LlmProvider {
  /**
   * Answers one prompt.
   *
   * @param request Model, prompt and parameters.
   * @param signal Ends the call early.
   * @throws AirlockError `llm-failed`; its message may be shown to the guest and holds no secret.
   */
  infer(request: LlmRequest, signal?: AbortSignal): Promise<LlmResult>
  /**
   * Turns texts into vectors. A provider without it has no model for that: the guest is told
   * `model-not-supported`.
   *
   * @param request Model and texts.
   * @param signal Ends the call early.
   * @throws AirlockError as `infer` does.
   */
  embed?(request: LlmEmbedRequest, signal?: AbortSignal): Promise<LlmEmbeddings>
}
