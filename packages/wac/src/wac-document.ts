/** A place in a document, in bytes of its UTF-8 form. */
export interface WacSpan {
  readonly offset: number
  readonly length: number
}

/** The syntax tree of a document, as `wac parse` prints it. */
export interface WacDocument {
  readonly docs: readonly { readonly comment: string; readonly span: WacSpan }[]
  readonly directive: {
    readonly package: {
      readonly string: string
      readonly name: string
      readonly version: string | null
      readonly span: WacSpan
    }
    readonly targets?: Readonly<Record<string, unknown>>
  }
  /** One of `Import`, `Type`, `Let` and `Export` each, with the tree of that statement. */
  readonly statements: readonly Readonly<
    Partial<Record<'Import' | 'Type' | 'Let' | 'Export', Readonly<Record<string, unknown>>>>
  >[]
}
