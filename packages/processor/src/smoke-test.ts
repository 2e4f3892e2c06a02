import { escapeControls, type TestResult } from '@wasm-airlock/shared'
import type { Cases } from './cases.ts'
import { hasShape } from './values.ts'

type RequestCase = Cases['request'][number]

/** How long an endpoint may take for one answer: an LLM may be behind it. */
const requestTimeoutMs = 60_000

/** An answer of more than this is not read on, in bytes. */
const maxAnswerBytes = 4 * 1024 * 1024

/**
 * Sends requests to an endpoint that has just started. The LLM behind it is not the scripted one of the
 * tests, so what it says is not known: the status must be the one that is expected, and a body that is
 * expected as JSON must have the same keys and types. Without requests there is nothing to send: that it
 * answers is known from its start.
 *
 * @param endpoint Base URL without a slash at the end.
 * @param requests From `cases.toml`.
 * @param options `signal` stops it.
 */
export async function smokeTest(
  endpoint: string,
  requests: readonly RequestCase[],
  options: { readonly signal?: AbortSignal } = {},
): Promise<TestResult[]> {
  const results: TestResult[] = []
  for (const request of requests) results.push(await sendRequest(endpoint, request, options.signal))
  return results
}

async function sendRequest(
  endpoint: string,
  request: RequestCase,
  signal: AbortSignal | undefined,
): Promise<TestResult> {
  const { method = 'GET', path = '/', headers = {}, body, expect } = request
  const name = `endpoint: ${request.name ?? `${method} ${path}`}`
  const start = performance.now()
  const finish = (ok: boolean, actual: unknown): TestResult => ({
    name,
    ok,
    expected: {
      status: expect.status ?? 200,
      ...(expect.json === undefined ? {} : { json: expect.json }),
    },
    actual,
    ms: Math.round(performance.now() - start),
  })
  const deadline = AbortSignal.timeout(requestTimeoutMs)
  try {
    const response = await fetch(endpoint + path, {
      method,
      headers,
      redirect: 'manual',
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
      ...(body === undefined ? {} : { body }),
    })
    const text = await readCapped(response)
    const json = expect.json === undefined ? undefined : parseJson(text)
    const ok = response.status === (expect.status ?? 200) && hasShape(json, expect.json)
    return finish(ok, { status: response.status, ...(json === undefined ? { text } : { json }) })
  } catch (error) {
    signal?.throwIfAborted()
    return finish(false, {
      error: deadline.aborted ? `no answer in ${requestTimeoutMs / 1000} s` : escapeControls(String(error)),
    })
  }
}

async function readCapped(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > maxAnswerBytes) break
    text += decoder.decode(chunk, { stream: true })
  }
  return text
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
