import { templatePath } from '@wasm-airlock/compose'
import { componentName } from '../../component-name.ts'
import { pickDefined } from '../../pick-defined.ts'
import { type ProcessRun, processSource } from '../../process-source.ts'
import { choosePromptPath } from '../../prompt-path.ts'
import type { RunResult } from '../../run-result.ts'
import { namingAsGiven } from '../as-given.ts'
import type { CommandContext, CommandModule } from '../command-module.ts'
import {
  addBuildOption,
  addDeployOptions,
  addModeOption,
  addPolicyOption,
  addPromptPathOptions,
  addTimeoutOption,
  addWitOptions,
  type LlmOptions,
  readPolicy,
  type TimeoutOptions,
  toLlmChoice,
  type WitOptions,
} from '../options.ts'
import type { Output } from '../output.ts'
import { formatCurl, printCase, printFinding, printStepEnd, printTest } from '../report.ts'

interface Options extends WitOptions, LlmOptions, TimeoutOptions {
  readonly app?: string
  readonly into?: string
  readonly mode?: 'plug' | 'spin-dependencies'
  readonly build?: boolean
  readonly promptPath?: string | false
  readonly policy?: string
  readonly cases?: string
  readonly target: 'local'
  readonly port?: number
  readonly out?: string
  readonly wasi?: boolean
}

/** `airlock run`: the whole flow. */
export const runCommand: CommandModule<Options> = {
  name: 'run',
  step: 'componentize',
  define(command) {
    command
      .description('Take a source all the way to a live endpoint')
      .argument('<source>', 'Python or JavaScript/TypeScript file or folder, or a .wasm component')
    addWitOptions(command, ', but none for a .wasm with --app')
    command.option('--app <dir>', 'Spin application that it is plugged into (default: the prompt template)')
    addModeOption(command)
    command.option('--into <id>', 'component of the application (default: the one that it fits)')
    addBuildOption(command)
    addPromptPathOptions(command)
    addPolicyOption(command)
    addTimeoutOption(command, 'deadline of the build (default: 60)')
    command
      .option('--wasi', 'Python: keep the imports of WASI; the policy must allow them')
      .option('--cases <file>', 'calls and requests to check (default: the `cases.toml` beside the source)')
      .option('--out <dir>', 'where component and application are kept (default: `.airlock/NAME`)')
    addDeployOptions(command)
    command.addHelpText(
      'after',
      `
Examples:
  $ airlock run python-examples/pirate
  $ airlock run my-function.wasm --cases checks.toml --json
  $ airlock run filter.py --wit wit --app my-app --into web --mode spin-dependencies
  $ airlock run js-example --llm openai --llm-url http://127.0.0.1:11434 --llm-model llama3.2`,
    )
  },
  async run(context, [source], options) {
    const { output, known, signal } = context
    const { wit, world, cases, app, into, mode, build, promptPath, out, target, port, wasi, timeout } =
      options
    const run = processSource(String(source), {
      ...pickDefined({
        wit,
        world,
        cases,
        app,
        into,
        mode,
        build,
        promptPath,
        out,
        port,
        wasi,
        buildTimeoutMs: timeout,
      }),
      target,
      llm: toLlmChoice(options),
      ...(await readPolicy(options.policy)),
      signal,
    })
    const files = [{ name: componentName(String(source)), file: String(source) }]
    try {
      await printEvents(output, run)
    } catch (error) {
      const isComposing = run.known.steps?.at(-1)?.name === 'compose'
      throw isComposing ? await namingAsGiven(error, { app: app ?? templatePath(), files }) : error
    } finally {
      const { steps, ...found } = run.known
      Object.assign(known, found, { steps })
    }
    output.document(known)
    printNextSteps(context, await run.result, promptPath)
  },
}

/** @throws AirlockError What the run fails with. */
async function printEvents(output: Output, run: ProcessRun): Promise<void> {
  for await (const event of run) {
    if (event.type === 'step-start') output.progress(event.title)
    else if (event.type === 'progress') output.progress(event.message)
    else {
      output.settle()
      printStepEnd(output, event)
      printDetails(output, event.step, run.known)
    }
  }
  await run.result
}

/** What stands below the line of a step. */
function printDetails(output: Output, step: string, known: Partial<RunResult>): void {
  if (step === 'validate')
    for (const finding of known.findings ?? [])
      if (finding.severity !== 'info' || output.verbose) printFinding(output, finding)
  if (step === 'sandbox') for (const each of known.cases ?? []) printCase(output, each)
  if (step === 'test') for (const each of known.tests ?? []) printTest(output, each)
  if (step === 'deploy')
    for (const each of known.tests ?? []) if (each.name.startsWith('endpoint: ')) printTest(output, each)
}

function printNextSteps(
  { output, commandName }: CommandContext,
  { deployment, app, component }: RunResult,
  promptPath: string | false | undefined,
): void {
  const { bold } = output.colors
  const path = choosePromptPath(component.exports, promptPath)
  const isPage = path === false ? '' : ' (open it in a browser)'
  output.line()
  output.line(`Live at ${bold(deployment.endpoint)}${isPage}, from ${app.path}`)
  output.line()
  output.line(`  ${formatCurl(deployment.endpoint, path)}`)
  output.line(`  ${commandName} logs ${deployment.id}`)
  output.line(`  ${commandName} stop ${deployment.id}`)
}
