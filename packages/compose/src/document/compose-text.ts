import { AirlockError } from '@wasm-airlock/shared'
import {
  buildSkeleton,
  composeDocument,
  type Inspection,
  inspectComponent,
  spliceComponents,
  type WacPackages,
} from '@wasm-airlock/wac'
import { checkSize, inspectValid } from '../check/check-inputs.ts'
import type { Composed } from '../check/check-result.ts'
import { type OuterNames, readNames } from '../graph/read-names.ts'
import { listNames } from '../match/names.ts'
import { digestOf } from '../record.ts'
import { areMany, type Parts } from './parts.ts'

/**
 * Composes what a document says that this package wrote.
 *
 * @param item As errors are to call the result.
 * @throws AirlockError `compose-failed`, `input-too-large`, `component-malformed` where the application's component is not valid.
 */
export async function composeText(item: string, text: string, parts: Parts): Promise<Composed> {
  try {
    return await composeChecked(item, text, parts)
  } catch (error) {
    if (!(error instanceof AirlockError) || error.code !== 'document-invalid') throw error
    // Nobody wrote it: that it does not resolve is for the components to answer.
    const names = listNames(Object.keys(parts))
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
 * @param item Id of the application's component, or name of the dependency.
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
  return { component, ...(names ?? namesOf(await inspectComposed(item, component, parts))) }
}

/** Is the result not valid, then either a part is to blame that nobody has looked into yet, or all of them. */
async function inspectComposed(item: string, component: Uint8Array, parts: Parts): Promise<Inspection> {
  const inspection = await inspectComponent(component, { bodies: false })
  const { kind, invalid, exceeded } = inspection
  if (kind === 'component' && invalid === null) return inspection
  for (const [name, { component: part, standIn }] of Object.entries(parts)) {
    const [of, id = ''] = name.split(':')
    if (of === 'app' && part === standIn) {
      await inspectValid(`The component ${id} of the application`, part, 'Build the application again.')
    }
  }
  const names = listNames(Object.keys(parts))
  const reason = invalid?.reason ?? 'the result is no component'
  throw new AirlockError(
    'compose-failed',
    `${names} cannot be composed: together, ${item} is not valid: ${reason}.`,
    {
      item,
      hint: exceeded === null ? 'Leave one of them out.' : 'Leave some of them out, or build them smaller.',
      details: { reason },
    },
  )
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
