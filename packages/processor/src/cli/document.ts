import { AirlockError } from '@wasm-airlock/shared'
import { withItem } from '../with-item.ts'

/**
 * Waits for something that is done with a WAC document, so that its errors say where in the file they are.
 *
 * @param file As the user gave it.
 * @param work What may reject with `document-invalid`; its item is the package that is not given.
 */
export async function inDocument<Value>(file: string, work: Promise<Value>): Promise<Value> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof AirlockError) || error.code !== 'document-invalid') throw error
    const { item } = error
    const hint = item === undefined ? {} : { hint: `Add --dep ${item}=PATH.` }
    throw withItem(error, item ?? file, { ...hint, details: { file } })
  }
}
