import { AirlockError } from '@wasm-airlock/shared'
import type { Root } from '../generated/toolchain.js'
import { checkRecord } from './arguments.ts'
import { callOnSkeletons, type SkeletonOptions, type SkeletonRun } from './on-skeletons.ts'
import { bytesOf, callToolchain } from './toolchain.ts'

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

export type PackageContent =
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

/** The packages that a document names, found; after one that cannot be had, the others are not asked for. */
export async function findPackages(
  document: DocumentInput,
  packages: WacPackages | PackageResolver = {},
): Promise<FoundPackages> {
  if (typeof packages !== 'function') checkRecord(packages, 'packages')
  const json = await callToolchain('document-invalid', (toolchain) => toolchain.listPackages(document))
  const found: FoundPackages['packages'] = []
  for (const { key, name, version } of JSON.parse(json) as PackageRequest[]) {
    let content: PackageContent
    if (typeof packages !== 'function') {
      content = Object.hasOwn(packages, key) ? contentOf(packages[key], key) : { tag: 'missing' }
    } else {
      let bytes: Uint8Array | undefined
      try {
        bytes = await packages({ key, name, version })
      } catch (thrown) {
        found.push({ name: key, content: { tag: 'failed', val: causesOf(thrown) } })
        return { packages: found, thrown }
      }
      content = bytes === undefined ? { tag: 'missing' } : contentOf(bytes, key)
    }
    found.push({ name: key, content })
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
    () => whole,
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

function contentOf(bytes: Uint8Array | undefined, key: string): PackageContent {
  return { tag: 'bytes', val: bytesOf(bytes as Uint8Array, key) }
}

/** Puts what the resolver threw behind an error that says so. */
export function withCause(error: unknown, thrown: unknown): unknown {
  if (thrown === undefined || !(error instanceof AirlockError) || error.code !== 'document-invalid') {
    return error
  }
  return new AirlockError(error.code, error.message, {
    ...(error.item === undefined ? {} : { item: error.item }),
    hint: error.hint,
    details: error.details,
    cause: thrown,
  })
}

function causesOf(thrown: unknown): string[] {
  const causes: string[] = []
  for (let one = thrown; one !== undefined && causes.length < MAX_CAUSES; ) {
    causes.push(one instanceof Error ? one.message : String(one))
    one = one instanceof Error ? one.cause : undefined
  }
  return causes
}
