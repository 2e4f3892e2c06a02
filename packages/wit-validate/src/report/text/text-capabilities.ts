import { capabilityKinds } from '../../capabilities/kinds.ts'
import type { Capability, ImportedFunction, Offer, Reach } from '../../component-report.ts'
import { padEnd, padStart, wrapText } from '../wording/columns.ts'
import { compareText, listFirst, showName } from '../wording/names.ts'
import { describeIncomplete } from '../wording/reach-words.ts'
import { capabilityWords, formatNumber, offerWords } from '../wording/words.ts'

const KIND = 32
const NUMBER = 14
const MAX_IMPORTS = 50
const MAX_NAMES = 60

/** What a component can do, with the functions that let it: a table, and below each row the functions. */
export function formatCapabilities(capabilities: readonly Capability[], reach: Reach | null): string[] {
  if (capabilities.length === 0) return ['What it can do: compute, and nothing else']
  const isDeep = reach?.complete === true
  const head = padEnd('What it can do', KIND) + padStart('functions', NUMBER)
  return [
    isDeep ? head + padStart('never called', NUMBER) : head,
    ...sortCapabilities(capabilities).flatMap((capability) => formatCapability(capability, isDeep)),
    ...(isDeep ? wrapText(neverCalled, '  ') : []),
    ...describeIncomplete(reach).flatMap((text) => wrapText(text, '  ')),
  ]
}

const neverCalled =
  'Never called: no path leads there from any export or start function. All other functions might be called.'

/** What a host can use it for, and through which exports. */
export function formatOffers(offers: readonly Offer[]): string[] {
  if (offers.length === 0) return []
  return [
    'What it can be used for',
    ...offers.flatMap(({ kind, exports }) => [
      `  ${offerWords[kind]}`,
      ...wrapText(listNames(exports.toSorted(compareText)), '    '),
    ]),
  ]
}

/** Most serious first. */
export function sortCapabilities(capabilities: readonly Capability[]): Capability[] {
  return capabilities.toSorted((a, b) => capabilityKinds.indexOf(a.kind) - capabilityKinds.indexOf(b.kind))
}

function formatCapability({ kind, functions }: Capability, isDeep: boolean): string[] {
  const never = functions.filter(({ called }) => called === 'never')
  const row = padEnd(`  ${capabilityWords[kind]}`, KIND) + padStart(formatNumber(functions.length), NUMBER)
  return [
    isDeep ? row + padStart(formatNumber(never.length), NUMBER) : row,
    ...formatFunctions(functions.filter(({ called }) => called !== 'never')),
    ...(never.length === 0 ? [] : ['    never called', ...formatFunctions(never, '      ')]),
  ]
}

function formatFunctions(functions: readonly ImportedFunction[], indent = '    '): string[] {
  return listFirst(
    groupByImport(functions),
    MAX_IMPORTS,
    ([name, members]) => [
      ...wrapText(showName(name), indent, `${indent}    `),
      ...(members.length === 0 ? [] : wrapText(listNames(members), `${indent}  `)),
    ],
    (more) => `${indent}… and ${formatNumber(more)} more`,
  )
}

/** The functions of each import, sorted; none for a function that is an import of its own. */
export function groupByImport(functions: readonly ImportedFunction[]): [name: string, members: string[]][] {
  return [...Map.groupBy(functions, (each) => each.import)]
    .map(([name, members]): [string, string[]] => [
      name,
      members.map((each) => each.name).filter((each) => each !== name),
    ])
    .map(([name, members]): [string, string[]] => [name, members.toSorted(compareText)])
    .toSorted(([a], [b]) => compareText(a, b))
}

function listNames(names: readonly string[]): string {
  return listFirst(
    names,
    MAX_NAMES,
    (name) => [showName(name, 120)],
    (more) => `and ${formatNumber(more)} more`,
  ).join(', ')
}
