import { AirlockError } from '@wasm-airlock/shared'
import { composeDocument, type WacPackages } from '@wasm-airlock/wac'
import { checkSize, inspectValid } from '../check/check-inputs.ts'
import type { Composed } from '../check/check-result.ts'
import { digestOf } from '../record.ts'

/**
 * Composes what a document says that this package wrote.
 *
 * @param item As errors are to call the result.
 * @throws AirlockError `compose-failed`, `input-too-large`.
 */
export async function composeText(item: string, text: string, packages: WacPackages): Promise<Composed> {
  try {
    return await composeChecked(item, text, packages)
  } catch (error) {
    if (!(error instanceof AirlockError) || error.code !== 'document-invalid') throw error
    // Nobody wrote it: that it does not resolve is for the components to answer.
    const names = Object.keys(packages).join(', ')
    throw new AirlockError('compose-failed', `${names} cannot be composed: ${error.message}`, {
      item: error.item ?? item,
      details: { ...error.details, document: text },
      cause: error,
    })
  }
}

/**
 * Composes what a document says, and reads the result.
 *
 * @param path As messages call the document.
 */
export async function composeChecked(
  item: string,
  text: string,
  packages: WacPackages,
  path?: string,
): Promise<Composed> {
  // The inspection of the result validates it.
  const component = await composeDocument(text, { packages, path, validate: false })
  checkSize(`The composed ${item}`, component)
  void digestOf(component)
  return { component, inspection: await inspectValid(`The composed ${item}`, component) }
}
