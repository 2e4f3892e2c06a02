import { dirname, join } from 'node:path'
import { composeApp, templatePath } from '@wasm-airlock/compose'
import { deployApp, stopDeployment } from '@wasm-airlock/deploy'
import { createSandbox } from '@wasm-airlock/host'
import { type BuiltComponent, isTypesOnly, type OnProgress } from '@wasm-airlock/shared'
import { testApp } from '@wasm-airlock/spin-test'
import { validateComponent } from '@wasm-airlock/wit-validate'
import { checkWritable, makeFolder, writeFileAtomic } from './atomic.ts'
import { componentName } from './component-name.ts'
import { explainComponent, explainSource } from './default-wit.ts'
import { pickDefined } from './pick-defined.ts'
import type { ProcessOptions } from './process-options.ts'
import { choosePromptPath, isPromptComponent } from './prompt-path.ts'
import { LastLines, resultsFailed, testsFailed } from './results-failed.ts'
import { runCases } from './run-cases.ts'
import type { KnownResult, RunResult } from './run-result.ts'
import { smokeTest } from './smoke-test.ts'
import { defaultOut, type Inputs, readInputs } from './source-files.ts'
import { StepRunner } from './step-runner.ts'
import { takeSource } from './take-source.ts'
import { count, describeImports, formatBytes, validationFailed } from './text.ts'

/** What every step gets. */
interface Run extends Inputs {
  readonly source: string
  readonly options: ProcessOptions
  readonly known: KnownResult
  readonly steps: StepRunner
  readonly onProgress: OnProgress
  readonly signal: { readonly signal?: AbortSignal }
  readonly out: string
}

/** The steps, from left to right; each fills in what it found out in `known`. */
export async function runPipeline(
  source: string,
  options: ProcessOptions,
  known: KnownResult,
  onProgress: OnProgress,
): Promise<RunResult> {
  const inputs = await readInputs(source, options)
  const run: Run = {
    ...inputs,
    source,
    options,
    known,
    steps: new StepRunner(known, onProgress, options.signal),
    onProgress,
    signal: pickDefined({ signal: options.signal }),
    out: options.out ?? defaultOut(source),
  }
  await checkWritable(run.out)
  const component = await buildComponent(run)
  await acceptComponent(run, component)
  await callComponent(run, component)
  const app = await composeComponent(run, component)
  await testComposed(run, component, app)
  await deployComposed(run, app)
  return known as RunResult
}

async function buildComponent(run: Run): Promise<BuiltComponent> {
  const { source, options, steps, onProgress, signal } = run
  return steps.run('componentize', `making a component from ${source}`, async () => {
    const component = await takeSource(source, {
      ...pickDefined({
        wit: run.wit,
        world: run.world,
        wasi: options.wasi,
        timeoutMs: options.buildTimeoutMs,
        cacheDir: options.cacheDir,
      }),
      onProgress,
      ...signal,
    }).catch((error: unknown) => {
      throw explainSource(error, run.wit, options)
    })
    const { bytes, sha256, language } = component
    run.known.component = { bytes: bytes.length, sha256, language, imports: [], exports: [] }
    return {
      value: component,
      summary: `${language}: ${formatBytes(bytes.length)}, sha256 ${sha256.slice(0, 12)}…`,
    }
  })
}

/** Only a component that passes is written: a refused one does not lie about. */
async function acceptComponent(run: Run, { bytes }: BuiltComponent): Promise<void> {
  const { known, steps, options } = run
  await steps.run('validate', 'checking what the component can touch', async () => {
    const { ok, findings, imports, exports } = await validateComponent(bytes, {
      ...pickDefined({ wit: run.wit, world: run.world, policy: options.policy }),
    })
    known.findings = findings
    const component = { ...(known.component as RunResult['component']), imports, exports }
    known.component = component
    if (!ok) throw explainComponent(validationFailed(run.source, findings), findings, run.wit, options)
    if (options.out === undefined) await writeFileAtomic(join(dirname(run.out), '.gitignore'), '*\n')
    const path = await writeFileAtomic(join(run.out, 'component.wasm'), bytes)
    known.component = { path, ...component }
    return { value: undefined, summary: describeImports(imports) }
  })
}

async function callComponent(run: Run, { bytes }: BuiltComponent): Promise<void> {
  const { known, options, signal, cases } = run
  await run.steps.run('sandbox', 'calling the component in a sandbox', async () => {
    await using sandbox = await createSandbox(bytes, {
      ...pickDefined({ policy: options.policy, cacheDir: options.cacheDir }),
      ...signal,
    })
    const results = await runCases(sandbox, cases.call, signal)
    known.cases = results
    const failed = results.filter((result) => !result.ok)
    if (failed.length > 0)
      throw resultsFailed(
        'cases-failed',
        `${failed.length} of ${count(results.length, 'call')} did not give what is expected`,
        failed[0]?.call ?? 'call',
        results,
      )
    const summary =
      results.length === 0
        ? `ready to call ${sandbox.functions.map((each) => each.name).join(', ')}; no cases`
        : `${count(results.length, 'call')} as expected`
    return { value: undefined, summary }
  })
}

async function composeComponent(run: Run, { bytes }: BuiltComponent): Promise<string> {
  const { source, known, options, onProgress, signal } = run
  return run.steps.run('compose', 'plugging the component into the application', async () => {
    await makeFolder(run.out)
    const { app = templatePath(), into, mode, policy, build } = options
    const component = { name: componentName(source), component: bytes, ...pickDefined({ into }) }
    const { path, name, components } = await composeApp(app, [component], {
      ...pickDefined({ mode, policy, build }),
      out: join(run.out, 'app'),
      onProgress,
      ...signal,
    })
    known.app = { path }
    const filled = components.flatMap(({ connections }) => connections.map((each) => each.import))
    return { value: path, summary: `${filled.join(', ')} → ${name}` }
  })
}

async function testComposed(run: Run, { bytes }: BuiltComponent, app: string): Promise<void> {
  const { known, cases, options } = run
  const { imports = [], exports = [] } = known.component ?? {}
  const log = new LastLines()
  await run.steps.run('test', 'testing the application with a scripted LLM', async () => {
    const { ok, tests } = await testApp(app, {
      requests: cases.request,
      // By itself it can only be called where it needs nothing.
      ...(imports.every(isTypesOnly) && isPromptComponent(exports) ? { component: bytes } : {}),
      promptPath: choosePromptPath(exports, options.promptPath),
      ...pickDefined({ cacheDir: options.cacheDir }),
      onLog: ({ text }) => log.push(text),
      ...run.signal,
    })
    known.tests = tests
    if (!ok) throw testsFailed(tests, log.lines)
    return { value: undefined, summary: `${count(tests.length, 'test')} passed` }
  })
}

async function deployComposed(run: Run, app: string): Promise<void> {
  const { known, options, cases, signal, onProgress } = run
  await run.steps.run('deploy', 'starting the application', async () => {
    const state = pickDefined({ stateDir: options.stateDir })
    const deployment = await deployApp(app, {
      target: options.target ?? 'local',
      ...pickDefined({ port: options.port, llm: options.llm, cacheDir: options.cacheDir }),
      ...state,
      onProgress,
      ...signal,
    })
    try {
      onProgress({ type: 'progress', step: 'deploy', message: `sending requests to ${deployment.endpoint}` })
      const tests = await smokeTest(deployment.endpoint, cases.request, signal)
      known.tests = [...(known.tests ?? []), ...tests]
      if (tests.some((test) => !test.ok)) throw testsFailed(tests)
      options.signal?.throwIfAborted()
    } catch (error) {
      await stopDeployment(deployment.id, state).catch(() =>
        onProgress({
          type: 'progress',
          step: 'deploy',
          message: `${deployment.id} could not be stopped: airlock stop ${deployment.id}`,
        }),
      )
      throw error
    }
    known.deployment = deployment
    return { value: undefined, summary: deployment.endpoint }
  })
}
