import { formatFinding } from '@wasm-airlock/shared'
import type { ImportedFunction } from '../../component-report.ts'
import { groupByImport } from '../text/text-capabilities.ts'
import { describeSignature } from '../text/text-items.ts'
import { describeEmbedded, describeHost, describeSecret, type Show } from '../wording/found-words.ts'
import { listFirst } from '../wording/names.ts'
import { describeIncomplete } from '../wording/reach-words.ts'
import {
  capabilityWords,
  countWords,
  formatBytes,
  formatNumber,
  formatPages,
  severityWords,
} from '../wording/words.ts'
import type {
  CapabilityChange,
  Change,
  ContentsDiff,
  Difference,
  ItemsDiff,
  ReportDiff,
  Tool,
} from './diff-types.ts'

/** New, gone, or there before and after and not the same. */
export type Mark = '+' | '-' | '~'

/** One thing that is different. */
export type DiffLine = readonly [mark: Mark, text: string]

/** What belongs under one heading. */
export interface DiffSection {
  readonly heading: string
  readonly lines: readonly DiffLine[]
}

const MAX_NAMES = 20

/** Whether the later component can touch more, in one sentence. */
export function describeGrowth({ grew, ok, findings }: ReportDiff): string {
  const more = grew ? 'It can touch more than before.' : 'It can touch no more than before.'
  if (ok.before && !ok.after) return `${more} It was accepted before, and is refused now.`
  if (!ok.before && ok.after) return `${more} It was refused before, and is accepted now.`
  return findings.added.length > 0 ? `${more} There are new findings.` : more
}

/** All that is different, most important first; sections without a line are left out. */
export function describeDiff(diff: ReportDiff, show: Show, showArgument: Show = show): DiffSection[] {
  const { capabilities, reach, reachable, imports, exports, findings, contents } = diff
  const sections: DiffSection[] = [
    { heading: 'What it can do', lines: describeCapabilities(capabilities, show) },
    {
      heading: 'Functions that could never be called, and now might be',
      lines: [
        ...reachable.map((each): DiffLine => ['+', describeFunction(each, show)]),
        ...describeReach(reach).map((text): DiffLine => ['~', text]),
      ],
    },
    {
      heading: 'Findings',
      lines: both(
        findings,
        (each) => `${severityWords[each.severity]}: ${formatFinding(each, showArgument)}`,
      ),
    },
    { heading: 'Imports', lines: describeItems(imports, show) },
    { heading: 'Exports', lines: describeItems(exports, show) },
    ...(contents === null ? [] : describeContents(contents, show)),
  ]
  return sections.filter(({ lines }) => lines.length > 0)
}

function both<Item>({ added, removed }: Difference<Item>, word: (item: Item) => string): DiffLine[] {
  return [
    ...added.map((item): DiffLine => ['+', word(item)]),
    ...removed.map((item): DiffLine => ['-', word(item)]),
  ]
}

function describeCapabilities({ added, removed }: Difference<CapabilityChange>, show: Show): DiffLine[] {
  return [
    ...added.map((each): DiffLine => ['+', describeCapability(each, 'more', show)]),
    ...removed.map((each): DiffLine => ['-', describeCapability(each, 'fewer', show)]),
  ]
}

function describeCapability(
  { kind, isWhole, functions }: CapabilityChange,
  than: string,
  show: Show,
): string {
  const through = listFirst(
    groupByImport(functions).map(([name]) => name),
    MAX_NAMES,
    (name) => [show(name)],
    (more) => `and ${formatNumber(more)} more`,
  )
  const count = countWords(functions.length, isWhole ? 'function' : `${than} function`)
  return `${capabilityWords[kind]}: ${count}, through ${through.join(', ')}`
}

function describeFunction({ import: item, name }: ImportedFunction, show: Show): string {
  return item === name ? show(name) : `${show(item)}: ${show(name)}`
}

/** What keeps the two from being compared function by function. */
function describeReach({ before, after }: ReportDiff['reach']): string[] {
  if (before === null && after === null) return []
  if (before === null) return ['not compared: only the later report says which functions are never called']
  if (after === null) return ['only the earlier report says which functions are never called']
  return [
    ...describeIncomplete(before).map((text) => `of the earlier one: ${text}`),
    ...describeIncomplete(after).map((text) => `of the later one: ${text}`),
  ]
}

function describeItems({ added, removed, moved, functions }: ItemsDiff, show: Show): DiffLine[] {
  return [
    ...both({ added, removed }, (item) => {
      const [signature] = item.kind === 'function' ? item.functions : []
      if (signature !== undefined) return show(describeSignature(signature))
      return `${show(item.name)}, ${countWords(item.functions.length, 'function')}`
    }),
    ...moved.map(
      ({ name, before, after }): DiffLine => [
        '~',
        `${show(name)}: version ${show(before)} is now ${show(after)}`,
      ],
    ),
    ...both(functions, (each) => `${show(each.item)}: ${show(describeSignature(each.function))}`),
    ...functions.changed.map(
      ({ item, before, after }): DiffLine => [
        '~',
        `${show(item)}: ${show(describeSignature(before))} is now ${show(describeSignature(after))}`,
      ],
    ),
  ]
}

function describeContents(contents: ContentsDiff, show: Show): DiffSection[] {
  const { tools, hosts, secrets, embedded, isComplete } = contents
  const tool = ({ field, name, version }: Tool) => `${show(field)}: ${show(`${name} ${version}`.trim())}`
  return [
    { heading: 'Looks like a secret', lines: both(secrets, (each) => describeSecret(each, show)) },
    { heading: 'Binaries hidden in its data', lines: both(embedded, describeEmbedded) },
    { heading: 'Hosts that its data names', lines: both(hosts, (each) => describeHost(each, show)) },
    {
      heading: 'Tools',
      lines: [
        ...both(tools, tool),
        ...tools.moved.map(
          ({ before, after }): DiffLine => ['~', `${tool(before)} is now ${show(after.version)}`],
        ),
      ],
    },
    {
      heading: 'What it is made of',
      lines: [
        ...changed('size', contents.bytes, formatBytes),
        ...changed('core modules', contents.modules, formatNumber),
        ...changed('components inside', contents.components, formatNumber),
        ...changed('memory declared', contents.minimumPages, formatPages),
        ...(isComplete ? [] : [['~', 'lists were cut off: more may be different than is listed'] as const]),
      ],
    },
  ]
}

function changed(
  label: string,
  { before, after }: Change<number>,
  format: (value: number) => string,
): DiffLine[] {
  if (before === after) return []
  const difference = `${format(Math.abs(after - before))} ${after > before ? 'more' : 'less'}`
  return [['~', `${label}: ${format(before)} is now ${format(after)}, ${difference}`]]
}
