import { join } from 'node:path'
import { createChosenLlm } from '@wasm-airlock/deploy'
import { type AppHost, createSpinHost, type SpinApp, serveApp } from '@wasm-airlock/host'
import { type Command, InvalidArgumentError } from 'commander'
import { readWholeApplication } from '../../read-application.ts'
import { escapeText } from '../../text.ts'
import type { CommandContext, CommandModule } from '../command-module.ts'
import { addLlmOptions, collect, type LlmOptions, toLlmChoice } from '../options.ts'
import { readPairs, readVariables } from '../pairs.ts'

interface Options extends LlmOptions {
  readonly listen: number
  readonly variable?: readonly string[]
  readonly env?: readonly string[]
  readonly stateDir?: string
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
      .option('--quiet', 'print nothing of what components print')
    addLlmOptions(command)
    command.addHelpText(
      'after',
      `
Examples:
  $ airlock up my-app
  $ airlock up my-app --listen 127.0.0.1:8080 --variable api_key=secret --env LOG=debug
  $ airlock up --llm openai --llm-url http://127.0.0.1:11434 --llm-model llama3.2

The port 0 takes a free one. A variable may also be a file: --variable key=@key.txt`,
    )
  },
  async run(context, [path], options) {
    const { output, signal } = context
    const llm = toLlmChoice(options)
    const variables = await readVariables(options.variable ?? [])
    const app = withEnvironment(
      await readWholeApplication(String(path)),
      readPairs('--env', options.env ?? []),
    )
    output.progress(`starting ${app.name}`)
    const starting = new AbortController()
    const interrupt = () => starting.abort()
    signal.addEventListener('abort', interrupt)
    await using host = await createSpinHost(app, {
      llm: createChosenLlm(
        llm,
        app.components.flatMap(({ aiModels }) => aiModels),
      ),
      variables,
      stateDir: options.stateDir ?? join(app.path, '.spin'),
      signal: starting.signal,
      ...(options.quiet === true
        ? {}
        : { onLog: ({ text }, id) => output.note(escapeText(`${id}: ${text}`)) }),
    })
    // From now on, requests in flight may end.
    signal.removeEventListener('abort', interrupt)
    await serve(context, app, host, options.listen)
  },
}

/** An address of this machine and a port; `serveApp` listens on no other. */
function parseListen(text: string): number {
  const [, port] = /^(?:127\.0\.0\.1|localhost):(\d{1,5})$/.exec(text) ?? []
  if (port === undefined || Number(port) > 65_535)
    throw new InvalidArgumentError('An address is 127.0.0.1 or localhost, with a port: 127.0.0.1:3000.')
  return Number(port)
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
  output.document({ endpoint: server.endpoint, routes })
  if (!signal.aborted)
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
  output.progress('letting requests end')
}
