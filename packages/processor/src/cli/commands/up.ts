import { join } from 'node:path'
import { createChosenLlm } from '@wasm-airlock/deploy'
import {
  type AppHost,
  combineObservers,
  createHostMetrics,
  createHostTracer,
  createSpinHost,
  formatHostEvent,
  type HostMetrics,
  type HostObserver,
  type LlmProvider,
  readLlmRuntimeConfig,
  type SpinApp,
  serveAdmin,
  serveApp,
} from '@wasm-airlock/host'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { readText } from '../../read.ts'
import { readApplication } from '../../read-application.ts'
import { escapeText } from '../../text.ts'
import type { CommandContext, CommandModule } from '../command-module.ts'
import { addLlmOptions, collect, type LlmOptions, toLlmChoice } from '../options.ts'
import { readPairs, readVariables } from '../pairs.ts'

interface Options extends LlmOptions {
  readonly listen: number
  readonly variable?: readonly string[]
  readonly env?: readonly string[]
  readonly stateDir?: string
  readonly runtimeConfigFile?: string
  readonly admin?: number
  readonly logFormat: 'text' | 'json'
  readonly quiet?: boolean
}

/** `airlock up`: a whole Spin application, in the foreground. */
export const upCommand: CommandModule<Options> = {
  name: 'up',
  step: 'deploy',
  define(command: Command) {
    command
      .description('Serve a Spin application until Ctrl-C, as `spin up` does')
      .argument('[app]', 'folder with spin.toml', '.')
      .option('--listen <address>', 'address of this machine, with a port', parseListen, 3000)
      .option('--variable <name=value>', 'value of a variable; can be given several times', collect)
      .option('--env <name=value>', 'environment of every component; can be given several times', collect)
      .option('--state-dir <dir>', 'where stores and databases are kept (default: `.spin` in the folder)')
      .option(
        '--runtime-config-file <file>',
        'runtime configuration of Spin; its [llm_compute] goes before --llm',
      )
      .option('--admin <address>', 'serve /healthz, /readyz and /metrics there', parseListen)
      .addOption(
        new Option('--log-format <format>', 'lines of components as text, or all that happens as JSON')
          .choices(['text', 'json'])
          .default('text'),
      )
      .option('--quiet', 'print nothing of what components print')
    addLlmOptions(command)
    command.addHelpText(
      'after',
      `
Examples:
  $ airlock up my-app
  $ airlock up my-app --listen 127.0.0.1:8080 --variable api_key=secret --env LOG=debug
  $ airlock up my-app --admin 127.0.0.1:9464 --log-format json
  $ airlock up --llm openai --llm-url http://127.0.0.1:11434 --llm-model llama3.2

The port 0 takes a free one. A variable may also be a file: --variable key=@key.txt`,
    )
  },
  async run(context, [path], options) {
    const { output, signal } = context
    const chooseLlm = await readLlm(options)
    const variables = await readVariables(options.variable ?? [])
    const app = withEnvironment(await readApplication(String(path)), readPairs('--env', options.env ?? []))
    output.progress(`starting ${app.name}`)
    const starting = new AbortController()
    const interrupt = () => starting.abort()
    signal.addEventListener('abort', interrupt)
    const metrics = options.admin === undefined ? undefined : createHostMetrics()
    await using host = await createSpinHost(app, {
      llm: chooseLlm(app),
      variables,
      stateDir: options.stateDir ?? join(app.path, '.spin'),
      signal: starting.signal,
      onEvent: observe(context, options, metrics),
      ...(options.quiet === true || options.logFormat === 'json'
        ? {}
        : { onLog: ({ text }, id) => output.note(escapeText(`${id}: ${text}`)) }),
    })
    await using admin =
      options.admin === undefined || metrics === undefined
        ? undefined
        : await serveAdmin(host, { port: options.admin, metrics })
    // From now on, requests in flight may end.
    signal.removeEventListener('abort', interrupt)
    await serve(context, app, host, options.listen, admin?.endpoint)
  },
}

/** An address of this machine and a port; `serveApp` listens on no other. */
function parseListen(text: string): number {
  const [, port] = /^(?:127\.0\.0\.1|localhost):(\d{1,5})$/.exec(text) ?? []
  if (port === undefined || Number(port) > 65_535)
    throw new InvalidArgumentError('An address is 127.0.0.1 or localhost, with a port: 127.0.0.1:3000.')
  return Number(port)
}

/** The model that the options name; what they lack is told before anything is read. */
async function readLlm(options: Options): Promise<(app: SpinApp) => LlmProvider> {
  const choice = toLlmChoice(options)
  const file = options.runtimeConfigFile
  const configured = file === undefined ? undefined : readLlmRuntimeConfig(await readText(file))
  return ({ components }) =>
    configured ??
    createChosenLlm(
      choice,
      components.flatMap(({ aiModels }) => aiModels),
    )
}

function observe(
  { output }: CommandContext,
  { logFormat, quiet }: Options,
  metrics: HostMetrics | undefined,
): HostObserver {
  const log: HostObserver = (event) => {
    const line = formatHostEvent(event)
    if (line !== undefined) output.note(line)
  }
  return combineObservers(
    createHostTracer(),
    ...(metrics === undefined ? [] : [metrics.observe]),
    ...(logFormat === 'json' && quiet !== true ? [log] : []),
  )
}

function withEnvironment(app: SpinApp, environment: Readonly<Record<string, string>>): SpinApp {
  const components = app.components.map((component) => ({
    ...component,
    environment: { ...component.environment, ...environment },
  }))
  return { ...app, components }
}

async function serve(
  { output, signal }: CommandContext,
  app: SpinApp,
  host: AppHost,
  port: number,
  admin: string | undefined,
): Promise<void> {
  await using server = await serveApp(host, { port })
  const routes = app.triggers.flatMap((trigger) =>
    trigger.route === null
      ? []
      : [{ route: trigger.route, component: 'component' in trigger ? trigger.component : null }],
  )
  output.settle()
  output.line(`Serving ${output.colors.bold(server.endpoint)}`)
  for (const { route, component } of routes) {
    output.line(`  ${escapeText(component ?? '(static)')}: ${server.endpoint}${escapeText(route)}`)
  }
  if (admin !== undefined) output.line(`State of it: ${admin}`)
  output.document({ endpoint: server.endpoint, routes, ...(admin === undefined ? {} : { admin }) })
  if (!signal.aborted)
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
  output.progress('letting requests end')
}
