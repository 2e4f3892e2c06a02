import { AirlockError } from '@wasm-airlock/shared'

/**
 * How much a component may have of what tools pay for. A limit that is left out has its default; those of
 * one policy hold together.
 */
export interface Limits {
  /** Bytes of the whole. */
  readonly maxBytes?: number
  /** How deep components are nested; the outermost one is 1. */
  readonly maxNesting?: number
  /** Core modules at every depth. */
  readonly maxModules?: number
  /** Components inside of the outermost one. */
  readonly maxComponents?: number
  /** Sections at every depth, custom ones included. */
  readonly maxSections?: number
  /** Bytes of any one section that is neither a core module nor a component. */
  readonly maxSectionBytes?: number
  /** Bytes together of all sections that are neither code, data, custom sections, core modules nor components. */
  readonly maxDeclarationBytes?: number
  /** Bytes of all custom sections together. */
  readonly maxCustomBytes?: number
  /** Imports that components declare, at every depth. */
  readonly maxImports?: number
  /** Exports that components declare, at every depth. */
  readonly maxExports?: number
  /** Functions that core modules define. */
  readonly maxFunctions?: number
  /**
   * What a validator has to do at most for function bodies: their bytes times the parameters and results of the
   * largest function type of their core module, and their locals.
   */
  readonly maxBodyWork?: number
  /** Functions that run when core modules are instantiated, as often as they are. */
  readonly maxStartFunctions?: number
  /** Memories that core modules declare, or of all their instances, where that is more. */
  readonly maxMemories?: number
  /** Memories that threads share. */
  readonly maxSharedMemories?: number
  /** Bytes of all these memories together when they are made. */
  readonly maxMemoryBytes?: number
  /** Tables that core modules declare, or of all their instances, where that is more. */
  readonly maxTables?: number
  /** Elements of all these tables together when they are made. */
  readonly maxTableElements?: number
  /** Different names of imports and exports, of each core module and component. */
  readonly maxNames?: number
  /** Characters of one such name, or of that of a custom section. */
  readonly maxNameLength?: number
  /** Names and other texts in custom sections that tools read, above all those for debuggers. */
  readonly maxTexts?: number
  /** Types that components define, those of imports included. */
  readonly maxTypes?: number
  /** How deep a type consists of types: `list<list<u8>>` is 3. */
  readonly maxTypeDepth?: number
  /**
   * Types to convert in generated bindings where nothing is shared, for every instance, and what else is written,
   * by its weight in types; about 100 bytes of JavaScript each in real components, up to 700 in hostile ones.
   */
  readonly maxBindings?: number
}

/** What holds where nothing else is said, and the most that can be said. */
export interface LimitRange {
  readonly default: number
  /** Where the reader itself stops, or no engine goes beyond. */
  readonly max: number
}

const MiB = 1024 * 1024
const GiB = 1024 * MiB

/** Every limit, in the order in which they are checked. Real components stay far below the defaults. */
export const limitRanges: Readonly<Record<keyof Limits, LimitRange>> = {
  maxBytes: { default: 128 * MiB, max: GiB },
  maxNesting: { default: 64, max: 64 },
  maxModules: { default: 1000, max: 1000 },
  maxComponents: { default: 1000, max: 1000 },
  maxSections: { default: 100_000, max: 100_000 },
  maxSectionBytes: { default: 64 * MiB, max: GiB },
  maxDeclarationBytes: { default: 32 * MiB, max: 256 * MiB },
  maxCustomBytes: { default: 64 * MiB, max: GiB },
  maxImports: { default: 20_000, max: 20_000 },
  maxExports: { default: 20_000, max: 20_000 },
  maxFunctions: { default: 1_000_000, max: 1_000_000 },
  maxBodyWork: { default: 1_000_000_000, max: 1_000_000_000_000 },
  maxStartFunctions: { default: 1000, max: 1000 },
  maxMemories: { default: 100, max: 100 },
  maxSharedMemories: { default: 0, max: 100 },
  maxMemoryBytes: { default: GiB, max: 64 * GiB },
  maxTables: { default: 1000, max: 100_000 },
  maxTableElements: { default: 1_000_000, max: 1_000_000_000 },
  maxNames: { default: 100_000, max: 100_000 },
  maxNameLength: { default: 1024, max: 100_000 },
  maxTexts: { default: 1_000_000, max: 10_000_000 },
  maxTypes: { default: 50_000, max: 1_000_000 },
  maxTypeDepth: { default: 100, max: 100 },
  // Python with functions of all types of WIT and with all of WASI has 18,000, a composition of four large components
  // 34,000. Of what is made to be large, jco writes up to 60 MB of JavaScript below this.
  maxBindings: { default: 100_000, max: 2_000_000 },
}

/**
 * Fills in the defaults.
 *
 * @throws AirlockError `policy-invalid` where a limit is none, no whole number, or more than can be said.
 */
export function resolveLimits(limits: Limits = {}): Required<Limits> {
  const names = Object.keys(limitRanges) as (keyof Limits)[]
  const unknown = Object.keys(limits).find((name) => !Object.hasOwn(limitRanges, name))
  if (unknown !== undefined) throw invalid(unknown, 'There is no such limit.')
  const resolved = names.map((name) => {
    const { default: usual, max } = limitRanges[name]
    const value = limits[name] ?? usual
    if (Number.isInteger(value) && value >= 0 && value <= max) return [name, value]
    throw invalid(name, `It has to be a whole number from 0 to ${max}.`)
  })
  return Object.fromEntries(resolved) as Required<Limits>
}

function invalid(name: string, hint: string): AirlockError {
  return new AirlockError('policy-invalid', `The limit ${name} is not valid.`, {
    item: `limits.${name}`,
    hint,
  })
}
