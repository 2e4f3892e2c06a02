import type { LlmChoice } from '@wasm-airlock/deploy'
import { AirlockError, toAirlockError } from '@wasm-airlock/shared'
import { type Policy, parsePolicy } from '@wasm-airlock/wit-validate'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { pickDefined } from '../pick-defined.ts'
import { readText } from '../read.ts'
import { withItem } from '../with-item.ts'

/** A day. */
const maxSeconds = 86_400

/** Options of `--wit` and `--world`. */
export interface WitOptions {
  readonly wit?: string
  readonly world?: string
}

/** @param more Said of the default. */
export function addWitOptions(command: Command, more = ''): void {
  command
    .option(
      '--wit <dir>',
      `WIT folder or file (default: the \`wit/\` beside the source, else the prompt interface${more})`,
    )
    .option('--world <name>', 'world of that WIT')
}

/** How a component comes to an application. */
export function addModeOption(command: Command): void {
  command.addOption(
    new Option(
      '--mode <mode>',
      'into its component, or as a dependency that Spin composes (default: plug)',
    ).choices(['plug', 'spin-dependencies']),
  )
}

export function addBuildOption(command: Command): void {
  command.option('--build', 'run the build commands of the application first')
}

/** Options of `--llm…`. */
export interface LlmOptions {
  readonly llm: 'echo' | 'openai'
  readonly llmUrl?: string
  readonly llmModel?: string
  readonly llmKeyEnv?: string
}

export function addLlmOptions(command: Command): void {
  command
    .addOption(
      new Option('--llm <kind>', 'the LLM behind the endpoint').choices(['echo', 'openai']).default('echo'),
    )
    .option('--llm-url <url>', 'base URL of an OpenAI-compatible server, with --llm openai')
    .option('--llm-model <name>', 'model to ask that server for')
    .option('--llm-key-env <variable>', 'environment variable that holds its key')
}

/**
 * @throws AirlockError `usage-invalid` where an option needs another; `llm-key-missing` where the variable
 * is not set.
 */
export function toLlmChoice({ llm, llmUrl, llmModel, llmKeyEnv }: LlmOptions): LlmChoice {
  if (llm === 'echo') {
    const extra = llmUrl ? '--llm-url' : llmModel ? '--llm-model' : llmKeyEnv ? '--llm-key-env' : undefined
    if (extra)
      throw new AirlockError('usage-invalid', `${extra} has no meaning for the echo model.`, {
        item: extra,
        hint: 'Add --llm openai.',
      })
    return { kind: 'echo' }
  }
  if (llmUrl === undefined || !URL.canParse(llmUrl))
    throw new AirlockError('usage-invalid', '--llm openai needs --llm-url with the base URL of the server.', {
      item: '--llm-url',
      hint: 'For example --llm-url http://127.0.0.1:11434',
    })
  if (llmKeyEnv !== undefined && !process.env[llmKeyEnv])
    throw new AirlockError('llm-key-missing', `The environment variable ${llmKeyEnv} is not set.`, {
      step: 'deploy',
      item: llmKeyEnv,
    })
  return {
    kind: 'openai',
    url: llmUrl,
    ...pickDefined({ keyEnv: llmKeyEnv, model: llmModel }),
  }
}

export function addPolicyOption(command: Command, prefix = ''): void {
  command.option(
    '--policy <file>',
    `${prefix}TOML or JSON file of the imports that are allowed (default: none)`,
  )
}

export function addDeepOption(command: Command): void {
  command.option('--deep', 'also say which imported functions can never be called')
}

/**
 * The policy of a file, ready to be spread into options.
 *
 * @throws AirlockError of step `validate`, about that file.
 */
export async function readPolicy(file: string | undefined): Promise<{ policy?: Policy }> {
  if (file === undefined) return {}
  try {
    return { policy: parsePolicy(await readText(file), { format: file.endsWith('.json') ? 'json' : 'toml' }) }
  } catch (thrown) {
    const error = toAirlockError(thrown, 'validate')
    if (error.code !== 'policy-invalid') throw error
    throw typeof error.details.line === 'number'
      ? withItem(error, file, { details: { file } })
      : withItem(error, file, { message: `${file}: ${error.message}` })
  }
}

export function addDeployOptions(command: Command): void {
  command
    .addOption(new Option('--target <name>', 'where it is deployed').choices(['local']).default('local'))
    .option('--port <number>', 'port of the endpoint (default: one that is free)', parsePort)
  addLlmOptions(command)
}

export function addPromptPathOptions(command: Command): void {
  command
    .option('--prompt-path <path>', 'where the application takes a prompt as JSON (default: /api/prompt)')
    .option('--no-prompt-path', 'the application takes no prompt as JSON: leave those tests out')
}

/** `--timeout`, in seconds on the command line and in milliseconds behind it. */
export interface TimeoutOptions {
  readonly timeout?: number
}

export function addTimeoutOption(command: Command, what: string): void {
  command.option('--timeout <seconds>', what, parseSeconds)
}

/** A deadline, in milliseconds. */
function parseSeconds(text: string): number {
  const seconds = Number(text)
  if (!/^\d+(\.\d+)?$/.test(text) || seconds <= 0 || seconds > maxSeconds)
    throw new InvalidArgumentError(
      `A deadline is a number of seconds, more than 0 and at most ${maxSeconds}.`,
    )
  return Math.max(1, Math.round(seconds * 1000))
}

/** A TCP port; 0 leaves the choice to the system. */
function parsePort(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new InvalidArgumentError('A port is a number from 0 to 65535.')
  return port
}

/** Collects an option that can be given several times. */
export function collect(text: string, before: readonly string[] = []): string[] {
  return [...before, text]
}
