import type { Random } from '../../../../../tools/random.ts'
import {
  allTypes,
  type Element,
  type FunctionType,
  oneOf,
  type Scope,
  type Statement,
  TABLE_SIZE,
} from './scope.ts'

/** Few kinds of statements, so that in some modules there is only one way that leads to a function. */
export function chooseStatements(random: Random): Statement[] {
  const families = [
    [returnCall, returnCallElement],
    [callReference, callReference],
    [setGlobal, callGlobal],
    [setElement, setElement],
    [initTable, initTable],
    [copyTable, copyTable],
    [fillTable, growTable],
    [readElement, readElement],
    [callArray, callArray],
  ]
  return [call, callTable, callElement, ...random.pick(families), ...random.pick(families)]
}

const anyIndex = `(i32.and (call $choose) (i32.const ${TABLE_SIZE - 1}))`

/** Parameters before a call of this type, and what drops its result. */
const before = (type: FunctionType) => (type === 'B' ? '(call $choose)' : '')
const after = (type: FunctionType) => (type === 'C' ? 'drop' : '')

/** Calls the reference if it is one of the type. */
function callAs(reference: string, type: FunctionType): string {
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
  return callAs(`(global.get $${scope.random.pick(scope.globals)})`, scope.random.pick(allTypes))
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
  const { table, index, type } = oneElement(scope)
  return callAs(`(table.get $${table} (i32.const ${index}))`, type)
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
  const { name, types } = scope.random.pick(scope.segments)
  const array = `(array.new_elem $R $${name} (i32.const 0) (i32.const 1))`
  return callAs(`(array.get $R ${array} (i32.const 0))`, types[0] as FunctionType)
}
