import type { Finding, Severity } from '@wasm-airlock/shared'
import type { ExtraExport, TargetMismatch, TargetsResult, VersionMatch } from '@wasm-airlock/wac'
import { findNearest } from './nearest.ts'

/** How close a component has to be to a world; `checkConformance` says what each means. */
export type WorldMatch = 'subtype' | 'exact'

const MAX_TEXT = 1100

/** Everything in which a component differs from a world, the reasons to refuse it first. */
export function toFindings(targets: TargetsResult, match: WorldMatch): Finding[] {
  const { mismatches, extras, versions, world } = targets
  const whole = extras.filter(({ member }) => member === null).map(({ name }) => name)
  const refused = match === 'exact' ? 'error' : undefined
  return [
    ...mismatches.map((mismatch) => describeMismatch(mismatch, world, whole)),
    ...versions.map((version) => describeVersion(version, world, refused ?? 'info')),
    ...extras.map((extra) =>
      describeExtra(extra, world, isLeftOver(extra) ? 'info' : (refused ?? 'warning')),
    ),
  ]
}

const codes = {
  'import-unexpected': 'world-import-unexpected',
  'export-missing': 'world-export-missing',
  'type-mismatch': 'world-type-mismatch',
} as const

function describeMismatch(mismatch: TargetMismatch, world: string, others: readonly string[]): Finding {
  const { kind, side, name, reason, difference, expected, found } = mismatch
  const guess = kind === 'export-missing' ? findNearest(name, others) : undefined
  const nearest = mismatch.nearest ?? guess
  return {
    code: codes[kind],
    severity: 'error',
    path: `${side} ${name}`,
    args: {
      name,
      world,
      reason: shorten(reason),
      ...(expected === undefined ? {} : { expected: shorten(expected) }),
      ...(found === undefined ? {} : { found: shorten(found) }),
      ...(nearest === undefined ? {} : { nearest }),
      ...(difference === null
        ? {}
        : {
            place: shorten(difference.path.join(' / ')),
            expectedThere: shorten(difference.expected),
            foundThere: shorten(difference.found),
          }),
    },
  }
}

function describeVersion(
  { side, expected, found }: VersionMatch,
  world: string,
  severity: Severity,
): Finding {
  return {
    code: 'world-version-differs',
    severity,
    path: `${side} ${found}`,
    args: { name: expected, world, found },
  }
}

function describeExtra(
  { name, member, kind, found }: ExtraExport,
  world: string,
  severity: Severity,
): Finding {
  const type = { kind, found: shorten(found) }
  if (member === null) {
    return { code: 'world-export-extra', severity, path: `export ${name}`, args: { name, world, ...type } }
  }
  const path = `export ${name} / ${member}`
  return { code: 'world-interface-wider', severity, path, args: { name, member, world, ...type } }
}

/** componentize-py leaves the interface in which it prepared the interpreter behind. */
function isLeftOver({ name, member, functions }: ExtraExport): boolean {
  return name === 'exports' && member === null && functions.length === 1 && functions[0] === 'init'
}

/** Texts of a stranger's choice, of which people read no more. */
function shorten(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text
}
