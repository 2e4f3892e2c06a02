import { isTypesOnly, type WorldItem } from '@wasm-airlock/shared'
import type { ComponentReport } from '../../component-report.ts'
import { identify } from '../sarif/fingerprint.ts'
import { diffCapabilities, findReachable } from './diff-capabilities.ts'
import { diffContents } from './diff-contents.ts'
import { diffItems } from './diff-items.ts'
import { diffBy } from './diff-lists.ts'
import type { ItemsDiff, ReportDiff } from './diff-types.ts'
import { areCompatible } from './interface-version.ts'

/**
 * Compares two components by their reports: above all, what the later one can touch that the earlier one
 * could not.
 *
 * @param before What `reportComponent` returned for the earlier component.
 * @param after What it returned for the later one, with the same options.
 * @returns Plain data; `formatDiff` words it.
 */
export function diffReports(before: ComponentReport, after: ComponentReport): ReportDiff {
  const imports = diffItems(before.imports, after.imports)
  const capabilities = diffCapabilities(before.capabilities, after.capabilities)
  const reachable = findReachable(before.capabilities, after.capabilities)
  const isRead = after.contents !== null || after.imports.length + after.exports.length > 0
  return {
    grew:
      !isRead ||
      asksForMore(diffItems(before.imports.filter(isAsking), after.imports.filter(isAsking))) ||
      after.imports.some(isOpaque) ||
      capabilities.added.length + reachable.length > 0,
    ok: { before: before.ok, after: after.ok },
    capabilities,
    reach: { before: before.reach, after: after.reach },
    reachable,
    imports,
    exports: diffItems(before.exports, after.exports),
    findings: diffBy(before.findings, after.findings, (finding) =>
      [finding.severity, identify(finding)].join(' '),
    ),
    contents:
      before.contents === null || after.contents === null
        ? null
        : diffContents(before.contents, after.contents),
  }
}

/** An interface in a version that is not compatible, or a function of another type, is something else to ask for. */
function asksForMore({ added, moved, functions }: ItemsDiff): boolean {
  return (
    added.length > 0 ||
    moved.some((change) => !areCompatible(change.before, change.after)) ||
    functions.added.length + functions.changed.length > 0
  )
}

function isAsking(item: WorldItem): boolean {
  return !isTypesOnly(item)
}

/** What it asks for there is in its type, which no report has: whether it is the same cannot be told. */
function isOpaque({ kind }: WorldItem): boolean {
  return kind === 'module' || kind === 'component' || kind === 'value'
}
