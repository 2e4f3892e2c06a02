import type { Capability, ImportedFunction, Offer, Reach } from '../../component-report.ts'
import { groupByImport, sortCapabilities } from '../text/text-capabilities.ts'
import { compareText } from '../wording/names.ts'
import { describeIncomplete } from '../wording/reach-words.ts'
import { capabilityWords, formatNumber, offerWords } from '../wording/words.ts'
import { cellCode, code, details, listText, type Section, table } from './markdown-text.ts'

const MAX_IMPORTS = 10
const MAX_FUNCTIONS = 50

/** What a component can do, what it can be used for, and the functions behind each capability. */
export function capabilitySections(
  capabilities: readonly Capability[],
  offers: readonly Offer[],
  reach: Reach | null,
): Section[] {
  const sorted = sortCapabilities(capabilities)
  return [
    [
      'What it can do',
      ['### What it can do', capabilityTable(sorted, reach), ...describeIncomplete(reach)].join('\n\n'),
    ],
    ['What it can be used for', offerList(offers)],
    ['Functions behind it', functionList(sorted)],
  ]
}

function capabilityTable(capabilities: readonly Capability[], reach: Reach | null): string {
  if (capabilities.length === 0) return 'Compute, and nothing else.'
  const isDeep = reach?.complete === true
  const rows = capabilities.map(({ kind, functions }) => [
    capabilityWords[kind],
    formatNumber(functions.length),
    ...(isDeep ? [formatNumber(functions.filter(isNeverCalled).length)] : []),
    listText(
      groupByImport(functions).map(([name]) => name),
      MAX_IMPORTS,
      cellCode,
    ),
  ])
  return table(['it', 'functions', ...(isDeep ? ['never called'] : []), 'through'], rows)
}

function isNeverCalled({ called }: ImportedFunction): boolean {
  return called === 'never'
}

function offerList(offers: readonly Offer[]): string {
  if (offers.length === 0) return ''
  const lines = offers.map(
    ({ kind, exports }) =>
      `- ${offerWords[kind]}: ${listText(exports.toSorted(compareText), MAX_IMPORTS, code)}`,
  )
  return `### What it can be used for\n\n${lines.join('\n')}`
}

function functionList(capabilities: readonly Capability[]): string {
  if (capabilities.length === 0) return ''
  const lines = capabilities.flatMap(({ kind, functions }) => [
    `- ${capabilityWords[kind]}`,
    ...groupByImport(functions.filter((each) => !isNeverCalled(each))).map(functionLine),
    ...groupByImport(functions.filter(isNeverCalled)).map((group) => `${functionLine(group)} (never called)`),
  ])
  return details('Functions behind it', lines.join('\n'))
}

function functionLine([name, members]: [name: string, members: string[]]): string {
  return `  - ${code(name)}${members.length === 0 ? '' : `: ${listText(members, MAX_FUNCTIONS, code)}`}`
}
