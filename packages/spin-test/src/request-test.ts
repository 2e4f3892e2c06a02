import type { AppHost } from '@wasm-airlock/host'
import { type Difference, findDifference, type Outcome } from './expectations.ts'
import type { RequestCase } from './request-case.ts'
import type { ScriptedLlm } from './scripted-llm.ts'

/** A request without what is expected of it. */
export type TestRequest = Omit<RequestCase, 'expect' | 'name'>

/** Sends one request to the application, to a fresh instance of it. */
export async function sendRequest(host: AppHost, llm: ScriptedLlm, request: TestRequest): Promise<Outcome> {
  llm.script(request.llm?.reply)
  const response = await host.handle({
    method: request.method ?? 'GET',
    path: request.path ?? '/',
    headers: Object.entries(request.headers ?? {}),
    body: new TextEncoder().encode(request.body ?? ''),
  })
  return {
    status: response.status,
    text: new TextDecoder().decode(await response.body.bytes()),
    prompts: llm.calls.map(({ prompt }) => prompt),
  }
}

/** What a case is called in reports. */
export function nameOf({ name, method = 'GET', path = '/' }: RequestCase): string {
  return name ?? `${method} ${path}`
}

/** Sends the request of a case and compares. */
export async function checkRequest(
  host: AppHost,
  llm: ScriptedLlm,
  request: RequestCase,
): Promise<Difference | undefined> {
  return findDifference(request.expect, await sendRequest(host, llm, request))
}
