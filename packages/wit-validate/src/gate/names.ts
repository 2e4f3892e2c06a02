import { type Finding, toCamelCase, type WorldItem } from '@wasm-airlock/shared'
import type { Inspection } from '@wasm-airlock/wac'

/**
 * The characters that names in components of real toolchains are made of. None of them ends a string, a
 * template or a comment, starts an escape or a line, so a name stays data wherever a generator of
 * bindings puts it: tools are known to write names of core modules into JavaScript as they are.
 */
const SAFE = /^[A-Za-z0-9_\-.:/@#[\]$|+]*$/

/** Names that mean something to JavaScript as a property of an object, whoever put them there. */
const RESERVED = new Set(['__proto__', 'constructor', 'prototype', 'then'])

/** The most characters that a name may have. */
const MAX_NAME_LENGTH = 1024

/** One finding for each name in the component, nested modules and components included, that could become code. */
export function findUnsafeNames({ names, imports, exports }: Inspection): Finding[] {
  const inBinary = names.flatMap(({ where, kind, name }) => {
    // Names inside components obey the grammar of WIT, and types may bear the name `constructor`.
    const isProperty = !kind.startsWith('component-')
    return checkName(`${where} / ${kind}`, kind, name, isProperty && RESERVED.has(name))
  })
  return [...inBinary, ...findReserved('import', imports), ...findReserved('export', exports)]
}

function findReserved(direction: 'import' | 'export', items: readonly WorldItem[]): Finding[] {
  const names = new Set(items.flatMap((item) => [item.name, ...item.functions.map(({ name }) => name)]))
  return [...names].flatMap((name) =>
    checkName(direction, direction, name, RESERVED.has(name) || RESERVED.has(toCamelCase(name))),
  )
}

function checkName(where: string, kind: string, name: string, isReserved: boolean): Finding[] {
  if (name.length > MAX_NAME_LENGTH) {
    const args = { kind, length: name.length, limit: MAX_NAME_LENGTH }
    return [{ code: 'name-too-long', severity: 'error', path: `${where} ${name.slice(0, 40)}…`, args }]
  }
  if (SAFE.test(name) && !isReserved) return []
  return [{ code: 'name-unsafe', severity: 'error', path: `${where} ${name}`, args: { kind, name } }]
}
