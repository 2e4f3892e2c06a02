import type { Finding } from '@wasm-airlock/shared'
import type { Limits } from './limits.ts'

/** What each limit counts, as findings call it. */
const counted: Readonly<Record<keyof Limits, string>> = {
  maxBytes: 'bytes',
  maxNesting: 'levels of nested components',
  maxModules: 'core modules',
  maxComponents: 'nested components',
  maxSections: 'sections',
  maxSectionBytes: 'bytes of one section',
  maxDeclarationBytes: 'bytes of declarations',
  maxCustomBytes: 'bytes of custom sections',
  maxImports: 'imports of components',
  maxExports: 'exports of components',
  maxBodyWork: 'size of function bodies, in checks',
  maxFunctions: 'functions of core modules',
  maxStartFunctions: 'functions that run at the start',
  maxMemories: 'memories',
  maxSharedMemories: 'memories that threads share',
  maxMemoryBytes: 'bytes of memory at the start',
  maxTables: 'tables',
  maxTableElements: 'elements of tables at the start',
  maxNames: 'names of imports and exports',
  maxNameLength: 'characters of a name',
  maxTexts: 'texts of custom sections',
  maxTypes: 'types that are defined',
  maxTypeDepth: 'depth of types',
  maxBindings: 'size of generated bindings, in types',
}

/** Counts what there are limits for, up to any number. */
export class Tally {
  readonly limits: Required<Limits>
  readonly #counts = new Map<keyof Limits, number>()

  constructor(limits: Required<Limits>) {
    this.limits = limits
  }

  add(limit: keyof Limits, amount = 1): void {
    this.#counts.set(limit, (this.#counts.get(limit) ?? 0) + amount)
  }

  /** For what is not added up: the largest one counts. */
  raise(limit: keyof Limits, amount: number): void {
    this.#counts.set(limit, Math.max(this.#counts.get(limit) ?? 0, amount))
  }

  isExceeded(limit: keyof Limits): boolean {
    return (this.#counts.get(limit) ?? 0) > this.limits[limit]
  }

  /** One finding for each limit that is exceeded. */
  findings(): Finding[] {
    return [...this.#counts].flatMap(([limit, count]) =>
      this.isExceeded(limit) ? [limitExceeded(counted[limit], count, this.limits[limit])] : [],
    )
  }
}

/** More of something than there may be. */
export function limitExceeded(what: string, actual: number, limit: number): Finding {
  const args = { what, actual: Math.min(actual, Number.MAX_SAFE_INTEGER), limit }
  return { code: 'limit-exceeded', severity: 'error', path: what, args }
}
