import { createEchoLlm, createOpenAiLlm, type LlmProvider } from '@wasm-airlock/host'
import { AirlockError } from '@wasm-airlock/shared'
import type { LlmSettings } from './messages.ts'

/** The language model that a deployed application calls. */
export type LlmChoice =
  /** Built in: answers `echo: ` and the whole prompt. */
  | { readonly kind: 'echo' }
  /** An OpenAI-compatible server. */
  | {
      readonly kind: 'openai'
      /** Base URL, with or without `/v1` at the end. */
      readonly url: string
      /** Name of the environment variable that holds the key. @default no key is sent */
      readonly keyEnv?: string
      /** Model of the server for every model of the application. @default the same names */
      readonly model?: string
    }

/**
 * Reads the key of a choice and checks what can be checked without calling the server.
 *
 * @throws AirlockError `llm-key-missing`, or `usage-invalid` for a URL or key that cannot be used.
 */
export function resolveLlm(choice: LlmChoice): LlmSettings {
  if (choice.kind === 'echo') return { kind: 'echo' }
  const { url, keyEnv, model } = choice
  const key = keyEnv === undefined ? undefined : process.env[keyEnv]?.trim()
  if (keyEnv !== undefined && !key)
    throw new AirlockError('llm-key-missing', `The environment variable ${keyEnv} holds no key.`, {
      item: keyEnv,
      step: 'deploy',
    })
  const settings: LlmSettings = {
    kind: 'openai',
    url,
    ...(key === undefined ? {} : { key }),
    ...(model === undefined ? {} : { model }),
  }
  createLlm(settings, [])
  return settings
}

/** Makes the provider for an application that may use the given models. */
export function createLlm(settings: LlmSettings, aiModels: readonly string[]): LlmProvider {
  if (settings.kind === 'echo') return createEchoLlm()
  const { url, key, model } = settings
  return createOpenAiLlm({
    url,
    ...(key === undefined ? {} : { key }),
    ...(model === undefined ? {} : { models: Object.fromEntries(aiModels.map((name) => [name, model])) }),
  })
}

/**
 * Makes the provider that a choice stands for.
 *
 * @param aiModels Names that the application may ask for.
 * @throws AirlockError as `deployApp` does for its option `llm`.
 */
export function createChosenLlm(choice: LlmChoice, aiModels: readonly string[]): LlmProvider {
  return createLlm(resolveLlm(choice), aiModels)
}
