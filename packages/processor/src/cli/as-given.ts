import { join } from 'node:path'
import { AirlockError } from '@wasm-airlock/shared'
import { namingFiles, placeOf } from '../application-place.ts'
import { withItem } from '../with-item.ts'
import type { NamedFile } from './compose/inputs.ts'

/** What the user named. */
export interface Given {
  readonly app: string
  readonly files: readonly NamedFile[]
  /** File of the WAC document. @default the `compose.wac` of the application */
  readonly document?: string | undefined
}

/** Waits for a composition, so that its errors are told as {@link namingAsGiven} says. */
export async function asGiven<Value>(given: Given, work: Promise<Value>): Promise<Value> {
  try {
    return await work
  } catch (error) {
    throw await namingAsGiven(error, given)
  }
}

/**
 * An error of a composition, with files and options named as the user did: the library knows the application by
 * its folder, components by their names and a document by its text.
 *
 * @param error Anything that was thrown.
 */
export async function namingAsGiven(error: unknown, given: Given): Promise<unknown> {
  if (!(error instanceof AirlockError)) return error
  if (error.code === 'document-invalid') return inDocument(error, given)
  if (error.code === 'output-unwritable') return error
  const culprit = error.code === 'manifest-invalid' ? undefined : culpritOf(error, given.files)
  return culprit === undefined
    ? namingFiles(error, await placeOf(given.app))
    : aboutFile(error, culprit, given.files.length)
}

async function inDocument(error: AirlockError, { app, document }: Given): Promise<unknown> {
  const file = document ?? join((await placeOf(app)).folder, 'compose.wac')
  const { item, message, details } = error
  const { path, line, column } = details
  // A place in it is said in front of the message, with the name of the file as the user knows it.
  const place = `${path}:${line}:${column}: `
  return withItem(error, item === undefined || item === path ? file : item, {
    message: message.startsWith(place)
      ? message.slice(place.length)
      : message.replace(`${path}: `, () => `${file}: `),
    details: { file },
  })
}

/** An error about a component is about its file. */
function culpritOf({ item, message }: AirlockError, files: readonly NamedFile[]): NamedFile | undefined {
  return files.find(({ name }) => name === item || message.startsWith(`${name} `))
}

function aboutFile(error: AirlockError, { name, file }: NamedFile, count: number): unknown {
  const { components } = error.details
  const isAmbiguous = error.code === 'plug-ambiguous' && Array.isArray(components)
  return withItem(error, file, isAmbiguous ? { hint: hintOf(name, components.map(String), count) } : {})
}

function hintOf(name: string, ids: readonly string[], count: number): string {
  const place = (id: string | undefined) => `--into ${count === 1 ? '' : `${name}=`}${id}`
  return `Name one of them: ${ids.slice(0, 5).map(place).join(' or ')}`
}
