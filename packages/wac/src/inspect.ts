import type { WorldItem } from '@wasm-airlock/shared'
import { bytes as bytesReader, flag, objectOf, optional, readArgument } from './arguments.ts'
import { callOnSkeletons } from './on-skeletons.ts'
import type { ComponentTypeDefinition, TypeRef } from './type-table.ts'
import { markTypesOnly } from './types-only.ts'

/** A name that a core module or component carries, where strangers chose the text. */
export interface CarriedName {
  /** `component` for the outermost one, `module 0`, `component 1 / module 2`. */
  readonly where: string
  readonly kind: 'import-module' | 'import-name' | 'export' | 'component-import' | 'component-export'
  readonly name: string
}

/** A memory that a core module defines; a page has 65,536 bytes. */
export interface CoreMemory {
  readonly where: string
  readonly minimumPages: number
  readonly maximumPages: number | null
}

/** More of something than an inspection reads. */
export interface ExceededLimit {
  /** `core modules`, `names of imports and exports`, `bytes that define types`. */
  readonly what: string
  readonly limit: number
  /** What was counted until then: the binary may hold more. */
  readonly actual: number
}

/** An import or export of the component. */
export interface InspectedItem extends WorldItem {
  /** Its full type: an index into `types`; `null` where the component is not valid. */
  readonly type: TypeRef | null
}

/** What a binary is and what it carries. */
export interface Inspection {
  readonly kind: 'component' | 'core-module' | 'wit-package' | 'not-wasm'
  /** Why it is not valid WebAssembly, and at which byte; `null` if it is. */
  readonly invalid: null | { readonly reason: string; readonly offset: number }
  /** The limit at which the reading stopped. Then `invalid` says so too, and all else is only a part. */
  readonly exceeded: null | ExceededLimit
  /** Imports of the component; without functions where it is not valid. */
  readonly imports: readonly InspectedItem[]
  readonly exports: readonly InspectedItem[]
  /** Every type that the imports and exports are made of; they refer to one another by index. */
  readonly types: readonly ComponentTypeDefinition[]
  /** Every import and export name at every depth, each once per place and kind, as far as it parses. */
  readonly names: readonly CarriedName[]
  /** Number of core modules at every depth. */
  readonly modules: number
  /** Number of components inside of the outermost one. */
  readonly components: number
  readonly memories: readonly CoreMemory[]
  /** The `producers` section of the outermost level: field → tool → version. Empty where it has over 64 KiB. */
  readonly producers: Readonly<Record<string, Readonly<Record<string, string>>>>
}

export interface InspectOptions {
  /**
   * Whether function bodies have to be valid, too. Checking them is most of the work, and all of it that a few
   * bytes can make take minutes.
   *
   * @default true
   */
  readonly bodies?: boolean | undefined
}

const inspectOptions = objectOf({ bodies: optional(flag) })

/**
 * Reads a WebAssembly binary without running or compiling it. Bad input is a result, not an error, and so
 * is a binary that carries more than what any toolchain builds: 100,000 names, 20,000 functions, 1000
 * modules, 1000 components, 100 memories, 100,000 sections, 1,000,000 functions, globals, imports, exports and
 * the like, 2 MiB of types, 50,000 types of imports and exports, 16 MiB of names and signatures.
 *
 * @param bytes Anything.
 * @param options Whether function bodies are validated.
 * @returns What it is, whether it is valid, and its imports, exports, types, names and memories.
 * @throws AirlockError `component-malformed` where it exhausts the reader, `input-too-large`.
 */
export async function inspectComponent(bytes: Uint8Array, options: InspectOptions = {}): Promise<Inspection> {
  const whole = readArgument(bytesReader, bytes, 'bytes')
  const { bodies = true } = readArgument(inspectOptions, options, 'options')
  return callOnSkeletons(
    'component-malformed',
    [whole],
    (toolchain, [some = whole]) => markTypesOnly(JSON.parse(toolchain.inspect(some)) as Inspection),
    // Offsets and limits are those of the whole.
    ({ result, areBodiesValid, locate }) => {
      const { invalid } = result
      if (bodies) return invalid === null && areBodiesValid() ? result : undefined
      if (invalid === null) return result
      return { ...result, invalid: moveInvalid(invalid, locate) }
    },
    { marked: false, validated: bodies, ...(bodies ? {} : { worth: 1 }) },
  )
}

/** The same complaint about the whole: one about a section that is too large says in its text where it should end. */
function moveInvalid(
  { reason, offset }: NonNullable<Inspection['invalid']>,
  locate: (offset: number) => number,
): Inspection['invalid'] {
  const end = (_: string, digits: string) => `goes past 0x${locate(Number.parseInt(digits, 16)).toString(16)}`
  return { reason: reason.replace(/goes past 0x([0-9a-f]+)$/, end), offset: locate(offset) }
}
