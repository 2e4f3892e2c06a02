import { AirlockError } from '@wasm-airlock/shared'
import { namingManifest } from '../../read-application.ts'
import { withItem } from '../../with-item.ts'
import type { NamedFile } from './inputs.ts'

/** What the user named. */
interface Given {
  readonly app: string
  readonly files: readonly NamedFile[]
  /** File of the WAC document. */
  readonly document: string | undefined
}

/**
 * Waits for a composition, so that its errors name files as the user did: the library knows the application by its
 * folder, components by their names and a document by its text.
 */
export async function asGiven<Value>({ app, files, document }: Given, work: Promise<Value>): Promise<Value> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof AirlockError)) throw error
    const { code, item } = error
    if (code === 'document-invalid') {
      const file = document ?? 'compose.wac'
      throw withItem(error, item ?? file, { details: { file } })
    }
    if (code === 'manifest-invalid') throw await namingManifest(error, app)
    const input = files.find(({ name }) => name === item)
    throw input === undefined ? error : withItem(error, input.file)
  }
}
