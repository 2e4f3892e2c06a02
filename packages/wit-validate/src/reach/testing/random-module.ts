import type { Random } from '../../../../wac/src/testing/random.ts'

/** Types of functions: those of the first line can cross between components, those of the second are subtypes. */
export const plainTypes = ['A', 'B', 'C'] as const
const allTypes = [...plainTypes, 'S', 'T'] as const
export type PlainType = (typeof plainTypes)[number]
type FunctionType = (typeof allTypes)[number]

const typeSection = `(type $A (func)) (type $B (func (param i32))) (type $C (func (result i32)))
  (type $S (sub (func))) (type $T (sub $S (func))) (type $R (array funcref))`

/** Elements of every table; tables may grow. */
const TABLE_SIZE = 8
const FUNCTION_REFERENCE = '(mut funcref)'

/** A core module in text form, and what it imports and exports by name. */
export interface RandomModule {
  readonly text: string
  readonly imports: readonly { readonly name: string; readonly kind: ItemKind }[]
  readonly exports: readonly { readonly name: string; readonly kind: ItemKind }[]
}

/** A function of a type, a table, a mutable global with a reference to a function. */
export type ItemKind = PlainType | 'table' | 'global'

interface Element {
  readonly table: string
  readonly index: number
  readonly type: FunctionType
}

/** What a module has, as its own code names it. */
interface Scope {
  readonly random: Random
  readonly functions: { readonly name: string; readonly type: FunctionType }[]
  readonly tables: string[]
  readonly globals: string[]
  readonly segments: { readonly name: string; readonly types: readonly FunctionType[] }[]
  /** What is in a table at the start, or may come there: a call of it would not trap. */
  readonly placed: Element[]
  /** Kinds of statements that its code may use. */
  readonly statements: readonly Statement[]
}

/** `within` is the type of the function that the statement is in. */
type Statement = (scope: Scope, within: FunctionType) => string

/**
 * A core module of random functions. Each statement runs only if the imported function `choose` says so, which thus
 * decides at run time which way the code takes, and can end it.
 *
 * @param imported What it imports beside `choose`.
 */
export function randomModule(random: Random, imported: readonly ItemKind[]): RandomModule {
  const chance = (percent: number) => random.below(100) < percent
  const imports = imported.map((kind, index) => ({ name: `i${index}`, kind }))
  const scope: Scope = {
    random,
    functions: [],
    tables: [],
    globals: [],
    segments: [],
    placed: [],
    statements: [
      ...[call, call, callTable, callElement],
      ...(chance(50) ? [returnCall, returnCallElement] : []),
      ...(chance(50) ? [callReference, setGlobal, callGlobal, callGlobal] : []),
      ...(chance(25) ? [setElement, initTable, copyTable, fillTable, growTable] : []),
      ...(chance(25) ? [readElement, callArray] : []),
    ],
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
  if (starts.length > 0 && chance(20)) lines.push(`(start $${random.pick(starts).name})`)
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
    const init = random.below(8) === 0 ? ` (ref.func ${oneOf(scope)})` : ''
    return `(table $${name} ${TABLE_SIZE} funcref${init})`
  })
}

function defineGlobals(scope: Scope): string[] {
  return Array.from({ length: scope.random.below(3) }, (_, index) => {
    const name = `g${index}`
    scope.globals.push(name)
    const init = scope.random.below(2) === 0 ? 'ref.null func' : `ref.func ${oneOf(scope)}`
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

const oneOf = (scope: Scope) => `$${scope.random.pick(scope.functions).name}`
const anyIndex = `(i32.and (call $choose) (i32.const ${TABLE_SIZE - 1}))`

/** Parameters before a call of this type, and what drops its result. */
const before = (type: FunctionType) => (type === 'B' ? '(call $choose)' : '')
const after = (type: FunctionType) => (type === 'C' ? 'drop' : '')

/** Calls the reference if it is one of a type, and traps where it is none. */
function callAs(scope: Scope, reference: string): string {
  const type = scope.random.pick(allTypes)
  return `(if (ref.test (ref $${type}) ${reference}) (then
    ${before(type)} (call_ref $${type} (ref.cast (ref $${type}) ${reference})) ${after(type)}))`
}

function call({ random, functions }: Scope): string {
  const { name, type } = random.pick(functions)
  return `${before(type)} (call $${name}) ${after(type)}`
}

/** Mostly one that is there: at a place that was written, by the type of what was written. */
function oneElement({ random, placed, tables }: Scope, types: readonly FunctionType[] = allTypes): Element {
  const fitting = placed.filter(({ type }) => types.includes(type))
  if (fitting.length > 0 && !random.oneIn(6)) return random.pick(fitting)
  return { table: random.pick(tables), index: random.below(TABLE_SIZE), type: random.pick(types) }
}

function callElement(scope: Scope): string {
  const { table, index, type } = oneElement(scope)
  return `${before(type)} (call_indirect $${table} (type $${type}) (i32.const ${index})) ${after(type)}`
}

function callTable(scope: Scope): string {
  const { table, index, type } = oneElement(scope)
  const computed = scope.random.pick([anyIndex, `(i32.add (i32.const ${index}) (i32.const 0))`])
  return `${before(type)} (call_indirect $${table} (type $${type}) ${computed}) ${after(type)}`
}

/** A call that takes the place of the function that it is in has to give the same result. */
const returns = (type: FunctionType, within: FunctionType) => (type === 'C') === (within === 'C')

function returnCall({ random, functions }: Scope, within: FunctionType): string {
  const fitting = functions.filter(({ type }) => returns(type, within))
  if (fitting.length === 0) return ''
  const { name, type } = random.pick(fitting)
  const how = random.pick([`(return_call $${name})`, `(return_call_ref $${type} (ref.func $${name}))`])
  return `${before(type)} ${how}`
}

function returnCallElement(scope: Scope, within: FunctionType): string {
  const { table, index, type } = oneElement(
    scope,
    allTypes.filter((one) => returns(one, within)),
  )
  return `${before(type)} (return_call_indirect $${table} (type $${type}) (i32.const ${index}))`
}

function callReference(scope: Scope): string {
  const { name, type } = scope.random.pick(scope.functions)
  return `${before(type)} (call_ref $${type} (ref.func $${name})) ${after(type)}`
}

function setGlobal(scope: Scope): string {
  if (scope.globals.length === 0) return ''
  return `(global.set $${scope.random.pick(scope.globals)} (ref.func ${oneOf(scope)}))`
}

function callGlobal(scope: Scope): string {
  if (scope.globals.length === 0) return ''
  return callAs(scope, `(global.get $${scope.random.pick(scope.globals)})`)
}

/** Writes a function somewhere, and notes it for the calls that follow. */
function place({ random, placed, tables, functions }: Scope, write: (at: string, name: string) => string) {
  const { name, type } = random.pick(functions)
  const element = { table: random.pick(tables), index: random.below(TABLE_SIZE), type }
  placed.push(element, element)
  return write(`$${element.table} (i32.const ${element.index})`, name)
}

const setElement: Statement = (scope) => place(scope, (at, name) => `(table.set ${at} (ref.func $${name}))`)
const fillTable: Statement = (scope) =>
  place(scope, (at, name) => `(table.fill ${at} (ref.func $${name}) (i32.const 1))`)
const readElement: Statement = (scope) => {
  const { table, index } = oneElement(scope)
  return callAs(scope, `(table.get $${table} (i32.const ${index}))`)
}

function growTable(scope: Scope): string {
  const { name, type } = scope.random.pick(scope.functions)
  const table = scope.random.pick(scope.tables)
  scope.placed.push({ table, index: TABLE_SIZE, type })
  return `(drop (table.grow $${table} (ref.func $${name}) (i32.const 1)))`
}

function copyTable(scope: Scope): string {
  const from = oneElement(scope)
  const to = {
    table: scope.random.pick(scope.tables),
    index: scope.random.below(TABLE_SIZE),
    type: from.type,
  }
  scope.placed.push(to, to)
  const indices = `(i32.const ${to.index}) (i32.const ${from.index})`
  return `(table.copy $${to.table} $${from.table} ${indices} (i32.const 1))`
}

function initTable(scope: Scope): string {
  if (scope.segments.length === 0) return ''
  const { random } = scope
  const { name, types } = random.pick(scope.segments)
  const to = {
    table: random.pick(scope.tables),
    index: random.below(TABLE_SIZE),
    type: types[0] as FunctionType,
  }
  scope.placed.push(to, to)
  return `(table.init $${to.table} $${name} (i32.const ${to.index}) (i32.const 0) (i32.const 1))`
}

function callArray(scope: Scope): string {
  if (scope.segments.length === 0) return ''
  const array = `(array.new_elem $R $${scope.random.pick(scope.segments).name} (i32.const 0) (i32.const 1))`
  return callAs(scope, `(array.get $R ${array} (i32.const 0))`)
}
