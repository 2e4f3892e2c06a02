import { SourceMap, type SourceMapPayload } from 'node:module'
import { AirlockError, type ErrorCode, escapeControls } from '@wasm-airlock/shared'
import { lastLines, withoutFolder } from '../last-lines.ts'
import type { Bundle, BundleInput } from './bundle.ts'
import { SOURCE } from './copy-only.ts'
import { GLUE_ERROR } from './glue.ts'

/** The name of the bundle inside the engine. */
export const BUNDLE_NAME = 'component.js'

const PLACE = new RegExp(`${BUNDLE_NAME.replace('.', '\\.')}:(\\d+):(\\d+) ?(.*)`)

/**
 * The error of a module that could not be loaded, in the author's terms. componentize-js gives the output
 * of the engine as the message of a plain error, so the place is read from that text; where it holds none,
 * the output is handed on as details. The folder of the build is left out of all of it.
 *
 * @param input What was bundled, and the folder of the build.
 */
export function initialisationError(
  error: unknown,
  bundle: Bundle,
  input: BundleInput & { readonly root: string },
): AirlockError {
  const text = withoutFolder(error instanceof Error ? error.message : String(error), input.root)
  const output = lastLines(text)
  const [, line, column, message = ''] = PLACE.exec(text) ?? []
  if (message.includes(GLUE_ERROR))
    return glueError(message) ?? new AirlockError('build-failed', escapeControls(message))
  if (line === undefined)
    return new AirlockError('build-failed', 'componentize-js could not make a component.', {
      details: { output },
    })
  const place = originOf(Number(line), Number(column), bundle, input)
  const where = place === undefined ? '' : `${place.file}:${place.line}: `
  return new AirlockError('source-import-failed', escapeControls(`${where}${message || 'loading failed'}`), {
    ...(place === undefined ? {} : { item: escapeControls(place.file) }),
    details: { ...place, output },
  })
}

function originOf(line: number, column: number, bundle: Bundle, input: BundleInput) {
  const map = new SourceMap(JSON.parse(bundle.map) as SourceMapPayload)
  const found = map.findEntry(line - 1, Math.max(column - 1, 0))
  if (!('originalSource' in found)) return undefined
  const file = found.originalSource.slice(found.originalSource.lastIndexOf(`${SOURCE}:`) + SOURCE.length + 1)
  return Object.hasOwn(input.names, file)
    ? { file: input.names[file] ?? file, line: found.originalLine + 1, column: found.originalColumn + 1 }
    : undefined
}

const GLUE_CODES: readonly ErrorCode[] = [
  'function-missing',
  'function-signature-mismatch',
  'world-unsupported',
]

/** What the glue found out; strangers' code may have thrown the same, so it is checked. */
function glueError(message: string): AirlockError | undefined {
  try {
    const json = message.slice(message.indexOf(GLUE_ERROR) + GLUE_ERROR.length)
    const { code, name, message: what } = JSON.parse(json) as Record<string, unknown>
    const known = GLUE_CODES.find((each) => each === code)
    if (known === undefined) return undefined
    const item = escapeControls(String(name).slice(0, 200))
    return new AirlockError(known, `${item} ${escapeControls(String(what).slice(0, 200))}.`, { item })
  } catch {
    return undefined
  }
}
