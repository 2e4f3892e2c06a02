import { realpath } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import { AirlockError } from '@wasm-airlock/shared'
import { namingManifest } from '../../read-application.ts'
import { withItem } from '../../with-item.ts'
import type { NamedFile } from './inputs.ts'

/** What the user named. */
export interface Given {
  readonly app: string
  readonly files: readonly NamedFile[]
  /** File of the WAC document. */
  readonly document: string | undefined
}

/**
 * Waits for a composition, so that its errors name files and options as the user did: the library knows the
 * application by its folder, components by their names and a document by its text.
 */
export async function asGiven<Value>(given: Given, work: Promise<Value>): Promise<Value> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof AirlockError)) throw error
    if (error.code === 'manifest-invalid') throw await namingManifest(error, given.app)
    if (error.code === 'document-invalid') throw inDocument(error, given)
    if (error.code === 'input-not-found') throw await inApplication(error, given.app)
    throw aboutFile(error, given.files)
  }
}

function folderOf(app: string): string {
  return extname(app) === '.toml' ? dirname(app) : app
}

function inDocument(error: AirlockError, { app, document }: Given): unknown {
  const file = document ?? join(folderOf(app), 'compose.wac')
  const { path, line, column } = error.details
  // The place is said in front, with the name of the file as the user knows it.
  const message = error.message.replace(`${path}:${line}:${column}: `, '')
  return withItem(error, error.item ?? file, { message, details: { file } })
}

/** A component of the application that is not there. */
async function inApplication(error: AirlockError, app: string): Promise<unknown> {
  const folder = folderOf(app)
  const real = await realpath(folder).catch(() => folder)
  const { item = folder, hint, message } = error
  return withItem(error, item === folder ? folder : join(folder, item), {
    message: message.replaceAll(real, folder),
    hint: hint === 'Build the application first.' ? 'Build the application first, or add --build.' : hint,
  })
}

/** An error about a component is about its file. */
function aboutFile(error: AirlockError, files: readonly NamedFile[]): unknown {
  const { item, message } = error
  const culprit = files.find(({ name }) => name === item || message.startsWith(`${name} `))
  if (culprit === undefined) return error
  const { components } = error.details
  const isAmbiguous = error.code === 'plug-ambiguous' && Array.isArray(components)
  return withItem(
    error,
    culprit.file,
    isAmbiguous ? { hint: hintOf(culprit.name, components.map(String), files.length) } : {},
  )
}

function hintOf(name: string, ids: readonly string[], count: number): string {
  const place = (id: string | undefined) => `--into ${count === 1 ? '' : `${name}=`}${id}`
  return `Name one of them: ${ids.slice(0, 5).map(place).join(' or ')}`
}
