import { BinaryReader } from '../binary/reader.ts'
import { hideSecrets } from '../hide-secrets.ts'
import { readName, readWhatIsWhole } from './tolerance.ts'

/** The custom section in which tools write what they are. */
export const PRODUCERS = 'producers'

/** What no toolchain comes near. */
const MAX_SECTION_BYTES = 65_536
const MAX_FIELDS = 16
const MAX_TOOLS = 100
const MAX_VERSIONS = 10

/** Merges the `producers` sections of a component and all that is in it. */
export class Producers {
  readonly #fields = new Map<string, Map<string, Set<string>>>()

  #unlisted = 0

  /** Sections of which not everything is listed. */
  get unlisted(): number {
    return this.#unlisted
  }

  /** Adds a section; of one that is too large, or not written as the convention says, nothing is listed. */
  add(bytes: Uint8Array, start: number, end: number): void {
    if (!this.#addAll(bytes, start, end)) this.#unlisted += 1
  }

  /** @returns whether everything in it is listed. */
  #addAll(bytes: Uint8Array, start: number, end: number): boolean {
    if (end - start > MAX_SECTION_BYTES) return false
    const found: [field: string, tool: string, version: string][] = []
    const reader = new BinaryReader(bytes, start, end)
    const isWhole = readWhatIsWhole(() =>
      reader.each(() => {
        const field = readName(reader)
        reader.each(() => found.push([field, readName(reader), readName(reader)]))
      }),
    )
    return isWhole && found.map((entry) => this.#merge(...entry)).every(Boolean)
  }

  #merge(field: string, tool: string, version: string): boolean {
    const tools = getOrAdd(this.#fields, field, MAX_FIELDS, () => new Map<string, Set<string>>())
    const versions = tools && getOrAdd(tools, tool, MAX_TOOLS, () => new Set<string>())
    if (versions && versions.size < MAX_VERSIONS) versions.add(version)
    return versions?.has(version) ?? false
  }

  /** Field → tool → its versions, with commas between them. */
  list(): Record<string, Record<string, string>> {
    return Object.fromEntries(
      [...this.#fields].map(([field, tools]) => [hideSecrets(field), listTools(tools)]),
    )
  }
}

function listTools(tools: ReadonlyMap<string, ReadonlySet<string>>): Record<string, string> {
  return Object.fromEntries(
    [...tools].map(([tool, versions]) => [
      hideSecrets(tool),
      hideSecrets([...versions].filter(Boolean).join(', ')),
    ]),
  )
}

function getOrAdd<Value>(
  map: Map<string, Value>,
  key: string,
  limit: number,
  create: () => Value,
): Value | undefined {
  const known = map.get(key)
  if (known !== undefined || map.size === limit) return known
  const added = create()
  map.set(key, added)
  return added
}
