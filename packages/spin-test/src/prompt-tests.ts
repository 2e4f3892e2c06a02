import { type AppHost, createSandbox } from '@wasm-airlock/host'
import { type Difference, findDifference, type Outcome, parseJson } from './expectations.ts'
import type { GuestOptions } from './guest-options.ts'
import { sendRequest, type TestRequest } from './request-test.ts'
import type { ScriptedLlm } from './scripted-llm.ts'

const prompt = 'What is "2 + 2"?\nWrite to ada@example.com — ☂'
const reply = 'It is "4".\nSincerely, the scripted model — ☂'

/** What should have come where nothing says its words: plain text for whoever reads the report. */
const answerOf = (name: 'before' | 'after') => `an answer of \`${name}\``

/** What a test of the prompt expects, for a component that does not get as far as to answer. */
export const expectedOutcomes = {
  before: { prompt: answerOf('before') },
  after: { json: { completion: reply, result: answerOf('after') } },
  model: { status: 502, prompts: [] },
} as const

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
  const expected = textOr(stages?.before ?? field(outcome, 'modifiedPrompt'), answerOf('before'))
  return findDifference({ json: { prompt, modifiedPrompt: expected }, prompt: expected }, outcome)
}

/** The answer of the LLM comes back, and comes back as `after` left it. */
export function checkAfter(outcome: Outcome, stages: Stages | undefined): Difference | undefined {
  const expected = textOr(stages?.after ?? field(outcome, 'result'), answerOf('after'))
  return findDifference({ json: { completion: reply, result: expected } }, outcome)
}

/** An application whose manifest allows no model gets no answer out of the LLM, and says so with 502. */
export async function checkModelRefused(
  host: AppHost,
  llm: ScriptedLlm,
  path: string,
): Promise<Difference | undefined> {
  const { status, prompts } = await sendRequest(host, llm, promptRequest(path))
  if (status === 502 && prompts.length === 0) return undefined
  return { expected: expectedOutcomes.model, actual: { status, prompts } }
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise
}

function field({ text }: Outcome, name: string): unknown {
  const json = parseJson(text)
  return typeof json === 'object' && json !== null ? Reflect.get(json, name) : undefined
}
