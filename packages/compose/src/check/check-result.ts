import { matchesImport } from '@wasm-airlock/host'
import { AirlockError } from '@wasm-airlock/shared'
import type { OuterNames } from '../graph/read-names.ts'
import { trackOf } from '../match/names.ts'
import type { Socket } from '../match/sockets.ts'

/** A component that was composed. */
export interface Composed extends OuterNames {
  readonly component: Uint8Array
}

/** What a composition may be. */
export interface Expected {
  /** Names of exactly those exports that it is to have. */
  readonly exports: readonly string[]
  /** Names of the imports that may stay open. */
  readonly imports: readonly string[]
  /** Names of the imports that are satisfied inside of it. */
  readonly satisfied: readonly string[]
  /** What dependencies of the manifest satisfy when it is loaded. */
  readonly awaited?: readonly Awaited[]
}

/** A dependency of the manifest, and the imports that it satisfies. */
export interface Awaited {
  readonly key: string
  readonly imports: readonly string[]
}

/** What the manifest satisfies of the imports of a component of the application. */
export function awaitedImports({ entry, inspection }: Socket): Awaited[] {
  return Object.keys(entry.manifest.dependencies ?? {}).map((key) => ({
    key,
    imports: inspection.imports.map(({ name }) => name).filter((name) => matchesImport(key, name)),
  }))
}

/**
 * Is the composed component what it should be? All exports are there and no others, what was connected is no
 * import any more, there is no import that none of the parts may have, and dependencies of the manifest satisfy what
 * they satisfied.
 *
 * @param item As errors are to call it.
 * @throws AirlockError `compose-failed`.
 */
export function checkResult(item: string, { imports, exports }: OuterNames, expected: Expected): void {
  const fail = (reason: string) =>
    new AirlockError('compose-failed', `The composed ${item} is not as it should be: ${reason}.`, { item })
  const [lost] = without(expected.exports, exports)
  if (lost !== undefined) throw fail(`the export ${lost} is lost`)
  const [extra] = without(exports, expected.exports)
  if (extra !== undefined) throw fail(`the export ${extra} is new`)
  const open = new Set(imports)
  const unsatisfied = expected.satisfied.find((name) => open.has(name) && !expected.imports.includes(name))
  if (unsatisfied !== undefined) throw fail(`the import ${unsatisfied} is still open`)
  // Imports in compatible versions may become one.
  const [unknown] = without(imports.map(trackOf), expected.imports.map(trackOf))
  if (unknown !== undefined) throw fail(`the import ${unknown} is new`)
  for (const { key, imports: wanted } of expected.awaited ?? []) {
    const now = imports.filter((name) => matchesImport(key, name))
    const [gone] = without(wanted, now)
    const kept = `it has the dependency ${key}`
    if (gone !== undefined) {
      const newer = imports.find((name) => trackOf(name) === trackOf(gone))
      throw fail(
        `${kept}, and the import ${gone} for that ${newer === undefined ? 'is gone' : `became ${newer}`}`,
      )
    }
    const [more] = without(now, wanted)
    if (more !== undefined) throw fail(`${kept}, which would satisfy the new import ${more} too`)
  }
}

function without(names: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others)
  return names.filter((name) => !known.has(name))
}
