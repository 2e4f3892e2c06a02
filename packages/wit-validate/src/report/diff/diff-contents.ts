import type { Contents } from '../../component-report.ts'
import { diffBy } from './diff-lists.ts'
import type { Change, ContentsDiff, Tool } from './diff-types.ts'

/** What the later one of two components is made of that the earlier one is not. */
export function diffContents(before: Contents, after: Contents): ContentsDiff {
  const change = (count: (contents: Contents) => number): Change<number> => ({
    before: count(before),
    after: count(after),
  })
  return {
    bytes: change(({ bytes }) => bytes),
    modules: change(({ totals }) => totals.modules),
    components: change(({ totals }) => totals.components),
    minimumPages: change(countPages),
    tools: diffTools(listTools(before), listTools(after)),
    hosts: diffBy(before.hosts, after.hosts, ({ host }) => host),
    secrets: diffBy(before.secrets, after.secrets, ({ kind, start, length }) =>
      JSON.stringify([kind, start, length]),
    ),
    embedded: diffBy(before.embedded, after.embedded, ({ kind, encoding, bytes }) =>
      JSON.stringify([kind, encoding, bytes]),
    ),
    isComplete: isComplete(before) && isComplete(after),
  }
}

function countPages({ modules }: Contents): number {
  return modules
    .flatMap(({ memories }) => memories)
    .reduce((total, { minimumPages }) => total + minimumPages, 0)
}

function listTools({ producers }: Contents): Tool[] {
  return Object.entries(producers).flatMap(([field, tools]) =>
    Object.entries(tools).map(([name, version]) => ({ field, name, version })),
  )
}

/** A tool in another version is the same tool. */
function diffTools(before: readonly Tool[], after: readonly Tool[]): ContentsDiff['tools'] {
  const key = ({ field, name }: Tool) => JSON.stringify([field, name])
  const old = new Map(before.map((tool) => [key(tool), tool]))
  const moved = after.flatMap((tool) => {
    const was = old.get(key(tool))
    return was === undefined || was.version === tool.version ? [] : [{ before: was, after: tool }]
  })
  return { ...diffBy(before, after, key), moved }
}

function isComplete({
  modules,
  components,
  customSections,
  hosts,
  secrets,
  embedded,
  totals,
}: Contents): boolean {
  return (
    totals.unchecked === 0 &&
    totals.searchedBytes === totals.dataBytes &&
    totals.unlistedProducers === 0 &&
    totals.modules === modules.length &&
    totals.components === components.length &&
    totals.customSections === customSections.length &&
    totals.hosts === hosts.length &&
    totals.secrets === secrets.length &&
    totals.embedded === embedded.length
  )
}
