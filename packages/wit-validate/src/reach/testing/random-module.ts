import type { Random } from '../../../../../tools/random.ts'
import {
  allTypes,
  type FunctionType,
  type ItemKind,
  oneOf,
  type PlainType,
  plainTypes,
  type Scope,
  TABLE_SIZE,
} from './scope.ts'
import { chooseStatements } from './statements.ts'

const typeSection = `(type $A (func)) (type $B (func (param i32))) (type $C (func (result i32)))
  (type $S (sub (func))) (type $T (sub $S (func))) (type $R (array funcref))`

const FUNCTION_REFERENCE = '(mut funcref)'

/** A core module in text form, and what it imports and exports by name. */
export interface RandomModule {
  readonly text: string
  readonly imports: readonly { readonly name: string; readonly kind: ItemKind }[]
  readonly exports: readonly { readonly name: string; readonly kind: ItemKind }[]
}

/**
 * A core module of random functions. Each statement runs only if the imported function `choose` says so, which thus
 * decides at run time which way the code takes, and can end it.
 *
 * @param imported What it imports beside `choose`.
 */
export function randomModule(random: Random, imported: readonly ItemKind[]): RandomModule {
  const imports = imported.map((kind, index) => ({ name: `i${index}`, kind }))
  const scope: Scope = {
    random,
    functions: [],
    tables: [],
    globals: [],
    segments: [],
    placed: [],
    statements: chooseStatements(random),
  }
  const lines: string[] = []
  for (const { name, kind } of imports) {
    if (kind === 'table') scope.tables.push(name)
    else if (kind === 'global') scope.globals.push(name)
    else scope.functions.push({ name, type: kind })
    lines.push(`(import "m" "${name}" ${importType(name, kind)})`)
  }
  const own = Array.from({ length: 3 + random.below(4) }, (_, index) => ({
    name: `d${index}`,
    type: random.pick(allTypes),
  }))
  scope.functions.push(...own)
  lines.push(...defineTables(scope), ...defineGlobals(scope), ...defineSegments(scope))
  for (const { name, type } of own) lines.push(defineFunction(scope, name, type))
  const starts = own.filter(({ type }) => type === 'A')
  if (starts.length > 0 && random.oneIn(5)) lines.push(`(start $${random.pick(starts).name})`)
  const exports = [
    ...scope.functions.flatMap(({ name, type }) => (isPlain(type) ? [{ name, kind: type }] : [])),
    ...scope.tables.map((name) => ({ name, kind: 'table' as const })),
    ...scope.globals.map((name) => ({ name, kind: 'global' as const })),
  ]
  for (const { name, kind } of exports) {
    lines.push(`(export "${name}" (${['table', 'global'].includes(kind) ? kind : 'func'} $${name}))`)
  }
  const text = `${typeSection} (import "m" "choose" (func $choose (type $C)))\n${lines.join('\n')}
    (elem declare func ${scope.functions.map(({ name }) => `$${name}`).join(' ')})`
  return { text, imports, exports }
}

function isPlain(type: FunctionType): type is PlainType {
  return (plainTypes as readonly string[]).includes(type)
}

function importType(name: string, kind: ItemKind): string {
  if (kind === 'table') return `(table $${name} ${TABLE_SIZE} funcref)`
  if (kind === 'global') return `(global $${name} ${FUNCTION_REFERENCE})`
  return `(func $${name} (type $${kind}))`
}

function defineTables(scope: Scope): string[] {
  const { random } = scope
  return Array.from({ length: 1 + random.below(2) }, (_, index) => {
    const name = `t${index}`
    scope.tables.push(name)
    const init = random.oneIn(8) ? ` (ref.func ${oneOf(scope)})` : ''
    return `(table $${name} ${TABLE_SIZE} funcref${init})`
  })
}

function defineGlobals(scope: Scope): string[] {
  return Array.from({ length: scope.random.below(3) }, (_, index) => {
    const name = `g${index}`
    scope.globals.push(name)
    const init = scope.random.oneIn(2) ? 'ref.null func' : `ref.func ${oneOf(scope)}`
    return `(global $${name} ${FUNCTION_REFERENCE} (${init}))`
  })
}

function defineSegments(scope: Scope): string[] {
  const { random } = scope
  return Array.from({ length: 2 + random.below(5) }, (_, index) => {
    const functions = Array.from({ length: 2 + random.below(3) }, () => random.pick(scope.functions))
    const items = functions.map(({ name }) => `(ref.func $${name})`).join(' ')
    if (random.oneIn(4)) {
      scope.segments.push({ name: `e${index}`, types: functions.map(({ type }) => type) })
      return `(elem $e${index} funcref ${items})`
    }
    const at = random.below(TABLE_SIZE - 4)
    const table = random.pick(scope.tables)
    scope.placed.push(...functions.map(({ type }, place) => ({ table, index: at + place, type })))
    const offset = random.pick([`(i32.const ${at})`, `(offset (i32.add (i32.const ${at}) (i32.const 0)))`])
    return `(elem (table $${table}) ${offset} funcref ${items})`
  })
}

function defineFunction(scope: Scope, name: string, type: FunctionType): string {
  const statement = () =>
    `(if (i32.and (call $choose) (i32.const 1)) (then ${scope.random.pick(scope.statements)(scope, type)}))`
  const body = Array.from({ length: 1 + scope.random.below(4) }, statement).join('\n')
  return `(func $${name} (type $${type}) ${body} ${type === 'C' ? '(i32.const 1)' : ''})`
}
