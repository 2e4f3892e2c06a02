import type { ErrorCode } from '@wasm-airlock/shared'
import type { Root } from '../generated/toolchain.js'
import { buildSkeleton } from './skeleton.ts'
import { type Replacement, spliceComponents } from './splice.ts'
import { callToolchain } from './toolchain.ts'

interface Part extends Replacement {
  readonly modules: readonly Uint8Array[]
  readonly locate: (offset: number) => number
}

/** What an operation on skeletons gave, and the means to make of it what the whole bytes would have given. */
export interface SkeletonRun<T> {
  readonly result: T
  /**
   * Puts the whole components into a composition; `undefined` where that cannot be done, or, with `validated`,
   * where an engine does not accept all of their modules.
   */
  readonly splice: (composed: Uint8Array) => Uint8Array | undefined
  /** Are all function bodies valid, as far as the engine knows? */
  readonly areBodiesValid: () => boolean
  /** From a place in the skeleton of the first component to the one in the whole. */
  readonly locate: (offset: number) => number
}

export interface SkeletonOptions {
  /**
   * Whether each skeleton is told apart from the others, which a splice needs. An inspection counts sections
   * and functions: without marks, modules are not made to stubs either.
   *
   * @default true
   */
  readonly marked?: boolean
  /**
   * Whether the modules have to be valid, their bodies included.
   *
   * @default true
   */
  readonly validated?: boolean
  /** As for {@link buildSkeleton}. */
  readonly worth?: number
}

/**
 * Runs an operation on the skeletons of components, which saves copying and reading what the operation never
 * looks into. Where that does not succeed, whatever the reason, it is run on the whole bytes: so errors are
 * those of the whole, and a module that the engine does not know is judged by the Rust component.
 *
 * @param culprit As for {@link callToolchain}.
 * @param components The whole components.
 * @param run Calls one export with the components, or with their skeletons in the same order.
 * @param finish Makes the result of the whole from that of the skeletons; `undefined` where it cannot.
 * @returns What `run` gives on the whole components.
 */
export async function callOnSkeletons<T>(
  culprit: ErrorCode,
  components: readonly Uint8Array[],
  run: (toolchain: Root, components: readonly Uint8Array[]) => T,
  finish: (skeletonRun: SkeletonRun<T>) => T | undefined,
  options: SkeletonOptions = {},
): Promise<T> {
  try {
    // One synchronous step, so that nobody changes the bytes between the skeleton and the splice.
    const result = await callToolchain(culprit, (toolchain) =>
      tryOnSkeletons(toolchain, components, run, finish, options),
    )
    if (result !== undefined) return result
  } catch {
    // The whole bytes say what is wrong.
  }
  return callToolchain(culprit, (toolchain) => run(toolchain, components))
}

function tryOnSkeletons<T>(
  toolchain: Root,
  components: readonly Uint8Array[],
  run: (toolchain: Root, components: readonly Uint8Array[]) => T,
  finish: (skeletonRun: SkeletonRun<T>) => T | undefined,
  { marked = true, validated = true, worth }: SkeletonOptions,
): T | undefined {
  const parts: Part[] = []
  for (const [index, whole] of components.entries()) {
    const skeleton = buildSkeleton(whole, {
      keepRareBodies: validated,
      stubs: validated && marked,
      ...(marked ? { mark: index } : {}),
      ...(worth === undefined ? {} : { worth }),
    })
    if (skeleton === undefined) return undefined
    parts.push({ skeleton: skeleton.bytes, modules: skeleton.modules, locate: skeleton.locate, whole })
  }
  return finish({
    result: run(
      toolchain,
      parts.map(({ skeleton }) => skeleton),
    ),
    areBodiesValid: () => areBodiesValid(parts),
    locate: (offset) => parts[0]?.locate(offset) ?? offset,
    // Of the components that the composition does not contain, too: of a stub, no section was validated.
    splice: (composed) =>
      !validated || areBodiesValid(parts) ? spliceComponents(composed, parts) : undefined,
  })
}

/** Skeletons are what a validator has seen; an engine validates the core modules with their bodies. */
function areBodiesValid(parts: readonly Part[]): boolean {
  return parts.every(({ modules }) => modules.every((module) => WebAssembly.validate(module as BufferSource)))
}
