import { bytes as bytesReader, objectOf, optional, readArgument, text } from './arguments.ts'
import { callOnSkeletons } from './on-skeletons.ts'
import type { TypeDifference } from './type-difference.ts'
import { listFiles, type WitSources } from './wit.ts'

export interface TargetsOptions {
  /**
   * The world by its plain or full name (`component:promptprocessor/promptmodifier@0.0.1`).
   *
   * @default the only world of the package
   */
  readonly world?: string | undefined
  /**
   * How messages call the WIT package.
   *
   * @default none
   */
  readonly path?: string | undefined
}

/** One way in which a component does not conform. */
export interface TargetMismatch {
  readonly kind: 'import-unexpected' | 'export-missing' | 'type-mismatch'
  /** Whether `name` is an import or an export. */
  readonly side: 'import' | 'export'
  readonly name: string
  /** One sentence; of a mismatch, the place and both types. */
  readonly reason: string
  /** What the other side has whose name differs in version or spelling only; `null` of a type mismatch. */
  readonly nearest: string | null
  /** Of a mismatch, where it is known: the first place where the types differ. */
  readonly difference: TypeDifference | null
  /**
   * What the world has, as WIT text of at most 1024 bytes and `…`; not there for an unexpected import, nor
   * from the thousandth mismatch on.
   */
  readonly expected?: string
  /** What the component has, likewise; not there for a missing export. */
  readonly found?: string
}

/** Something that a component exports and the world does not ask for: no mismatch. */
export interface ExtraExport {
  /** The export. */
  readonly name: string
  /** What is too much of an interface that the world asks for; `null` where it is the whole export. */
  readonly member: string | null
  /** `function`, `instance`, `resource`, `record`, … */
  readonly kind: string
  /** Names of the first 16 functions of an interface. */
  readonly functions: readonly string[]
  /** Its type as WIT text of at most 1024 bytes and `…`. */
  readonly found: string
}

/** An import or export that fits in a version with which its own is compatible. */
export interface VersionMatch {
  readonly side: 'import' | 'export'
  /** The name that the world has. */
  readonly expected: string
  /** The name that the component has. */
  readonly found: string
}

export interface TargetsResult {
  readonly ok: boolean
  /** Imports outside of the world, missing exports, then what differs, each in the order of the names. */
  readonly mismatches: readonly TargetMismatch[]
  /** The first thousand exports beyond the world: whole ones, then those inside of interfaces. */
  readonly extras: readonly ExtraExport[]
  /** The first thousand names for which another version stands in: imports, then exports. */
  readonly versions: readonly VersionMatch[]
  /** Full name of the world. */
  readonly world: string
  /**
   * What `wac targets` prints behind `error: `, `null` where it accepts. It also refuses some calls that
   * are answered here: a world by its full name, or left to be found beside interfaces.
   */
  readonly report: string | null
}

const targetsOptions = objectOf({ world: optional(text), path: optional(text) })

/**
 * Does a component conform to a world? The verdict is that of `wac targets`: a component may import less
 * and export more than the world says.
 *
 * @param component The component.
 * @param wit The WIT package that holds the world.
 * @param options Which world, and how messages call the package.
 * @returns All imports and exports that do not conform, all in one go, each with the first difference.
 * @throws AirlockError `component-malformed`, `wit-invalid` (with file, line and column) or `world-unknown`;
 * `report` of the details is what `wac targets` prints.
 */
export async function checkTargets(
  component: Uint8Array,
  wit: WitSources,
  options: TargetsOptions = {},
): Promise<TargetsResult> {
  const whole = readArgument(bytesReader, component, 'component')
  const files = listFiles(wit, 'wit')
  const { world, path = '' } = readArgument(targetsOptions, options, 'options')
  const json = await callOnSkeletons(
    'component-malformed',
    [whole],
    (toolchain, [bytes = whole]) => toolchain.checkTargets(bytes, files, path, world),
    ({ result }) => result,
    { validated: false },
  )
  return JSON.parse(json) as TargetsResult
}
