import { flag, objectOf, optional, readArgument, text } from './arguments.ts'
import {
  callOnPackages,
  type DocumentInput,
  documentError,
  type FoundPackages,
  findPackages,
  type PackageResolver,
  packagesReader,
  type WacPackages,
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
  readonly path?: string | undefined
  /**
   * Whether the excerpt in `details.report` of an error has colours (ANSI).
   *
   * @default false
   */
  readonly colour?: boolean | undefined
}

export interface ResolveOptions extends ParseOptions {
  /**
   * What the document names: the bytes by name, or a function that finds them.
   *
   * @default none
   */
  readonly packages?: WacPackages | PackageResolver | undefined
}

export interface ComposeOptions extends ResolveOptions {
  /**
   * Import the components that the document instantiates instead of containing them.
   *
   * @default false
   */
  readonly importDependencies?: boolean | undefined
  /** @default true */
  readonly validate?: boolean | undefined
}

const parseReaders = { path: optional(text), colour: optional(flag) }
const resolveReaders = { ...parseReaders, packages: optional(packagesReader) }
const parseOptions = objectOf(parseReaders)
const resolveOptions = objectOf(resolveReaders)
const composeOptions = objectOf({
  ...resolveReaders,
  importDependencies: optional(flag),
  validate: optional(flag),
})
type GivenOptions = ReturnType<typeof resolveOptions>

/**
 * Parses a WAC document.
 *
 * @param source The text of the document.
 * @param options How messages call it.
 * @throws AirlockError `document-invalid` with `details` path, line, column (from 1), offset, length (UTF-16
 * code units), label, related (the other places that matter: `position` with line, column, offset and length,
 * and `label`) and report (what `wac` prints).
 */
export async function parseDocument(source: string, options: ParseOptions = {}): Promise<WacDocument> {
  const document = asDocument(source, readArgument(parseOptions, options, 'options'))
  const run = callToolchain('document-invalid', (toolchain) => toolchain.parseDocument(document))
  const json = await run.catch((error) => {
    throw documentError(error, document.path)
  })
  return JSON.parse(json) as WacDocument
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
  const json = await withPackages(
    source,
    readArgument(resolveOptions, options, 'options'),
    (document, packages) =>
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
  return withPackages(source, readArgument(resolveOptions, options, 'options'), (document, packages) =>
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
export async function composeDocument(
  source: string,
  options: ComposeOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const given = readArgument(composeOptions, options, 'options')
  const { importDependencies = false, validate = true } = given
  const composed = await withPackages(source, given, (document, packages) =>
    callOnPackages(
      packages,
      (toolchain, some) => toolchain.composeDocument(document, some, !importDependencies, validate),
      ({ result, splice }) => splice(result),
      // With its dependencies imported, it contains no module that could be invalid.
      { validated: validate && !importDependencies },
    ),
  )
  return composed as Uint8Array<ArrayBuffer>
}

async function withPackages<T>(
  source: string,
  { packages: wanted, ...options }: GivenOptions,
  run: (document: DocumentInput, packages: FoundPackages['packages']) => Promise<T>,
): Promise<T> {
  const document = asDocument(source, options)
  let thrown: unknown
  try {
    const found = await findPackages(document, wanted)
    thrown = found.thrown
    return await run(document, found.packages)
  } catch (error) {
    throw documentError(error, document.path, thrown)
  }
}

function asDocument(
  source: string,
  { path = 'document.wac', colour = false }: ReturnType<typeof parseOptions>,
): DocumentInput {
  return { source: readArgument(text, source, 'source'), path, colour }
}
