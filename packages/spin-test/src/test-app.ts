import { type AppHost, createSpinHost, type LogLine, readSpinApp, type SpinApp } from '@wasm-airlock/host'
import type { TestResult } from '@wasm-airlock/shared'
import type { Difference } from './expectations.ts'
import { type GuestOptions, guestOptionsOf } from './guest-options.ts'
import { checkOutboundRefused, expectedOutbound, listedHosts } from './outbound-test.ts'
import {
  callComponent,
  checkAfter,
  checkBefore,
  checkModelRefused,
  expectedOutcomes,
  promptRequest,
} from './prompt-tests.ts'
import type { RequestCase } from './request-case.ts'
import { checkRequest, nameOf, sendRequest } from './request-test.ts'
import { runTest } from './run-test.ts'
import { createScriptedLlm, type ScriptedLlm } from './scripted-llm.ts'

/** What to test beyond what every application has to do. */
export interface TestAppOptions extends GuestOptions {
  /** Requests with what must come of them, each to a fresh instance. @default none */
  readonly requests?: readonly RequestCase[]
  /**
   * The untrusted component that the application holds. It is called by itself too, so that `before` and
   * `after` are compared with what it really returns. It must need no imports and no state between the two.
   * @default what the application says of its stages is compared with what the LLM was asked
   */
  readonly component?: Uint8Array
  /**
   * Where the application takes `POST {"prompt": …}` and answers with all stages; `false` for one that
   * does not, which leaves the tests of prompt and model out.
   * @default '/api/prompt'
   */
  readonly promptPath?: string | false
  /** Values of the application's variables; the others have their defaults. @default none */
  readonly variables?: Readonly<Record<string, string>>
  /** Takes each line that a component prints or that the host has to say about it. @default none */
  readonly onLog?: (line: LogLine, component: string) => void
}

/** What came of the tests, in the order in which they ran. */
export interface TestReport {
  readonly ok: boolean
  readonly tests: readonly TestResult[]
}

/**
 * Tests a Spin application as a whole: all its components run in the host as they are deployed, only the LLM
 * is scripted. Every request meets a fresh instance; key-value stores and databases are empty at first and
 * gone afterwards.
 *
 * @param app Folder with a `spin.toml`, the path of a manifest, or what `readSpinApp` of the host returned.
 * @param options Requests of the author, the untrusted component, the API.
 * @returns One result a test; what the application does wrong is never thrown.
 * @throws AirlockError `manifest-invalid`, `input-not-found`, `variable-missing`, `validation-failed`,
 *   `transpile-failed` and others where the application cannot be started at all, `aborted`.
 *
 * @example
 * const { ok, tests } = await testApp('out/app', {
 *   requests: [{ method: 'POST', path: '/', body: 'Hi', llm: { reply: 'Ahoy' }, expect: { text: 'Ahoy!' } }],
 * })
 */
export async function testApp(app: string | SpinApp, options: TestAppOptions = {}): Promise<TestReport> {
  const { promptPath = '/api/prompt', requests = [], signal } = options
  const loaded = typeof app === 'string' ? await readSpinApp(app) : app
  const llm = createScriptedLlm()
  await using host = await startApp(loaded, llm, options)
  const planned = [
    ...(promptPath === false ? [] : planPromptTests(loaded, host, llm, promptPath, options)),
    ...planOutboundTest(loaded, options),
    ...requests.map(
      (request): PlannedTest => [
        nameOf(request),
        { status: 200, ...request.expect },
        () => checkRequest(host, llm, request),
      ],
    ),
  ]
  const tests: TestResult[] = []
  for (const [name, expected, test] of planned) tests.push(await runTest(name, expected, test, signal))
  return { ok: tests.every(({ ok }) => ok), tests }
}

type PlannedTest = readonly [
  name: string,
  expected: Difference['expected'],
  test: () => Promise<Difference | undefined>,
]

function planPromptTests(
  app: SpinApp,
  host: AppHost,
  llm: ScriptedLlm,
  path: string,
  options: TestAppOptions,
): PlannedTest[] {
  const { component } = options
  const exchange = once(() => sendRequest(host, llm, promptRequest(path)))
  const stages = once(async () =>
    component === undefined ? undefined : await callComponent(component, guestOptionsOf(options)),
  )
  return [
    [
      'a prompt reaches the LLM as `before` left it',
      expectedOutcomes.before,
      async () => checkBefore(await exchange(), await stages()),
    ],
    [
      'the answer comes back as `after` left it',
      expectedOutcomes.after,
      async () => checkAfter(await exchange(), await stages()),
    ],
    [
      'a model outside `ai_models` is refused',
      expectedOutcomes.model,
      async () => {
        await using bare = await startApp(withoutModels(app), llm, options)
        return await checkModelRefused(bare, llm, path)
      },
    ],
  ]
}

/** Nothing to test where every component may reach every host. */
function planOutboundTest(app: SpinApp, options: TestAppOptions): PlannedTest[] {
  const listed = listedHosts(app, options.variables)
  if (listed === undefined) return []
  return [
    [
      'an outbound host outside the manifest is refused',
      expectedOutbound,
      () => checkOutboundRefused(listed, guestOptionsOf(options)),
    ],
  ]
}

function withoutModels(app: SpinApp): SpinApp {
  return { ...app, components: app.components.map((component) => ({ ...component, aiModels: [] })) }
}

function startApp(
  app: SpinApp,
  llm: ScriptedLlm,
  { variables = {}, onLog, ...options }: TestAppOptions,
): Promise<AppHost> {
  return createSpinHost(app, {
    llm,
    variables,
    ...guestOptionsOf(options),
    ...(onLog === undefined ? {} : { onLog }),
  })
}

/** Two tests look at the same exchange, which takes place when the first one asks for it. */
function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined
  return () => {
    made ??= make()
    return made
  }
}
