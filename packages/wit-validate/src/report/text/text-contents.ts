import type { Contents, ModuleContents, Place } from '../../component-report.ts'
import { padEnd, padStart, wrapText } from '../wording/columns.ts'
import { sumUp } from '../wording/contents-facts.ts'
import { describeEmbedded, describeHost, describeSecret } from '../wording/found-words.ts'
import { compareText, showName } from '../wording/names.ts'
import { formatBytes, formatNumber, formatPages } from '../wording/words.ts'

const LABEL = 22
const MAX_MODULES = 20
const MAX_PLACES = 30

/** What a component is made of: one fact a line, then a table of its modules, then what somebody should look at. */
export function formatContents(contents: Contents): string[][] {
  const { modules, secrets, embedded, hosts, totals } = contents
  return [
    [
      'What it is made of',
      ...sumUp(contents, (name) => showName(name === '' ? '(no name)' : name, 60)).flatMap(([label, value]) =>
        wrapText(value, padEnd(padEnd(`  ${label}`, LABEL - 1), LABEL), ' '.repeat(LABEL)),
      ),
    ],
    formatModules(modules, totals.modules),
    formatPlaces('Looks like a secret', secrets, totals.secrets, (each) => describeSecret(each, showName)),
    formatPlaces('Binaries hidden in its data', embedded, totals.embedded, describeEmbedded),
    formatPlaces('Hosts that its data names', hosts, totals.hosts, (each) => describeHost(each, showName)),
  ]
}

const WHERE = 32

function formatModules(modules: readonly ModuleContents[], total: number): string[] {
  if (modules.length === 0) return []
  const largest = modules.toSorted((a, b) => b.bytes - a.bytes || compareText(a.where, b.where))
  const heads = ['size', 'functions', 'data', 'memory']
  return [
    `${padEnd('Core modules', WHERE)}${heads.map((head) => padStart(head, 12)).join('')}`,
    ...largest.slice(0, MAX_MODULES).map(formatModule),
    ...countOthers(total, MAX_MODULES),
  ]
}

function formatModule({ where, bytes, functions, dataBytes, memories }: ModuleContents): string {
  const pages = memories.reduce((sum, { minimumPages }) => sum + minimumPages, 0)
  const memory = memories.length === 0 ? '' : formatPages(pages)
  const cells = [formatBytes(bytes), formatNumber(functions), formatBytes(dataBytes), memory]
  const name = padEnd(`  ${showName(where, WHERE - 3)}`, WHERE)
  return `${name}${cells.map((cell) => padStart(cell, 12)).join('')}`.trimEnd()
}

function formatPlaces<Found extends Place>(
  heading: string,
  found: readonly Found[],
  total: number,
  describe: (each: Found) => string,
): string[] {
  if (found.length === 0) return []
  return [
    heading,
    ...found
      .slice(0, MAX_PLACES)
      .flatMap((each) => [
        ...wrapText(describe(each), '  ', '      '),
        ...wrapText(`${showName(each.where)}, byte ${formatNumber(each.offset)}`, '    ', '      '),
      ]),
    ...countOthers(total, MAX_PLACES),
  ]
}

function countOthers(total: number, listed: number): string[] {
  return total > listed ? [`  … and ${formatNumber(total - listed)} more`] : []
}
