import { AirlockError } from '@wasm-airlock/shared'
import type { Root } from '../generated/toolchain.js'
import { type ArgumentReader, bytes as bytesReader, readArgument, recordOf, refuse } from './arguments.ts'
import { callOnSkeletons, type SkeletonOptions, type SkeletonRun } from './on-skeletons.ts'
import { callToolchain } from './toolchain.ts'

/** Components, or encoded WIT packages, by the name that a document uses: `test:comp`, `test:comp@1.0.0`. */
export type WacPackages = Readonly<Record<string, Uint8Array>>

/** A package that a document names. */
export interface PackageRequest {
  /** As a document writes it: `test:comp@1.0.0`. */
  readonly key: string
  readonly name: string
  readonly version: string | null
}

/**
 * Finds packages for a document: called once for each, one after the other, in the order in which `wac`
 * looks for them.
 *
 * @returns The bytes of a component or of an encoded WIT package; `undefined` where there is no such package.
 * @throws What keeps the package from being had: its message and those of its causes become part of the error.
 */
export type PackageResolver = (
  request: PackageRequest,
) => Promise<Uint8Array | undefined> | Uint8Array | undefined

/** A document as the component takes it. */
export interface DocumentInput {
  readonly source: string
  readonly path: string
  readonly colour: boolean
}

type PackageContent =
  | { readonly tag: 'bytes'; readonly val: Uint8Array }
  | { readonly tag: 'missing' }
  | { readonly tag: 'failed'; readonly val: string[] }

/** The packages that were asked for, as the component takes them, and what a resolver threw. */
export interface FoundPackages {
  readonly packages: { readonly name: string; readonly content: PackageContent }[]
  readonly thrown: unknown
}

/** An error that causes itself would never end. */
const MAX_CAUSES = 32

const packageRecord = recordOf(bytesReader)

/** Packages as an option: the bytes by name, or the function of the caller. */
export const packagesReader: ArgumentReader<Map<string, Uint8Array> | PackageResolver> = (value, item) => {
  if (typeof value === 'function') return value as PackageResolver
  if (typeof value !== 'object' || value === null) return refuse(item, 'an object or a function')
  return new Map(packageRecord(value, item))
}

/** The packages that a document names, found; after one that cannot be had, the others are not asked for. */
export async function findPackages(
  document: DocumentInput,
  packages: ReadonlyMap<string, Uint8Array> | PackageResolver = new Map(),
): Promise<FoundPackages> {
  const json = await callToolchain('document-invalid', (toolchain) => toolchain.listPackages(document))
  const found: FoundPackages['packages'] = []
  for (const { key, name, version } of JSON.parse(json) as PackageRequest[]) {
    let bytes: Uint8Array | undefined
    if (typeof packages !== 'function') bytes = packages.get(key)
    else {
      try {
        bytes = await packages({ key, name, version })
      } catch (thrown) {
        found.push({ name: key, content: { tag: 'failed', val: causesOf(thrown) } })
        return { packages: found, thrown }
      }
      if (bytes !== undefined) bytes = readArgument(bytesReader, bytes, key)
    }
    found.push({
      name: key,
      content: bytes === undefined ? { tag: 'missing' } : { tag: 'bytes', val: bytes },
    })
  }
  return { packages: found, thrown: undefined }
}

/** Runs an operation on skeletons of the packages, as {@link callOnSkeletons} does. */
export function callOnPackages<T>(
  packages: FoundPackages['packages'],
  run: (toolchain: Root, packages: FoundPackages['packages']) => T,
  finish: (skeletonRun: SkeletonRun<T>) => T | undefined,
  options: SkeletonOptions = {},
): Promise<T> {
  const whole = packages.flatMap(({ content }) => (content.tag === 'bytes' ? [content.val] : []))
  return callOnSkeletons(
    'document-invalid',
    whole,
    (toolchain, components) => {
      const next = components.values()
      const replaced = packages.map(({ name, content }): FoundPackages['packages'][number] =>
        content.tag === 'bytes'
          ? { name, content: { tag: 'bytes', val: next.next().value ?? content.val } }
          : { name, content },
      )
      return run(toolchain, replaced)
    },
    finish,
    options,
  )
}

/** Says of a document which one it is, and puts what the resolver threw behind an error that says so. */
export function documentError(error: unknown, path: string, thrown?: unknown): unknown {
  if (!(error instanceof AirlockError) || error.code !== 'document-invalid') return error
  return new AirlockError(error.code, error.message, {
    ...(error.item === undefined ? {} : { item: error.item }),
    hint: error.hint,
    details: { path, ...error.details },
    cause: thrown ?? error.cause,
  })
}

function causesOf(thrown: unknown): string[] {
  const causes: string[] = []
  let one = thrown
  do {
    causes.push(textOf(one))
    one = one instanceof Error ? one.cause : undefined
  } while (one !== undefined && causes.length < MAX_CAUSES)
  return causes
}

/** Anything can be thrown, such as an object that has no text. */
function textOf(thrown: unknown): string {
  try {
    return String(thrown instanceof Error ? thrown.message : thrown)
  } catch {
    return 'a value that has no text'
  }
}
