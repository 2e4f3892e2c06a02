import { AirlockError } from '@wasm-airlock/shared'
import { parse, TomlError } from 'smol-toml'
import { z } from '../schema.ts'
import type { LlmServerOptions } from './http.ts'
import type { LlmProvider } from './llm.ts'
import { createOpenAiLlm } from './openai-llm.ts'
import { createSpinLlm } from './spin-llm.ts'

/** Limits that Spin's configuration has no words for. */
export type LlmRuntimeConfigOptions = Omit<LlmServerOptions, 'url' | 'key'>

const configSchema = z.object({
  llm_compute: z
    .strictObject({
      type: z.literal('remote_http'),
      url: z.string(),
      auth_token: z.string(),
      api_type: z.enum(['open_ai', 'default']).default('default'),
    })
    .optional(),
})

/**
 * Reads `[llm_compute]` of Spin's runtime configuration (`spin up --runtime-config-file`): `type =
 * "remote_http"` with `url`, `auth_token` and, for an OpenAI-compatible server, `api_type = "open_ai"`.
 * Spin's other type, a model within its own process, is not there. Other tables are left alone.
 *
 * @param toml The text of `runtime-config.toml`.
 * @returns `undefined` where it has no `[llm_compute]`.
 * @throws AirlockError `usage-invalid`, with the key that is wrong as its item; nothing of the text is
 *   repeated, because the text holds the token.
 *
 * @example
 * const llm = readLlmRuntimeConfig(await readFile('runtime-config.toml', 'utf8')) ?? createEchoLlm()
 */
export function readLlmRuntimeConfig(
  toml: string,
  options: LlmRuntimeConfigOptions = {},
): LlmProvider | undefined {
  const { data, error } = configSchema.safeParse(parseToml(toml))
  if (error !== undefined) {
    const item = error.issues[0]?.path.join('.') || 'llm_compute'
    throw new AirlockError('usage-invalid', `The runtime configuration has a ${item} that cannot be used.`, {
      item,
      hint: 'Give type = "remote_http", url, auth_token and perhaps api_type = "open_ai".',
    })
  }
  if (data.llm_compute === undefined) return undefined
  const { url, auth_token, api_type } = data.llm_compute
  const server = { ...options, url, ...(auth_token === '' ? {} : { key: auth_token }) }
  return api_type === 'open_ai' ? createOpenAiLlm(server) : createSpinLlm(server)
}

function parseToml(text: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    // The message of the parser quotes the line, and the line may be the token's.
    const place = error instanceof TomlError ? ` (line ${error.line}, column ${error.column})` : ''
    throw new AirlockError('usage-invalid', `The runtime configuration is no TOML${place}.`, {
      item: 'runtime-config.toml',
    })
  }
}
