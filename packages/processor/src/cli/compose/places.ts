import { AirlockError } from '@wasm-airlock/shared'
import { shorten } from '../../text.ts'
import type { NamedFile } from './inputs.ts'

/**
 * Reads `--into`: `ID` is where all components go that have no `NAME=ID` of their own.
 *
 * @param words As they stand on the command line. No id has a `=` in it.
 * @param files The components.
 * @returns The id for the component of a name; `undefined` where nobody says it.
 * @throws AirlockError `usage-invalid` where nothing is named, one is named twice or a name is of no component.
 */
export function choosePlaces(
  words: readonly string[],
  files: readonly NamedFile[],
): (name: string) => string | undefined {
  const places = new Map<string | undefined, string>()
  for (const word of words) {
    const at = word.indexOf('=')
    const name = at < 0 ? undefined : word.slice(0, at)
    const id = word.slice(at + 1)
    if (id === '' || name === '')
      throw invalid('--into needs ID or NAME=ID.', 'For example --into web, or --into guard=web.')
    if (name !== undefined && !files.some((file) => file.name === name))
      throw invalid(
        `--into ${shorten(word)} names no component that is handed in.`,
        `They are called ${files.map((file) => file.name).join(', ')}.`,
      )
    if (places.has(name))
      throw invalid(
        `--into says twice where ${name ?? 'all components'} ${name === undefined ? 'go' : 'goes'}.`,
        name === undefined ? `Name each: --into ${files[0]?.name}=${id}` : 'Leave one of them out.',
      )
    places.set(name, id)
  }
  return (name) => places.get(name) ?? places.get(undefined)
}

function invalid(message: string, hint: string): AirlockError {
  return new AirlockError('usage-invalid', message, { item: '--into', hint })
}
