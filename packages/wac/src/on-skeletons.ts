import type { ErrorCode } from '@wasm-airlock/shared'
import type { Root } from '../generated/toolchain.js'
import { buildSkeleton } from './skeleton.ts'
import { type Replacement, spliceComponents } from './splice.ts'
import { callToolchain } from './toolchain.ts'

/** Below this much input in all, the whole is as quick. */
const WORTH_BYTES = 64 * 1024

interface Part extends Replacement {
  readonly modules: readonly Uint8Array[]
}

/** What an operation on skeletons gave, and the means to make of it what the whole bytes would have given. */
export interface SkeletonRun<T> {
  readonly result: T
  /** Puts the whole components into a composition; `undefined` where that cannot be done. */
  readonly splice: (composed: Uint8Array, validate: boolean) => Uint8Array | undefined
  /** Are all function bodies valid, as far as the engine knows? */
  readonly areBodiesValid: () => boolean
}

export interface SkeletonOptions {
  /**
   * Whether each skeleton is told apart from the others, which a splice needs. An inspection counts sections,
   * and does without.
   *
   * @default true
   */
  readonly marked?: boolean
  /**
   * Whether `finish` will ask for the validity of bodies.
   *
   * @default true
   */
  readonly validated?: boolean
  /** @default 65,536 bytes of input in all */
  readonly worth?: number
}

/**
 * Runs an operation on the skeletons of components, which saves copying and reading what the operation never
 * looks into. Where that does not succeed, whatever the reason, it is run on the whole bytes: so errors are
 * those of the whole, and a module that the engine does not know is judged by the Rust component.
 *
 * @param culprit As for {@link callToolchain}.
 * @param list Gives the whole components. What it throws is thrown as if `run` threw it.
 * @param run Calls one export with the components, or with their skeletons in the same order.
 * @param finish Makes the result of the whole from that of the skeletons; `undefined` where it cannot.
 * @returns What `run` gives on the whole components.
 */
export async function callOnSkeletons<T>(
  culprit: ErrorCode,
  list: () => readonly Uint8Array[],
  run: (toolchain: Root, components: readonly Uint8Array[]) => T,
  finish: (skeletonRun: SkeletonRun<T>) => T | undefined,
  options: SkeletonOptions = {},
): Promise<T> {
  try {
    // One synchronous step, so that nobody changes the bytes between the skeleton and the splice.
    const result = await callToolchain(culprit, (toolchain) =>
      tryOnSkeletons(toolchain, list(), run, finish, options),
    )
    if (result !== undefined) return result
  } catch {
    // The whole bytes say what is wrong.
  }
  return callToolchain(culprit, (toolchain) => run(toolchain, list()))
}

function tryOnSkeletons<T>(
  toolchain: Root,
  components: readonly Uint8Array[],
  run: (toolchain: Root, components: readonly Uint8Array[]) => T,
  finish: (skeletonRun: SkeletonRun<T>) => T | undefined,
  { marked = true, validated = true, worth }: SkeletonOptions,
): T | undefined {
  const size = components.reduce((sum, { length }) => sum + length, 0)
  if (size < (worth ?? WORTH_BYTES)) return undefined
  const parts: Part[] = []
  for (const [index, whole] of components.entries()) {
    const skeleton = buildSkeleton(whole, {
      keepRareBodies: validated,
      ...(marked ? { mark: index } : {}),
      ...(worth === undefined ? {} : { worth: 0 }),
    })
    if (skeleton === undefined) return undefined
    parts.push({ skeleton: skeleton.bytes, modules: skeleton.modules, whole })
  }
  return finish({
    result: run(
      toolchain,
      parts.map(({ skeleton }) => skeleton),
    ),
    areBodiesValid: () => areBodiesValid(parts),
    splice: (composed, validate) => {
      const spliced = spliceComponents(composed, parts)
      return spliced !== undefined && (!validate || areBodiesValid(spliced.used)) ? spliced.bytes : undefined
    },
  })
}

/** Skeletons are what a validator has seen; an engine validates the core modules with their bodies. */
function areBodiesValid(parts: readonly Part[]): boolean {
  return parts.every(({ modules }) => modules.every((module) => WebAssembly.validate(module as BufferSource)))
}
