import { bytesOf, callToolchain } from './toolchain.ts'

/** Components, or encoded WIT packages, by the name that a document uses: `test:comp`, `test:comp@1.0.0`. */
export type WacPackages = Readonly<Record<string, Uint8Array>>

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

export interface ResolveOptions {
  /** @default none */
  readonly packages?: WacPackages
}

export interface ComposeOptions extends ResolveOptions {
  /**
   * Import the components that the document instantiates instead of containing them.
   *
   * @default false
   */
  readonly importDependencies?: boolean
  /** @default true */
  readonly validate?: boolean
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

/** What a document composes. */
export interface ResolvedDocument {
  readonly name: string
  readonly version: string | null
  readonly packages: readonly {
    readonly name: string
    readonly version: string | null
    readonly imports: readonly ResolvedItem[]
    readonly exports: readonly ResolvedItem[]
  }[]
  /** `explicit` ones are import statements, the others arguments that an instantiation leaves open. */
  readonly imports: readonly (ResolvedItem & { readonly explicit: boolean })[]
  readonly instantiations: readonly {
    /** The variable of the document, if there is one. */
    readonly name: string | null
    readonly package: string
    readonly arguments: readonly { readonly name: string; readonly source: ResolvedSource }[]
  }[]
  readonly exports: readonly (ResolvedItem & { readonly source: ResolvedSource })[]
}

/**
 * Parses a WAC document.
 *
 * @param source The text of the document.
 * @throws AirlockError `document-invalid` with `details` line, column (from 1), offset, length (UTF-16 code
 * units) and label.
 */
export async function parseDocument(source: string): Promise<WacDocument> {
  return JSON.parse(
    await callToolchain('document-invalid', (toolchain) => toolchain.parseDocument(asDocument(source))),
  ) as WacDocument
}

/**
 * Resolves a WAC document: what it instantiates, with which arguments, and what it imports and exports.
 *
 * @param source The text of the document.
 * @param options The packages that it names.
 * @throws AirlockError `document-invalid`, as {@link parseDocument}; also where a package is not given.
 */
export async function resolveDocument(
  source: string,
  options: ResolveOptions = {},
): Promise<ResolvedDocument> {
  return JSON.parse(
    await callToolchain('document-invalid', (toolchain) =>
      toolchain.resolveDocument(asDocument(source), listPackages(options.packages)),
    ),
  ) as ResolvedDocument
}

/**
 * Composes the component that a WAC document describes, byte for byte as `wac compose` does.
 *
 * @param source The text of the document.
 * @param options The packages that it names, and how to encode the result.
 * @returns The component.
 * @throws AirlockError `document-invalid`, as {@link parseDocument}; also where the result is not valid.
 */
export async function composeDocument(source: string, options: ComposeOptions = {}): Promise<Uint8Array> {
  const { packages, importDependencies = false, validate = true } = options
  return callToolchain('document-invalid', (toolchain) =>
    toolchain.composeDocument(asDocument(source), listPackages(packages), !importDependencies, validate),
  )
}

function asDocument(source: string) {
  return { source, path: 'document.wac', colour: false }
}

function listPackages(packages: WacPackages = {}) {
  return Object.entries(packages).map(([name, bytes]) => ({
    name,
    content: { tag: 'bytes' as const, val: bytesOf(bytes, name) },
  }))
}
