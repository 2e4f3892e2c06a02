import { AirlockError } from '@wasm-airlock/shared'
import {
  buildSkeleton,
  composeDocument,
  type Inspection,
  spliceComponents,
  type WacPackages,
} from '@wasm-airlock/wac'
import { checkSize, inspectValid } from '../check/check-inputs.ts'
import type { Composed } from '../check/check-result.ts'
import { digestOf } from '../digest.ts'
import { type OuterNames, readNames } from '../graph/read-names.ts'
import { areMany, type Parts } from './parts.ts'

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
  const composed = `The composed ${item}`
  const { outline, isValid } = await composeOutline(text, packages, path)
  const component = spliceComponents(outline, marked)
  if (component === undefined) {
    throw new AirlockError('internal', `${composed} holds a component that nobody gave.`, { item })
  }
  checkSize(composed, component)
  void digestOf(component)
  const names = isValid && !areMany(parts) ? readNames(outline) : undefined
  return { component, ...(names ?? namesOf(await inspectValid(composed, component))) }
}

/** An engine judges the modules, many times as fast as an inspection; what it refuses is inspected. */
async function composeOutline(
  text: string,
  packages: WacPackages,
  path: string | undefined,
): Promise<{ readonly outline: Uint8Array; readonly isValid: boolean }> {
  try {
    return { outline: await composeDocument(text, { packages, path }), isValid: true }
  } catch {
    return { outline: await composeDocument(text, { packages, path, validate: false }), isValid: false }
  }
}

function namesOf({ imports, exports }: Inspection): OuterNames {
  return { imports: imports.map(({ name }) => name), exports: exports.map(({ name }) => name) }
}
