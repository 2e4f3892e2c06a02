import type { WitFiles } from '@wasm-airlock/shared'
import { bytesOf, callToolchain } from './toolchain.ts'
import { listFiles } from './wit.ts'

export interface TargetsOptions {
  /**
   * The world by its plain or full name (`component:promptprocessor/promptmodifier@0.0.1`).
   *
   * @default the only world of the package
   */
  readonly world?: string
}

/** One way in which a component does not conform. */
export interface TargetMismatch {
  readonly kind: 'import-unexpected' | 'export-missing' | 'type-mismatch'
  /** The import or export. */
  readonly name: string
  readonly reason: string
}

export interface TargetsResult {
  readonly ok: boolean
  readonly mismatches: readonly TargetMismatch[]
  /** Full name of the world. */
  readonly world: string
}

/**
 * Does a component conform to a world? The verdict is that of `wac targets`: a component may import less
 * and export more than the world says.
 *
 * @param component The component.
 * @param wit The WIT package that holds the world.
 * @param options Which world.
 * @returns All imports and exports that do not conform, each with the first difference.
 * @throws AirlockError `component-malformed`, `wit-invalid` (with file, line and column) or `world-unknown`.
 */
export async function checkTargets(
  component: Uint8Array,
  wit: WitFiles,
  options: TargetsOptions = {},
): Promise<TargetsResult> {
  const json = await callToolchain('component-malformed', (toolchain) =>
    toolchain.checkTargets(bytesOf(component, 'component'), listFiles(wit), '', options.world),
  )
  return JSON.parse(json) as TargetsResult
}
