import { baseName, trackOf } from './names.ts'

/** An export that is close to an import and does not satisfy it. */
export interface NearMiss {
  readonly plug: string
  readonly export: string
  /** Id of the application's component. */
  readonly to: string
  readonly import: string
  readonly kind: 'version' | 'case'
  /** One sentence that says what was expected and what was found. */
  readonly reason: string
}

/** How many pairs are reported. */
const maximumMisses = 100

/** Which exports differ from what is wanted in nothing but the version, or the spelling? */
export function findNearMisses(
  plug: string,
  exports: readonly string[],
  to: string,
  imports: readonly string[],
): NearMiss[] {
  const byWords = Map.groupBy(exports, wordsOf)
  const misses = imports.flatMap((wanted) =>
    (byWords.get(wordsOf(wanted)) ?? [])
      .filter((name) => trackOf(name) !== trackOf(wanted))
      .map((name) => describe(plug, name, to, wanted)),
  )
  return misses.slice(0, maximumMisses)
}

function wordsOf(name: string): string {
  return baseName(name).toLowerCase().replaceAll(/[-_]/g, '')
}

function describe(plug: string, name: string, to: string, wanted: string): NearMiss {
  const isVersion = baseName(name) === baseName(wanted)
  const kind = isVersion ? 'version' : 'case'
  const reason = isVersion
    ? `it exports ${name}, whose version is not compatible`
    : `it exports ${name}, which is spelt otherwise`
  return { plug, export: name, to, import: wanted, kind, reason }
}
