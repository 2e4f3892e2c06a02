import type { Contents, ContentsTotals, EmbeddedBinary, FoundSecret } from '../component-report.ts'
import { AnchorTable } from './anchor-table.ts'
import type { DataRegion } from './data-segments.ts'
import { BASE64_ANCHOR, BINARY_ANCHOR, readBase64, readBinary } from './embedded.ts'
import { Hosts } from './hosts.ts'
import { PEM_ANCHOR, readPrivateKey } from './private-keys.ts'
import { MAX_SECRET_BYTES, matchRest, SECRET_PATTERNS, type SecretPattern } from './secret-patterns.ts'
import { decodeBytes, findTokenEnd } from './text.ts'
import { findUrlSecret } from './url-secrets.ts'
import { readUrl, URL_ANCHOR } from './urls.ts'

/** Reads what an anchor stands for, and answers where to go on behind it, or nothing if it stands for nothing. */
type Read = (search: DataSearch, bytes: Uint8Array, at: number, region: DataRegion) => number | undefined

/**
 * How often what an anchor of a kind stands for is looked at. Real components stay below 2000; beyond it,
 * what hostile ones repeat a million times is only counted.
 */
const MAX_LOOKS = 10_000

/**
 * How many pairs of bytes may occur in all data that an anchor could have. Real components of 18 MB have 12,000;
 * what has more is made of beginnings, and is not searched to its end.
 */
const MAX_PAIRS = 1_000_000

/** How many of each are listed. */
const MAX_LISTED = { hosts: 200, secrets: 100, embedded: 100 }

type SearchTotals = Omit<ContentsTotals, 'modules' | 'components' | 'customSections' | 'unlistedProducers'>

/** Looks for hosts, secrets and embedded WebAssembly, region by region; what lies across two is not found. */
export class DataSearch {
  readonly hosts = new Hosts()
  readonly #secrets: FoundSecret[] = []
  readonly #embedded: EmbeddedBinary[] = []
  readonly #looks = new Map<Read, number>()
  #totals = { secrets: 0, embedded: 0, dataBytes: 0, searchedBytes: 0, unchecked: 0 }
  #pairsLeft = MAX_PAIRS

  /** Looks through all bytes of a region. */
  scan(bytes: Uint8Array, region: DataRegion): void {
    const { start, end } = region
    const searched = ANCHORS.search(bytes, start, end, this.#pairsLeft, ({ read }, at) => {
      const looks = this.#looks.get(read) ?? 0
      this.#looks.set(read, looks + 1)
      if (looks < MAX_LOOKS) return read(this, bytes, at, region) ?? 0
      this.#totals.unchecked += 1
      return 0
    })
    this.#pairsLeft -= searched.pairs
    this.#totals.dataBytes += end - start
    this.#totals.searchedBytes += searched.end - start
  }

  addSecret(secret: Omit<FoundSecret, 'where'>, { where }: DataRegion): void {
    this.#totals.secrets += 1
    if (this.#secrets.length < MAX_LISTED.secrets) this.#secrets.push({ where: where(), ...secret })
  }

  addEmbedded(embedded: Omit<EmbeddedBinary, 'where'>, { where }: DataRegion): void {
    this.#totals.embedded += 1
    if (this.#embedded.length < MAX_LISTED.embedded) this.#embedded.push({ where: where(), ...embedded })
  }

  /** What was found until now, and how much of it there was. */
  list(): Pick<Contents, 'hosts' | 'secrets' | 'embedded'> & { readonly totals: SearchTotals } {
    return {
      hosts: this.hosts.list(MAX_LISTED.hosts),
      secrets: this.#secrets,
      embedded: this.#embedded,
      totals: { hosts: this.hosts.total, ...this.#totals },
    }
  }
}

/** What follows the anchor of a pattern. */
function readSecret(pattern: SecretPattern): Read {
  const { kind, anchor, isWord = false, maxBytes = MAX_SECRET_BYTES } = pattern
  return (search, bytes, at, region) => {
    if (isWord && at > region.start && isWordByte(bytes[at - 1] as number)) return undefined
    const from = at + anchor.length
    const length = matchRest(
      pattern,
      decodeBytes(bytes, from, findTokenEnd(bytes, from, region.end, maxBytes)),
    )
    if (length === undefined) return undefined
    search.addSecret({ offset: at, kind, start: anchor, length: anchor.length + length }, region)
    return from + length
  }
}

const readKey: Read = (search, bytes, at, region) => {
  const key = readPrivateKey(bytes, at, region.end)
  if (key === undefined) return undefined
  search.addSecret({ offset: at, kind: 'private-key', ...key }, region)
  return at + key.start.length
}

/** Does not go on behind the URL: there may be a token in it. */
const readUrlAndSecret: Read = (search, bytes, at, region) => {
  const url = readUrl(bytes, at, region.start, region.end)
  if (url === undefined) return undefined
  const { offset, length } = url
  search.hosts.add(url, { where: region.where(), offset })
  const secret = findUrlSecret(url)
  if (secret !== undefined) search.addSecret({ offset, ...secret, length }, region)
  return undefined
}

/** Goes on inside: what is embedded may hold a secret. */
function readEmbedded(read: typeof readBinary | typeof readBase64): Read {
  return (search, bytes, at, region) => {
    const embedded = read(bytes, at, region.end)
    if (embedded !== undefined) search.addEmbedded({ offset: at, ...embedded }, region)
    return undefined
  }
}

function isWordByte(byte: number): boolean {
  return /[A-Za-z0-9]/.test(String.fromCharCode(byte))
}

const ANCHORS = new AnchorTable<{
  readonly anchor: string
  readonly rare: number
  readonly read: Read
}>([
  ...SECRET_PATTERNS.map((pattern) => ({ ...pattern, read: readSecret(pattern) })),
  { ...PEM_ANCHOR, read: readKey },
  { ...URL_ANCHOR, read: readUrlAndSecret },
  { ...BINARY_ANCHOR, read: readEmbedded(readBinary) },
  { ...BASE64_ANCHOR, read: readEmbedded(readBase64) },
])
