import { AirlockError, clampTimeout } from '@wasm-airlock/shared'
import { z } from 'zod'
import { countTokens } from './echo-llm.ts'
import type { LlmProvider, LlmRequest, LlmResult } from './llm.ts'
import { readCapped } from './openai-llm-body.ts'

/** Where an OpenAI-compatible server is and how it is to be used. */
export interface OpenAiLlmOptions {
  /** Base URL, `http` or `https`, with or without `/v1` at the end; no user name, query or fragment. */
  readonly url: string
  /** Sent as `Authorization: Bearer …` to that URL alone. @default none */
  readonly key?: string
  /** Model of the application → model of the server; a name that is not listed is sent as it is. @default {} */
  readonly models?: Readonly<Record<string, string>>
  /** Milliseconds until the whole answer must be there. @default 60_000 */
  readonly timeoutMs?: number
  /** Largest answer that is read, in bytes. @default 4 MiB */
  readonly maxResponseBytes?: number
}

const tokenCount = z.number().int().min(0).max(0xffff_ffff)

const completionSchema = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1),
  usage: z.object({ prompt_tokens: tokenCount, completion_tokens: tokenCount }).nullish(),
})

const errorSchema = z.object({ error: z.union([z.string(), z.object({ message: z.string() })]) })

/**
 * A language model behind the OpenAI chat completions protocol, `POST {url}/v1/chat/completions`:
 * the prompt goes as one message of the user. Of the parameters `max_tokens`, `temperature` and
 * `top_p` are sent; top-k and the repeat penalty are not part of that protocol, and servers refuse
 * what they do not know. Where the server reports no usage, words are counted.
 *
 * A redirect is never followed: it would carry the key somewhere else.
 *
 * @throws AirlockError `usage-invalid` where the URL or the key cannot be used. `infer` throws
 *   `llm-failed` (its message holds neither the key nor anything the server said; what it said is
 *   in `details.serverMessage`, without the key) and `aborted`.
 *
 * @example
 * const llm = createOpenAiLlm({ url: 'http://127.0.0.1:11434', models: { 'llama2-chat': 'llama3.2' } })
 */
export function createOpenAiLlm(options: OpenAiLlmOptions): LlmProvider {
  const { key, models = {}, timeoutMs = 60_000, maxResponseBytes = 4 * 1024 * 1024 } = options
  const endpoint = chatCompletionsUrl(options.url)
  if (key !== undefined && !/^[\x21-\x7e]+$/.test(key))
    throw new AirlockError('usage-invalid', 'The key of the LLM holds characters that no header can carry.', {
      hint: 'Check the variable that holds the key for spaces and line ends.',
    })

  return {
    async infer(request, signal) {
      const deadline = AbortSignal.timeout(clampTimeout(timeoutMs))
      try {
        const response = await fetch(endpoint, {
          method: 'POST',
          redirect: 'manual',
          headers: {
            'content-type': 'application/json',
            accept: 'application/json',
            ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
          },
          body: JSON.stringify(toChatRequest(request, models)),
          signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
        })
        const body = await readCapped(response, maxResponseBytes)
        if (body === undefined) throw failed(`sent more than ${maxResponseBytes} bytes`)
        if (response.status !== 200) throw failed(`answered with status ${response.status}`, body)
        return toResult(request, body)
      } catch (error) {
        if (error instanceof AirlockError) throw error
        if (signal?.aborted)
          throw new AirlockError('aborted', 'The call of the LLM was interrupted.', { cause: error })
        throw failed(
          deadline.aborted ? `did not answer within ${timeoutMs} ms` : 'cannot be reached',
          '',
          error,
        )
      }
    },
  }

  function failed(what: string, body = '', cause?: unknown): AirlockError {
    const said = serverMessage(body)
    const serverMessageText = key === undefined ? said : said?.replaceAll(key, '[key]')
    return new AirlockError('llm-failed', `The LLM server ${what}.`, {
      item: endpoint.origin,
      ...(serverMessageText === undefined
        ? {}
        : { details: { serverMessage: serverMessageText.slice(0, 500) } }),
      cause,
    })
  }

  function toResult({ prompt }: LlmRequest, body: string): LlmResult {
    const parsed = completionSchema.safeParse(parseJson(body))
    const text = parsed.data?.choices[0]?.message.content
    if (text === undefined) throw failed('sent something that is no chat completion')
    const usage = parsed.data?.usage
    return {
      text,
      usage: {
        promptTokenCount: usage?.prompt_tokens ?? countTokens(prompt),
        generatedTokenCount: usage?.completion_tokens ?? countTokens(text),
      },
    }
  }
}

function chatCompletionsUrl(text: string): URL {
  const url = URL.parse(text)
  if (
    url === null ||
    !/^https?:$/.test(url.protocol) ||
    url.username ||
    url.password ||
    url.search ||
    url.hash
  )
    throw new AirlockError('usage-invalid', 'The URL of the LLM cannot be used.', {
      hint: 'Give an http or https URL without user name, password, query and fragment.',
    })
  const base = url.pathname.replace(/\/+$/, '')
  url.pathname = `${base}${base.endsWith('/v1') ? '' : '/v1'}/chat/completions`
  return url
}

function toChatRequest({ model, prompt, params }: LlmRequest, models: Readonly<Record<string, string>>) {
  return {
    model: Object.hasOwn(models, model) ? models[model] : model,
    messages: [{ role: 'user', content: prompt }],
    stream: false,
    max_tokens: params.maxTokens,
    temperature: fromFloat32(params.temperature),
    top_p: fromFloat32(params.topP),
  }
}

/** 0.8 arrives as a 32-bit float, 0.800000011920929. */
function fromFloat32(value: number): number {
  return Number(value.toPrecision(7))
}

function serverMessage(body: string): string | undefined {
  const error = errorSchema.safeParse(parseJson(body)).data?.error
  return typeof error === 'object' ? error.message : error
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
