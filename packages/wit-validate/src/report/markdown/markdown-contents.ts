import type { Contents, Place } from '../../component-report.ts'
import { sumUp } from '../wording/contents-facts.ts'
import { describeEmbedded, describeHost, describeSecret } from '../wording/found-words.ts'
import { formatNumber } from '../wording/words.ts'
import { cellCode, code, details, type Section, table } from './markdown-text.ts'

const MAX_PLACES = 30

/** What a component is made of; what somebody should look at is open, everything else closed. */
export function contentsSections(contents: Contents): Section[] {
  const { secrets, embedded, hosts, totals } = contents
  const secretList = listPlaces(secrets, totals.secrets, (each) => describeSecret(each, code))
  const embeddedList = listPlaces(embedded, totals.embedded, describeEmbedded)
  const hostList = listPlaces(hosts, totals.hosts, (each) => describeHost(each, code))
  return [
    ['Looks like a secret', secretList && `### Looks like a secret\n\n${secretList}`],
    ['Binaries hidden in its data', embeddedList && `### Binaries hidden in its data\n\n${embeddedList}`],
    ['What it is made of', details('What it is made of', table(['', ''], sumUp(contents, cellCode)))],
    ['Hosts that its data names', hostList && details('Hosts that its data names', hostList)],
  ]
}

/** Empty for none. */
function listPlaces<Found extends Place>(
  found: readonly Found[],
  total: number,
  describe: (each: Found) => string,
): string {
  const lines = found
    .slice(0, MAX_PLACES)
    .map((each) => `- ${describe(each)}, in ${code(each.where)} at byte ${formatNumber(each.offset)}`)
  const others = total > MAX_PLACES ? [`- … and ${formatNumber(total - MAX_PLACES)} more`] : []
  return [...lines, ...(lines.length === 0 ? [] : others)].join('\n')
}
