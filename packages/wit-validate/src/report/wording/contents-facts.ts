import type { Contents, ContentsTotals, ModuleContents } from '../../component-report.ts'
import type { Show } from './found-words.ts'
import { compareText, listFirst } from './names.ts'
import { countWords, formatBytes, formatNumber, formatPages } from './words.ts'

const MAX_NAMES = 10
const MAX_FIELDS = 10

/**
 * What is to be said of a component as a whole: each fact with its label.
 *
 * @param contents What it is made of.
 * @param show How names that it carries are written, in labels too.
 */
export function sumUp(contents: Contents, show: Show): [label: string, value: string][] {
  const { bytes, modules, totals } = contents
  return [
    ['size', bytes < 1024 ? formatBytes(bytes) : `${formatBytes(bytes)} (${countWords(bytes, 'byte')})`],
    ['core modules', formatNumber(totals.modules)],
    ['components inside', formatNumber(totals.components)],
    ['memories declared', describeMemories(modules)],
    ['tables declared', describeTables(modules)],
    ['runs at the start', describeStarts(contents, show)],
    ...describeProducers(contents, show),
    ...describeUnlisted(totals),
    ['custom sections', describeSections(contents, show)],
    ...describeUnchecked(totals),
  ]
}

function describeMemories(modules: readonly ModuleContents[]): string {
  const memories = modules.flatMap((module) => module.memories)
  if (memories.length === 0) return 'none'
  const start = memories.reduce((total, { minimumPages }) => total + minimumPages, 0)
  const most = memories.reduce((total, { maximumPages }) => total + (maximumPages ?? Number.NaN), 0)
  const maximum = Number.isNaN(most) ? 'no maximum' : `${formatPages(most)} at most`
  return `${formatNumber(memories.length)}, ${formatPages(start)} at the start, ${maximum}`
}

function describeTables(modules: readonly ModuleContents[]): string {
  const tables = modules.flatMap((module) => module.tables)
  if (tables.length === 0) return 'none'
  const elements = tables.reduce((total, { minimum }) => total + minimum, 0)
  return `${formatNumber(tables.length)}, ${countWords(elements, 'element')} at the start`
}

/** What runs before anything is called. */
function describeStarts({ hasStart, modules, components }: Contents, show: Show): string {
  const inside = [...components, ...modules].filter((each) => each.hasStart).map(({ where }) => where)
  return listNames(hasStart ? ['the component', ...inside] : inside, show)
}

const labels: Readonly<Record<string, string>> = {
  language: 'language',
  'processed-by': 'processed by',
  sdk: 'SDK',
}

function describeProducers({ producers }: Contents, show: Show): [string, string][] {
  return Object.entries(producers)
    .toSorted(([a], [b]) => compareText(a, b))
    .slice(0, MAX_FIELDS)
    .map(([field, tools]) => [
      Object.hasOwn(labels, field) ? String(labels[field]) : show(field),
      listNames(
        Object.entries(tools).map(([tool, version]) => (version === '' ? tool : `${tool} ${version}`)),
        show,
      ),
    ])
}

/** A section can be left out on purpose, to hide what made a component. */
function describeUnlisted({ unlistedProducers }: ContentsTotals): [string, string][] {
  if (unlistedProducers === 0) return []
  return [['tools not listed', `${countWords(unlistedProducers, 'section')} producers not read as a whole`]]
}

function describeSections({ customSections, totals }: Contents, show: Show): string {
  if (totals.customSections === 0) return 'none'
  const size = customSections.reduce((total, { bytes }) => total + bytes, 0)
  const names = listNames(new Set(customSections.map(({ name }) => name)), show)
  return `${formatNumber(totals.customSections)}, ${formatBytes(size)}: ${names}`
}

/** Where something hides among noise; nothing is said of what has been looked at as a whole. */
function describeUnchecked({ dataBytes, searchedBytes, unchecked }: ContentsTotals): [string, string][] {
  if (searchedBytes === dataBytes && unchecked === 0) return []
  const bytes = `${formatBytes(dataBytes - searchedBytes)} of ${formatBytes(dataBytes)} of data`
  return [
    ['not looked at', `${bytes}, ${countWords(unchecked, 'place')} that may be a secret, a URL or a binary`],
  ]
}

function listNames(names: Iterable<string>, show: Show): string {
  const sorted = [...names].toSorted(compareText)
  if (sorted.length === 0) return 'none'
  return listFirst(
    sorted,
    MAX_NAMES,
    (name) => [show(name)],
    (more) => `and ${formatNumber(more)} more`,
  ).join(', ')
}
