import { z } from '../schema.ts'
import { embeddingSchema, tokenCountSchema } from './answer.ts'
import { createLlmServer, type LlmServerOptions } from './http.ts'
import type { LlmProvider, LlmRequest } from './llm.ts'

const inferenceSchema = z.object({
  text: z.string(),
  usage: z.object({ promptTokenCount: tokenCountSchema, generatedTokenCount: tokenCountSchema }),
})

const embeddingsSchema = z.object({
  embeddings: z.array(embeddingSchema),
  usage: z.object({ promptTokenCount: tokenCountSchema }),
})

/**
 * A language model behind Spin's own remote protocol, which its `[llm_compute] type = "remote_http"`
 * speaks and the `spin-cloud-gpu` application answers: `POST {url}/infer` with model, prompt and
 * options, `POST {url}/embed` with model and input.
 *
 * A redirect is never followed: it would carry the key somewhere else.
 *
 * @throws AirlockError `usage-invalid` where the URL, the key or a limit cannot be used. `infer` and
 *   `embed` throw `llm-failed` and `aborted`; no message holds the key.
 *
 * @example
 * const llm = createSpinLlm({ url: 'https://example.fermyon.app', key: process.env.LLM_TOKEN })
 */
export function createSpinLlm(options: LlmServerOptions): LlmProvider & Required<Pick<LlmProvider, 'embed'>> {
  const server = createLlmServer(options)
  return {
    async infer(request, signal) {
      const answer = await server.post('/infer', toInferRequest(request), signal)
      const { data } = inferenceSchema.safeParse(answer)
      if (data === undefined) throw server.failed('sent something that is no inference')
      return data
    },
    async embed({ model, texts }, signal) {
      const { data } = embeddingsSchema.safeParse(
        await server.post('/embed', { model, input: texts }, signal),
      )
      if (data?.embeddings.length !== texts.length)
        throw server.failed('sent something that is no list of embeddings')
      return data
    },
  }
}

/** The parameters are numbers of 32 bits: 0.8 arrives as 0.800000011920929. */
function toInferRequest({ model, prompt, params }: LlmRequest) {
  const options = Object.entries(params).map(([name, value]) => [name, Number(value.toPrecision(7))])
  return { model, prompt, options: Object.fromEntries(options) }
}
