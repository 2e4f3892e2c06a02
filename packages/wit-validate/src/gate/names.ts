import { type Finding, toCamelCase, type WorldItem } from '@wasm-airlock/shared'
import type { Inspection } from '@wasm-airlock/wac'
import { checkName, isSafeName } from './safe-text.ts'

/** Names that mean something to JavaScript as a property of an object, whoever put them there. */
const RESERVED = new Set(['__proto__', 'constructor', 'prototype', 'then'])

/** One finding for each name in the component, nested modules and components included, that could become code. */
export function findUnsafeNames({ names, imports, exports }: Inspection, maxLength: number): Finding[] {
  const inBinary = names.flatMap(({ where, kind, name }) => {
    // Names inside components obey the grammar of WIT, and types may bear the name `constructor`.
    const isReserved = !kind.startsWith('component-') && RESERVED.has(name)
    const isSafe = isSafeName(name) && !isReserved
    return isSafe && name.length <= maxLength
      ? []
      : checkName(`${where} / ${kind}`, kind, name, maxLength, isSafe)
  })
  return [
    ...inBinary,
    ...findReserved('import', imports, maxLength),
    ...findReserved('export', exports, maxLength),
  ]
}

/** Of `[method]r.then`, too: a generator of bindings makes it the property `then` of a class or of its objects. */
function isReserved(name: string): boolean {
  const member = MEMBER.exec(name)?.[1]
  // A class can have a `constructor` of both kinds, and is not hurt by it.
  if (member === 'constructor') return false
  return [name, member ?? name].some((each) => RESERVED.has(each) || RESERVED.has(toCamelCase(each)))
}

/** What belongs to a resource. */
const MEMBER = /^\[(?:method|static)\].*\.([^.]*)$/

function findReserved(
  direction: 'import' | 'export',
  items: readonly WorldItem[],
  maxLength: number,
): Finding[] {
  const names = new Set(items.flatMap((item) => [item.name, ...item.functions.map(({ name }) => name)]))
  return [...names].flatMap((name) => {
    return checkName(direction, direction, name, maxLength, isSafeName(name) && !isReserved(name))
  })
}
