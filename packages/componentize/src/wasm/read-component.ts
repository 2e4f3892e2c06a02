import { AirlockError } from '@wasm-airlock/shared'
import { inspectComponent } from '@wasm-airlock/wac'
import { readRegular } from '../read-regular.ts'

const MAX_BYTES = 128 * 1024 ** 2

/**
 * Reads a finished component; it is taken as it is.
 *
 * @param path Absolute path.
 * @param name The path as the user knows it.
 * @throws AirlockError `input-too-large`, `input-unreadable`, `component-malformed`.
 */
export async function readComponent(path: string, name: string): Promise<Uint8Array> {
  const bytes = await readRegular(path, name, MAX_BYTES)
  const { kind, invalid } = await inspectComponent(bytes)
  if (kind === 'core-module')
    throw new AirlockError('component-malformed', `${name} is a core module, not a component.`, {
      item: name,
      hint: 'Wrap it with `wasm-tools component new`.',
    })
  if (kind !== 'component')
    throw new AirlockError(
      'component-malformed',
      `${name} is ${kind === 'wit-package' ? 'a WIT package' : 'not WebAssembly'}, not a component.`,
      { item: name },
    )
  if (invalid !== null)
    throw new AirlockError('component-malformed', `${name} is not a valid component: ${invalid.reason}`, {
      item: name,
      details: { offset: invalid.offset },
      hint: 'The file may be cut short; build or download it again.',
    })
  return bytes
}
