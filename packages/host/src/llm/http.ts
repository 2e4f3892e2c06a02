import { setTimeout as sleep } from 'node:timers/promises'
import { AirlockError, clampTimeout } from '@wasm-airlock/shared'
import { Slots } from '../app/slots.ts'
import { z } from '../schema.ts'
import { readCapped } from './body.ts'
import { decideRetry, type FailedAttempt } from './retry.ts'

/** Where a server of language models is and how it is to be used. */
export interface LlmServerOptions {
  /** Base URL, `http` or `https`; no user name, query or fragment. */
  readonly url: string
  /** Sent as `Authorization: Bearer …` to that URL alone. @default none */
  readonly key?: string
  /** Milliseconds until the whole answer must be there, waits and repetitions included. @default 60_000 */
  readonly timeoutMs?: number
  /** Largest answer that is read, in bytes. @default 4 MiB */
  readonly maxResponseBytes?: number
  /** Calls that the server is sent at once; the others wait for their turn. @default 64 */
  readonly maxConcurrent?: number
  /**
   * How often a request is sent again that the server cannot have acted on: no connection was made, or
   * it answered 429 or 503. `Retry-After` is honoured up to 30 s.
   * @default 2
   */
  readonly maxRetries?: number
}

/** Sends requests to one server. */
export interface LlmServer {
  /**
   * Posts JSON and reads JSON.
   *
   * @param path Appended to the path of the URL: `/infer`.
   * @throws AirlockError `llm-failed`, `aborted`.
   */
  post(path: string, body: unknown, signal: AbortSignal | undefined): Promise<unknown>
  /** Says that an answer is not what the protocol has: `sent something that is no chat completion`. */
  failed(what: string): AirlockError
}

/** Calls that wait for their turn, beside those that have one. */
const MAX_WAITING = 1024

const errorSchema = z.object({ error: z.union([z.string(), z.object({ message: z.string() })]) })

/**
 * A client for servers of language models: deadline, limit of concurrency, safe repetition, capped
 * answers. A redirect is never followed: it would carry the key somewhere else. No message holds the
 * key or anything that the server said; what it said is in `details.serverMessage`, without the key.
 *
 * @throws AirlockError `usage-invalid` where the URL, the key or a limit cannot be used.
 */
export function createLlmServer(options: LlmServerOptions): LlmServer {
  const { key, timeoutMs = 60_000, maxResponseBytes = 4 * 1024 * 1024, maxRetries = 2 } = options
  const { maxConcurrent = 64 } = options
  const base = readBaseUrl(options.url)
  checkKey(key)
  if (!Number.isInteger(maxConcurrent) || maxConcurrent < 1)
    throw new AirlockError('usage-invalid', 'maxConcurrent of the LLM is no whole number from 1.')
  if (!Number.isInteger(maxRetries) || maxRetries < 0)
    throw new AirlockError('usage-invalid', 'maxRetries of the LLM is no whole number from 0.')
  const slots = new Slots(maxConcurrent, MAX_WAITING)
  const placesTaken = `all ${maxConcurrent} places, which maxConcurrent sets, are taken`

  return { post, failed }

  async function post(path: string, body: unknown, signal: AbortSignal | undefined): Promise<unknown> {
    const until = performance.now() + timeoutMs
    const deadline = AbortSignal.timeout(clampTimeout(timeoutMs))
    const ends = signal === undefined ? deadline : AbortSignal.any([signal, deadline])
    const place = await slots.take(clampTimeout(timeoutMs), ends)
    try {
      signal?.throwIfAborted()
      if (place === 'late') throw failed(`did not answer within ${timeoutMs} ms: ${placesTaken}`)
      if (place !== 'taken') throw failed(`is asked too much: ${placesTaken}`)
      const text = await sendUntilAnswered(path, JSON.stringify(body), ends, until)
      return parseJson(text)
    } catch (error) {
      if (error instanceof AirlockError) throw error
      if (signal?.aborted)
        throw new AirlockError('aborted', 'The call of the LLM was interrupted.', { cause: error })
      throw failed(
        deadline.aborted ? `did not answer within ${timeoutMs} ms` : 'cannot be reached',
        '',
        error,
      )
    } finally {
      if (place === 'taken') slots.release()
    }
  }

  async function sendUntilAnswered(path: string, body: string, signal: AbortSignal, until: number) {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await send(path, body, signal).catch((error: unknown) => ({ error }))
      if ('text' in outcome && outcome.status === 200) return outcome.text
      const delay = attempt > maxRetries ? undefined : decideRetry(outcome, attempt)
      if (delay === undefined || performance.now() + delay >= until) {
        if ('error' in outcome) throw outcome.error
        throw failed(`answered with status ${outcome.status}`, outcome.text)
      }
      await sleep(delay, undefined, { signal })
    }
  }

  async function send(
    path: string,
    body: string,
    signal: AbortSignal,
  ): Promise<Extract<FailedAttempt, { status: number }> & { readonly text: string }> {
    const url = new URL(base)
    url.pathname = url.pathname.replace(/\/+$/, '') + path
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      },
      body,
      signal,
    })
    const text = await readCapped(response, maxResponseBytes)
    if (text === undefined)
      throw failed(`sent more than ${maxResponseBytes} bytes, the limit that maxResponseBytes sets`)
    return { status: response.status, retryAfter: response.headers.get('retry-after'), text }
  }

  function failed(what: string, body = '', cause?: unknown): AirlockError {
    const error = errorSchema.safeParse(parseJson(body)).data?.error
    const said = typeof error === 'object' ? error.message : error
    const serverMessage = (key === undefined ? said : said?.replaceAll(key, '[key]'))?.slice(0, 500)
    return new AirlockError('llm-failed', `The LLM server ${what}.`, {
      item: base.origin,
      ...(serverMessage === undefined ? {} : { details: { serverMessage } }),
      ...(cause === undefined ? {} : { cause }),
    })
  }
}

function readBaseUrl(text: string): URL {
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
  return url
}

function checkKey(key: string | undefined): void {
  if (key !== undefined && !/^[\x21-\x7e]+$/.test(key))
    throw new AirlockError('usage-invalid', 'The key of the LLM holds characters that no header can carry.', {
      hint: 'Check the variable that holds the key for spaces and line ends.',
    })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
