import { AirlockError } from '@wasm-airlock/shared'
import type { LlmProvider } from '../../llm/llm.ts'
import type { LlmCalled } from '../../observe/events.ts'
import { describeError, type Say } from '../../say.ts'
import { type Answered, type Handler, type HostCall, serveOperation } from '../broker.ts'
import { type EmbedAnswer, embed, type InferAnswer, infer } from './calls.ts'
import { packVectors } from './vectors.ts'

/** What an application is granted of language models. */
export interface LlmGrant {
  /** `ai_models` of the manifest. */
  readonly aiModels: readonly string[]
  /** What the log names as the place to add a model. @default the key of the manifest */
  readonly option?: string
  readonly llm: LlmProvider
  /** Longest prompt, and most of all texts of one call, in bytes of UTF-8; the worker keeps to it. */
  readonly maxPromptBytes: number
}

/** Most bytes of what a model answers, as text or as numbers. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024

/** What a call came to, for the guest and for those who observe. */
interface Outcome<Answer> {
  readonly answered: Answered<Answer>
  readonly promptTokens: number
  readonly generatedTokens: number
}

/** Asks the model for a guest, where it is granted. */
export function createLlmHandlers(grant: LlmGrant, say: Say): readonly (readonly [string, Handler])[] {
  const { llm, aiModels, maxPromptBytes } = grant
  return [
    serveOperation(infer, ({ model, prompt, params }, call) => {
      if (Buffer.byteLength(prompt) > maxPromptBytes) throw new Error('a prompt above its limit')
      return callModel<InferAnswer>('infer', model, call, async () => {
        const { text, usage } = await llm.infer({ model, prompt, params }, call.signal)
        if (Buffer.byteLength(text) > MAX_ANSWER_BYTES) throw tooLarge()
        const promptTokens = toU32(usage.promptTokenCount)
        const generatedTokens = toU32(usage.generatedTokenCount)
        const counts = { promptTokenCount: promptTokens, generatedTokenCount: generatedTokens }
        return { answered: { answer: { tag: 'ok', text, ...counts } }, promptTokens, generatedTokens }
      })
    }),
    serveOperation(embed, ({ model, texts }, call) => {
      if (texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) > maxPromptBytes)
        throw new Error('texts above their limit')
      return callModel<EmbedAnswer>('embed', model, call, async () => {
        if (llm.embed === undefined) return undefined
        const { embeddings, usage } = await llm.embed({ model, texts }, call.signal)
        if (embeddings.length !== texts.length) throw new Error('not one vector for each text')
        const { lengths, payload } = packVectors(embeddings)
        if (payload.length > MAX_ANSWER_BYTES) throw tooLarge()
        const promptTokens = toU32(usage.promptTokenCount)
        const answer = { tag: 'ok', lengths, promptTokenCount: promptTokens } as const
        return { answered: { answer, payload }, promptTokens, generatedTokens: 0 }
      })
    }),
  ]

  /** @param work Gives nothing where there is no model for that. */
  async function callModel<Answer>(
    operation: LlmCalled['operation'],
    model: string,
    { signal, observe }: HostCall,
    work: () => Promise<Outcome<Answer> | undefined>,
  ): Promise<Answered<Answer | Refusal>> {
    const start = performance.now()
    const tell = (outcome: LlmCalled['outcome'], promptTokens = 0, generatedTokens = 0) => {
      const durationMs = performance.now() - start
      observe?.({
        type: 'llm-called',
        operation,
        model,
        outcome,
        promptTokens,
        generatedTokens,
        durationMs,
      })
    }
    if (!aiModels.includes(model)) {
      say(
        `The model ${model} is refused: add it to ${grant.option ?? 'ai_models of the component in spin.toml'}.`,
      )
      tell('refused')
      return { answer: { tag: 'not-granted' } }
    }
    try {
      const outcome = await work()
      if (outcome === undefined) {
        say(`The model ${model} makes no embeddings here: the language model that is configured has none.`)
        tell('failed')
        return { answer: { tag: 'model-not-supported' } }
      }
      tell('ok', outcome.promptTokens, outcome.generatedTokens)
      return outcome.answered
    } catch (error) {
      // Only what an AirlockError says is meant for the guest.
      const message = error instanceof AirlockError ? error.message : 'the language model failed'
      if (!signal.aborted) say(`The language model failed: ${describeError(error)}`)
      tell('failed')
      return { answer: { tag: 'runtime-error', message } }
    }
  }
}

type Refusal = Exclude<InferAnswer, { tag: 'ok' }>

function tooLarge(): AirlockError {
  return new AirlockError(
    'llm-failed',
    `The language model answered with more than ${MAX_ANSWER_BYTES} bytes.`,
  )
}

/** What a provider counts need not be what WIT can say. */
function toU32(count: number): number {
  return Number.isFinite(count) ? Math.min(0xffff_ffff, Math.max(0, Math.trunc(count))) : 0
}
