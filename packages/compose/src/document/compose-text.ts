import { AirlockError } from '@wasm-airlock/shared'
import { buildSkeleton, composeDocument, spliceComponents } from '@wasm-airlock/wac'
import { checkSize, type Input, inspectValid } from '../check/check-inputs.ts'
import type { Composed } from '../check/check-result.ts'
import { digestOf } from '../record.ts'

/** A component that is composed. */
export interface Part {
  readonly component: Uint8Array
  /** What is composed and inspected first: its outline where it was inspected before, else the component itself. */
  readonly standIn: Uint8Array
}

/** One that is inspected as a part of what is composed. */
export function wholePart({ component }: Pick<Part, 'component'>): Part {
  return { component, standIn: component }
}

/** One that was inspected before. */
export function inspectedPart({ component, outline }: Input): Part {
  return { component, standIn: outline }
}

/** What a document composes, by the names that it uses: `component:pirate`. */
export type Parts = Readonly<Record<string, Part>>

/**
 * Composes what a document says that this package wrote.
 *
 * @param item As errors are to call the result.
 * @throws AirlockError `compose-failed`, `input-too-large`.
 */
export async function composeText(item: string, text: string, parts: Parts): Promise<Composed> {
  try {
    return await composeChecked(item, text, parts)
  } catch (error) {
    if (!(error instanceof AirlockError) || error.code !== 'document-invalid') throw error
    // Nobody wrote it: that it does not resolve is for the components to answer.
    const names = Object.keys(parts).join(', ')
    throw new AirlockError('compose-failed', `${names} cannot be composed: ${error.message}`, {
      item: error.item ?? item,
      details: { ...error.details, document: text },
      cause: error,
    })
  }
}

/**
 * Composes what a document says, and reads the result: in it, everything of which nobody knows yet that it is valid.
 *
 * @param path As messages call the document.
 */
export async function composeChecked(
  item: string,
  text: string,
  parts: Parts,
  path?: string,
): Promise<Composed> {
  // Marked, as different components may have equal outlines.
  const marked = Object.entries(parts).map(([name, { component, standIn }], mark) => ({
    name,
    skeleton: buildSkeleton(standIn, { mark, worth: 1 })?.bytes ?? standIn,
    whole: component,
  }))
  const packages = Object.fromEntries(marked.map(({ name, skeleton }) => [name, skeleton]))
  // The inspection of the result validates it.
  const outline = await composeDocument(text, { packages, path, validate: false })
  const component = spliceComponents(outline, marked)
  if (component === undefined) {
    throw new AirlockError('internal', `The composed ${item} holds a component that nobody gave.`, { item })
  }
  checkSize(`The composed ${item}`, component)
  void digestOf(component)
  return { component, inspection: await inspectValid(`The composed ${item}`, outline) }
}
