import { stat } from 'node:fs/promises'
import type { ComponentInput } from '@wasm-airlock/compose'
import { AirlockError, toKebabCase } from '@wasm-airlock/shared'
import { componentName } from '../../component-name.ts'
import { readComponent } from '../../read.ts'
import { shorten } from '../../text.ts'

/** Longer ones are refused by the library too. */
const maximumNameLength = 100

/** A component that is handed in, and where it came from. */
export interface NamedFile {
  readonly name: string
  /** As the user gave it. */
  readonly file: string
}

/**
 * Tells names from files: `FILE`, or `NAME=FILE`.
 *
 * @param words As they stand on the command line. What is a file as a whole, or has a slash before the `=`, is
 * no name.
 * @throws AirlockError `usage-invalid` for a name that is none, and for two that are equal.
 */
export async function nameFiles(words: readonly string[]): Promise<NamedFile[]> {
  const files: NamedFile[] = []
  for (const word of words) {
    const named = await nameFile(word)
    const other = files.find(({ name }) => name === named.name)
    if (other !== undefined)
      throw new AirlockError(
        'usage-invalid',
        `${other.file} and ${named.file} are both called ${named.name}.`,
        {
          item: word,
          hint: `Give one of them another name: ${named.name}2=${named.file}`,
        },
      )
    files.push(named)
  }
  return files
}

/** @throws AirlockError `usage-invalid` for a document among components. */
export function refuseDocuments(words: readonly string[]): void {
  const word = words.find((each) => each.endsWith('.wac'))
  if (word === undefined) return
  throw new AirlockError('usage-invalid', `${word} is a document, and stands among components.`, {
    item: word,
    hint: `Say how these components are composed with --document ${word}.`,
  })
}

async function nameFile(word: string): Promise<NamedFile> {
  const [, name, file] = /^([^/=]+)=(.+)$/s.exec(word) ?? []
  if (name === undefined || file === undefined || (await isThere(word)))
    return { name: componentName(word), file: word }
  const better = toKebabCase(name.slice(0, maximumNameLength)) ?? componentName(file)
  if (name !== better)
    throw new AirlockError('usage-invalid', `${shorten(name)} is no name for a component.`, {
      item: word,
      hint: `Use words in lower case with dashes between, up to ${maximumNameLength} characters: ${better}=${file}`,
    })
  return { name, file }
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined
}

/** @throws AirlockError Those of `readComponent`. */
export async function readInputs(files: readonly NamedFile[]): Promise<ComponentInput[]> {
  const inputs: ComponentInput[] = []
  for (const { name, file } of files) inputs.push({ name, component: await readComponent(file) })
  return inputs
}
