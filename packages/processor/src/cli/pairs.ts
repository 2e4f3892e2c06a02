import { AirlockError } from '@wasm-airlock/shared'
import { readText } from '../read.ts'

/**
 * Reads `NAME=VALUE`; of the same name twice, the last one counts.
 *
 * @param option The option that they were given with, for the error.
 * @throws AirlockError `usage-invalid`, which does not repeat a value: it may be a secret.
 */
export function readPairs(option: string, texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text): [string, string] => {
      const at = text.indexOf('=')
      if (at < 1) {
        throw new AirlockError('usage-invalid', `${option} needs NAME=VALUE.`, {
          item: option,
          hint: `For example ${option} name=value`,
        })
      }
      return [text.slice(0, at), text.slice(at + 1)]
    }),
  )
}

/**
 * The same for variables, of which a value may stand in a file: `NAME=@FILE`.
 *
 * @throws AirlockError `usage-invalid`, `input-not-found`, `input-unreadable`.
 */
export async function readVariables(texts: readonly string[]): Promise<Record<string, string>> {
  const pairs = Object.entries(readPairs('--variable', texts))
  return Object.fromEntries(
    await Promise.all(
      pairs.map(async ([name, value]) => [
        name,
        value.startsWith('@') ? await readText(value.slice(1)) : value,
      ]),
    ),
  )
}
