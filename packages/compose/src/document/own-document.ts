import { readAppFile } from '@wasm-airlock/host'
import { AirlockError } from '@wasm-airlock/shared'
import type { AppFolder } from '../app/read-app-folder.ts'
import type { PlanOptions } from '../options.ts'

/** A document that the application brings, or that was handed in. */
export interface OwnDocument {
  readonly text: string
  /** As errors are to call it. */
  readonly path: string
  /** Did the application bring it? */
  readonly isOfApp: boolean
}

const fileName = 'compose.wac'
const maximumDocumentBytes = 1024 * 1024

/**
 * Finds the document that says how to compose.
 *
 * @returns `undefined` where nobody brings one; a blank `compose.wac` is none.
 * @throws AirlockError `usage-invalid` in mode `spin-dependencies`, which has no document; `input-unreadable`,
 * `input-too-large` (over 1 MiB), `manifest-invalid` for a file behind a link out of the folder.
 */
export async function readOwnDocument(
  { folder }: AppFolder,
  { document, mode }: PlanOptions,
): Promise<OwnDocument | undefined> {
  const own =
    document === undefined ? await readFile(folder) : { text: document, path: 'document.wac', isOfApp: false }
  if (own === undefined || mode !== 'spin-dependencies') return own
  throw new AirlockError(
    'usage-invalid',
    `${own.path} says how to compose, and the mode spin-dependencies leaves that to Spin.`,
    { item: own.path, hint: 'Use the mode plug, or leave the document out.' },
  )
}

async function readFile(folder: string): Promise<OwnDocument | undefined> {
  try {
    const bytes = await readAppFile(folder, fileName, maximumDocumentBytes, 'Check the file.')
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    // A shell makes the file before the command that is to print into it runs.
    return text.trim() === '' ? undefined : { text, path: fileName, isOfApp: true }
  } catch (error) {
    if (error instanceof AirlockError && error.code === 'input-not-found') return undefined
    if (error instanceof AirlockError) throw error
    throw new AirlockError('input-unreadable', `${fileName} is not UTF-8.`, { item: fileName, cause: error })
  }
}
