import type { FoundHost, Place } from '../component-report.ts'
import { hideSecrets } from '../hide-secrets.ts'
import { showUrl } from './url-secrets.ts'
import type { FoundUrl } from './urls.ts'

/** Characters of a URL that are shown. */
const MAX_SHOWN = 100

/** What the documentation and the comments in standard libraries and their data name. */
const DOCUMENTATION = [
  ...['cpython.org', 'ecma-international.org', 'example.com', 'example.net', 'example.org', 'gnu.org'],
  ...['iana.org', 'ietf.org', 'iso.org', 'json.org', 'json-schema.org', 'mozilla.org', 'openssl.org'],
  ...['opengroup.org', 'purl.org', 'python.org', 'rfc-editor.org', 'sqlite.org', 'unicode.org', 'w3.org'],
  ...['whatwg.org', 'wikipedia.org', 'xml.org', 'xmlsoap.org', 'zlib.net'],
]

/** Collects URLs by their hosts. */
export class Hosts {
  readonly #byName = new Map<string, { count: number; readonly first: FoundUrl; readonly place: Place }>()

  get total(): number {
    return this.#byName.size
  }

  add(url: FoundUrl, place: Place): void {
    const known = this.#byName.get(url.host)
    if (known === undefined) this.#byName.set(url.host, { count: 1, first: url, place })
    else known.count += 1
  }

  /** The hosts that documentation names come last; otherwise those of one domain stand together. */
  list(limit: number): FoundHost[] {
    const keys = new Map([...this.#byName.keys()].map((host) => [host, sortKey(host)]))
    return [...this.#byName]
      .sort(([a], [b]) => ((keys.get(a) ?? '') < (keys.get(b) ?? '') ? -1 : 1))
      .slice(0, limit)
      .map(([host, { count, first, place }]) => ({
        ...place,
        host: hideSecrets(host),
        count,
        url: cut(hideSecrets(showUrl(first))),
        isDocumentation: isDocumentation(host),
      }))
  }
}

function cut(url: string): string {
  return url.length > MAX_SHOWN ? `${url.slice(0, MAX_SHOWN)}…` : url
}

/** `0com.example.api`. */
function sortKey(host: string): string {
  return `${isDocumentation(host) ? 1 : 0}${host.split('.').reverse().join('.')}`
}

function isDocumentation(host: string): boolean {
  return DOCUMENTATION.some((domain) => host === domain || host.endsWith(`.${domain}`))
}
