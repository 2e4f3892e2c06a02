import { checkOptions, checkText } from './arguments.ts'
import {
  callOnPackages,
  type DocumentInput,
  type FoundPackages,
  findPackages,
  type PackageResolver,
  type WacPackages,
  withCause,
} from './packages.ts'
import type { ResolvedDocument } from './resolved-document.ts'
import { callToolchain } from './toolchain.ts'
import type { WacDocument } from './wac-document.ts'

export interface ParseOptions {
  /**
   * How messages call the document.
   *
   * @default 'document.wac'
   */
  readonly path?: string
  /**
   * Whether the excerpt in `details.report` of an error has colours (ANSI).
   *
   * @default false
   */
  readonly colour?: boolean
}

export interface ResolveOptions extends ParseOptions {
  /**
   * What the document names: the bytes by name, or a function that finds them.
   *
   * @default none
   */
  readonly packages?: WacPackages | PackageResolver
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

/**
 * Parses a WAC document.
 *
 * @param source The text of the document.
 * @param options How messages call it.
 * @throws AirlockError `document-invalid` with `details` path, line, column (from 1), offset, length (UTF-16
 * code units), label, related (the other places that matter) and report (what `wac` prints).
 */
export async function parseDocument(source: string, options: ParseOptions = {}): Promise<WacDocument> {
  const document = asDocument(source, options)
  return JSON.parse(
    await callToolchain('document-invalid', (toolchain) => toolchain.parseDocument(document)),
  ) as WacDocument
}

/**
 * Resolves a WAC document: what it instantiates, with which arguments, and what it imports and exports.
 *
 * @param source The text of the document.
 * @param options The packages that it names.
 * @throws AirlockError `document-invalid`, as {@link parseDocument}; also where a package is unknown, or
 * cannot be had, `cause` then being what the resolver threw.
 */
export async function resolveDocument(
  source: string,
  options: ResolveOptions = {},
): Promise<ResolvedDocument> {
  const json = await withPackages(source, options, (document, packages) =>
    callOnPackages(
      packages,
      (toolchain, some) => toolchain.resolveDocument(document, some),
      ({ result }) => result,
      { validated: false },
    ),
  )
  return JSON.parse(json) as ResolvedDocument
}

/**
 * Prints the graph of a WAC document in the DOT language, as `wac resolve` does.
 *
 * @param source The text of the document.
 * @param options The packages that it names.
 * @throws AirlockError `document-invalid`, as {@link resolveDocument}.
 */
export async function printGraph(source: string, options: ResolveOptions = {}): Promise<string> {
  return withPackages(source, options, (document, packages) =>
    callOnPackages(
      packages,
      (toolchain, some) => toolchain.printGraph(document, some),
      ({ result }) => result,
      { validated: false },
    ),
  )
}

/**
 * Composes the component that a WAC document describes, byte for byte as `wac compose` does.
 *
 * @param source The text of the document.
 * @param options The packages that it names, and how to encode the result.
 * @returns The component.
 * @throws AirlockError `document-invalid`, as {@link resolveDocument}; also where the result is not valid.
 */
export async function composeDocument(source: string, options: ComposeOptions = {}): Promise<Uint8Array> {
  checkOptions(options, { booleans: ['importDependencies', 'validate'] })
  const { importDependencies = false, validate = true } = options
  return withPackages(source, options, (document, packages) =>
    callOnPackages(
      packages,
      (toolchain, some) => toolchain.composeDocument(document, some, !importDependencies, validate),
      ({ result, splice }) => splice(result),
      // With its dependencies imported, it contains no module that could be invalid.
      { validated: validate && !importDependencies },
    ),
  )
}

async function withPackages<T>(
  source: string,
  options: ResolveOptions,
  run: (document: DocumentInput, packages: FoundPackages['packages']) => Promise<T>,
): Promise<T> {
  const document = asDocument(source, options)
  const { packages, thrown } = await findPackages(document, options.packages)
  try {
    return await run(document, packages)
  } catch (error) {
    throw withCause(error, thrown)
  }
}

function asDocument(source: string, options: ParseOptions): DocumentInput {
  checkText(source, 'source')
  checkOptions(options, { strings: ['path'], booleans: ['colour'] })
  const { path = 'document.wac', colour = false } = options
  return { source, path, colour }
}
