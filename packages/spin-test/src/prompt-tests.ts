import { type AppHost, createSandbox } from '@wasm-airlock/host'
import { type Difference, findDifference, type Outcome, parseJson } from './expectations.ts'
import type { GuestOptions } from './guest-options.ts'
import { sendRequest, type TestRequest } from './request-test.ts'
import type { ScriptedLlm } from './scripted-llm.ts'

const prompt = 'What is "2 + 2"?\nWrite to ada@example.com — ☂'
const reply = 'It is "4".\nSincerely, the scripted model — ☂'

/** A prompt to the JSON API of the application. */
export function promptRequest(path: string): TestRequest {
  return {
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ prompt }),
    llm: { reply },
  }
}

/** What the untrusted component makes of the prompt and of the reply when it is called by itself. */
export interface Stages {
  readonly before: unknown
  readonly after: unknown
}

/** Calls the component in a sandbox, without the application around it. */
export async function callComponent(component: Uint8Array, options: GuestOptions): Promise<Stages> {
  await using sandbox = await createSandbox(component, options)
  return { before: await sandbox.call('before', [prompt]), after: await sandbox.call('after', [reply]) }
}

/** The prompt reaches the LLM once, as `before` left it. */
export function checkBefore(outcome: Outcome, stages: Stages | undefined): Difference | undefined {
  const expected = stages?.before ?? field(outcome, 'modifiedPrompt')
  return findDifference(
    { json: { prompt, modifiedPrompt: expected }, prompt: typeof expected === 'string' ? expected : '' },
    outcome,
  )
}

/** The answer of the LLM comes back, and comes back as `after` left it. */
export function checkAfter(outcome: Outcome, stages: Stages | undefined): Difference | undefined {
  const expected = stages?.after ?? field(outcome, 'result')
  const json = { completion: reply, result: typeof expected === 'string' ? expected : '' }
  return findDifference({ json }, outcome)
}

/** An application whose manifest allows no model gets no answer out of the LLM, and says so with 502. */
export async function checkModelRefused(
  host: AppHost,
  llm: ScriptedLlm,
  path: string,
): Promise<Difference | undefined> {
  const { status, prompts } = await sendRequest(host, llm, promptRequest(path))
  if (status === 502 && prompts.length === 0) return undefined
  return { expected: { status: 502, prompts: [] }, actual: { status, prompts } }
}

function field({ text }: Outcome, name: string): unknown {
  const json = parseJson(text)
  return typeof json === 'object' && json !== null ? Reflect.get(json, name) : undefined
}
