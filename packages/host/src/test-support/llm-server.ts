import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AirlockError } from '@wasm-airlock/shared'
import { afterEach, expect } from 'vitest'
import type { LlmRequest } from '../llm/llm.ts'

/** A request with Spin's defaults, as 32-bit floats. */
export const llmRequest: LlmRequest = {
  model: 'llama2-chat',
  prompt: 'say ahoy',
  params: {
    maxTokens: 100,
    repeatPenalty: Math.fround(1.1),
    repeatPenaltyLastNTokenCount: 64,
    temperature: Math.fround(0.8),
    topK: 40,
    topP: Math.fround(0.9),
  },
}

/** No error may hold it. */
export const llmKey = 'sk-test-0123456789'

const closers: (() => void)[] = []
afterEach(() => stopLlmServers())

/** Ends the servers of the test. */
export function stopLlmServers(): void {
  for (const close of closers.splice(0)) close()
}

/** Starts an HTTP server on a free port, until the end of the test. */
export async function startLlmServer(listener: RequestListener, port = 0): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  closers.push(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Starts a server that answers everything alike. */
export function startAnsweringServer(
  body: string,
  status = 200,
  headers: Record<string, string> = {},
): Promise<string> {
  return startLlmServer((_, response) => response.writeHead(status, headers).end(body))
}

/** The error that work ends with; it holds no key, wherever one looks. */
export async function llmFailure(work: Promise<unknown>): Promise<AirlockError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(AirlockError)
  const known = error as AirlockError
  expect(JSON.stringify(known) + known.message + known.stack + String(known.cause)).not.toContain(llmKey)
  return known
}
