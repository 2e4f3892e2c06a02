import { z } from '../schema.ts'
import { embeddingSchema, sumTokens, tokenCountSchema } from './answer.ts'
import { countTokens } from './echo-llm.ts'
import { createLlmServer, type LlmServerOptions } from './http.ts'
import type { LlmEmbeddings, LlmEmbedRequest, LlmProvider, LlmRequest } from './llm.ts'

/** Where an OpenAI-compatible server is and how it is to be used. */
export interface OpenAiLlmOptions extends LlmServerOptions {
  /** Base URL, `http` or `https`, with or without `/v1` at the end; no user name, query or fragment. */
  readonly url: string
  /** Model of the application → model of the server; a name that is not listed is sent as it is. @default {} */
  readonly models?: Readonly<Record<string, string>>
}

const completionSchema = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1),
  usage: z.object({ prompt_tokens: tokenCountSchema, completion_tokens: tokenCountSchema }).nullish(),
})

const embeddingsSchema = z.object({
  data: z.array(z.object({ index: z.int().min(0).optional(), embedding: embeddingSchema })),
  usage: z.object({ prompt_tokens: tokenCountSchema }).nullish(),
})

/**
 * A language model behind OpenAI's protocol. Prompts go to `POST {url}/v1/chat/completions`, as one
 * message of the user; texts for embeddings to `POST {url}/v1/embeddings`. Of the parameters
 * `max_tokens`, `temperature` and `top_p` are sent; top-k and the repeat penalty are not part of that
 * protocol, and servers refuse what they do not know. Where the server reports no usage, words are
 * counted.
 *
 * A redirect is never followed: it would carry the key somewhere else.
 *
 * @throws AirlockError `usage-invalid` where the URL, the key or a limit cannot be used. `infer` and
 *   `embed` throw `llm-failed` (its message holds neither the key nor anything the server said; what it
 *   said is in `details.serverMessage`, without the key) and `aborted`.
 *
 * @example
 * const llm = createOpenAiLlm({ url: 'http://127.0.0.1:11434', models: { 'llama2-chat': 'llama3.2' } })
 */
export function createOpenAiLlm(
  options: OpenAiLlmOptions,
): LlmProvider & Required<Pick<LlmProvider, 'embed'>> {
  const { models = {} } = options
  const server = createLlmServer(options)
  const prefix = /\/v1\/*$/.test(URL.parse(options.url)?.pathname ?? '') ? '' : '/v1'
  const toServersName = (model: string) => (Object.hasOwn(models, model) ? models[model] : model)

  return {
    async infer(request, signal) {
      const answer = await server.post(`${prefix}/chat/completions`, toChatRequest(request), signal)
      const { data } = completionSchema.safeParse(answer)
      const text = data?.choices[0]?.message.content
      if (text === undefined) throw server.failed('sent something that is no chat completion')
      return {
        text,
        usage: {
          promptTokenCount: data?.usage?.prompt_tokens ?? countTokens(request.prompt),
          generatedTokenCount: data?.usage?.completion_tokens ?? countTokens(text),
        },
      }
    },
    async embed({ model, texts }, signal) {
      const body = { model: toServersName(model), input: texts }
      const answer = await server.post(`${prefix}/embeddings`, body, signal)
      const embeddings = readEmbeddings(answer, texts)
      if (embeddings === undefined) throw server.failed('sent something that is no list of embeddings')
      return embeddings
    },
  }

  function toChatRequest({ model, prompt, params }: LlmRequest) {
    return {
      model: toServersName(model),
      messages: [{ role: 'user', content: prompt }],
      stream: false,
      max_tokens: params.maxTokens,
      temperature: fromFloat32(params.temperature),
      top_p: fromFloat32(params.topP),
    }
  }
}

/** Each vector says which text it belongs to; a server that leaves that out answers in order. */
function readEmbeddings(answer: unknown, texts: LlmEmbedRequest['texts']): LlmEmbeddings | undefined {
  const { data } = embeddingsSchema.safeParse(answer)
  if (data === undefined || data.data.length !== texts.length) return undefined
  const byIndex = new Map(data.data.map(({ index, embedding }, position) => [index ?? position, embedding]))
  const embeddings = texts.flatMap((_, index) => {
    const embedding = byIndex.get(index)
    return embedding === undefined ? [] : [embedding]
  })
  if (embeddings.length !== texts.length) return undefined
  return { embeddings, usage: { promptTokenCount: data.usage?.prompt_tokens ?? sumTokens(texts) } }
}

/** 0.8 arrives as a 32-bit float, 0.800000011920929. */
function fromFloat32(value: number): number {
  return Number(value.toPrecision(7))
}
