import { type AppRequest, createSpinHost, type LlmProvider, readSpinApp } from '@wasm-airlock/host'

/** What an application answered, all of it. */
export interface Answer {
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
  readonly text: string
}

/** A request with a text as body. */
export function post(path: string, body: string, contentType = 'text/plain'): AppRequest {
  const headers = [['content-type', contentType]] as const
  return { method: 'POST', path, headers, body: new TextEncoder().encode(body) }
}

export function get(path: string): AppRequest {
  return { method: 'GET', path, headers: [], body: new Uint8Array() }
}

/** A model that says what it was asked, so that an answer shows it. */
const parrot: LlmProvider = {
  infer: async ({ prompt }) => ({
    text: `I was asked: ${prompt}`,
    usage: { promptTokenCount: 1, generatedTokenCount: 1 },
  }),
}

/** Starts an application as it lies on disk, and sends requests to it, one after the other. */
export async function askApplication(
  path: string,
  requests: readonly AppRequest[],
  variables: Readonly<Record<string, string>> = {},
): Promise<Answer[]> {
  await using host = await createSpinHost(await readSpinApp(path), { llm: parrot, variables })
  const answers: Answer[] = []
  for (const request of requests) {
    const { status, headers, body } = await host.handle(request)
    answers.push({ status, headers, text: new TextDecoder().decode(await body.bytes()) })
  }
  return answers
}
