/** A place in a document; line and column count from 1, column, offset and length are UTF-16 code units. */
export interface SourceSpan {
  readonly line: number
  readonly column: number
  readonly offset: number
  readonly length: number
}

/** Name and kind (`instance`, `function`, …) of an import or export. */
export interface ResolvedItem {
  readonly name: string
  readonly kind: string
}

/** Where a value of a composition comes from. */
export type ResolvedSource =
  | { readonly from: 'import'; readonly name: string }
  | { readonly from: 'instantiation'; readonly index: number }
  | { readonly from: 'export'; readonly name: string; readonly of: ResolvedSource }
  | { readonly from: 'definition'; readonly name: string }

/** An import of a component that is instantiated, and what satisfies it. */
export interface ResolvedArgument {
  readonly name: string
  /**
   * `name: value`, a name alone, part of a spread (`...instance`), or left to the fill (`...`), which makes
   * it an import of the composition.
   */
  readonly how: 'named' | 'inferred' | 'spread' | 'implicit'
  readonly source: ResolvedSource
  /** `null` for an implicit one; of a spread, the instance that is spread. */
  readonly span: SourceSpan | null
}

/** What a document composes. */
export interface ResolvedDocument {
  readonly name: string
  readonly version: string | null
  /** The world of the targets clause, which the composition was checked against. */
  readonly targets: { readonly world: string; readonly span: SourceSpan } | null
  readonly packages: readonly {
    readonly name: string
    readonly version: string | null
    readonly imports: readonly ResolvedItem[]
    readonly exports: readonly ResolvedItem[]
    /** Where the document names the package. */
    readonly span: SourceSpan | null
  }[]
  /** The types, interfaces and worlds that the document declares. */
  readonly definitions: readonly (ResolvedItem & { readonly span: SourceSpan })[]
  /**
   * `explicit` ones are import statements, with the place of their name; the others are arguments that an
   * instantiation leaves open.
   */
  readonly imports: readonly (ResolvedItem & {
    readonly explicit: boolean
    readonly span: SourceSpan | null
  })[]
  /** In the order in which they are evaluated: one inside of an argument comes before the outer one. */
  readonly instantiations: readonly {
    /** The variable of the document, if there is one. */
    readonly name: string | null
    readonly package: string
    readonly span: SourceSpan | null
    /** In the order of the component's imports. */
    readonly arguments: readonly ResolvedArgument[]
  }[]
  /** In the order of the composition's exports. */
  readonly exports: readonly (ResolvedItem & {
    readonly source: ResolvedSource
    readonly span: SourceSpan | null
  })[]
}
