import type { Random } from '../../../../../tools/random.ts'

/** Types of functions: those of the first line can cross between components, those of the second are subtypes. */
export const plainTypes = ['A', 'B', 'C'] as const
export const allTypes = [...plainTypes, 'S', 'T'] as const
export type PlainType = (typeof plainTypes)[number]
export type FunctionType = (typeof allTypes)[number]

/** A function of a type, a table, a mutable global with a reference to a function. */
export type ItemKind = PlainType | 'table' | 'global'

/** Elements of every table; tables may grow. */
export const TABLE_SIZE = 8
/** A place in a table, and the type of a function that may be there. */
export interface Element {
  readonly table: string
  readonly index: number
  readonly type: FunctionType
}

/** What a module has, as its own code names it. */
export interface Scope {
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
export type Statement = (scope: Scope, within: FunctionType) => string

/** A function of the module, as its code names it. */
export const oneOf = (scope: Scope) => `$${scope.random.pick(scope.functions).name}`
