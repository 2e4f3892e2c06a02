import type { BinaryReader } from '../binary/reader.ts'
import { eachSubsection, type SectionTexts } from './custom-sections.ts'

/** Parts of `dylink.0`, as WebAssembly's tool conventions number them. */
const DYLINK = { needed: 2, exports: 3, imports: 4, runtimePath: 5 } as const

/** What a dynamic linker reads: libraries to load, where to look for them, and names with flags. */
export function readDynamicLinking(reader: BinaryReader, { text, path }: SectionTexts): void {
  eachSubsection(reader, (kind, inner) => {
    if (kind === DYLINK.needed || kind === DYLINK.runtimePath) inner.each(() => path(inner))
    if (kind === DYLINK.exports || kind === DYLINK.imports) {
      inner.each(() => {
        text(inner)
        if (kind === DYLINK.imports) text(inner)
        inner.number()
      })
    }
  })
}

/** The version of `linking` that is written today; another one is not read by anybody. */
const LINKING_VERSION = 2
const LINKING = { segments: 5, groups: 7, symbols: 8 } as const
const SYMBOL = { data: 1, section: 3 } as const
const SYMBOL_FLAG = { undefined: 0x10, explicitName: 0x40 } as const

/** What a static linker reads of an object file. */
export function readLinking(reader: BinaryReader, { text }: SectionTexts): void {
  const version = reader.number()
  if (version !== LINKING_VERSION) throw new RangeError(`version ${version}`)
  eachSubsection(reader, (kind, inner) => {
    if (kind === LINKING.segments) {
      inner.each(() => {
        text(inner)
        inner.number()
        inner.number()
      })
    }
    if (kind === LINKING.groups) {
      inner.each(() => {
        text(inner)
        inner.number()
        inner.each(() => {
          inner.number()
          inner.number()
        })
      })
    }
    if (kind === LINKING.symbols) inner.each(() => readSymbol(inner, text))
  })
}

function readSymbol(reader: BinaryReader, text: SectionTexts['text']): void {
  const kind = reader.byte()
  const flags = reader.number()
  const isDefined = (flags & SYMBOL_FLAG.undefined) === 0
  if (kind === SYMBOL.data) {
    text(reader)
    if (isDefined) for (let left = 3; left > 0; left -= 1) reader.number()
    return
  }
  reader.number()
  if (kind !== SYMBOL.section && (isDefined || (flags & SYMBOL_FLAG.explicitName) !== 0)) text(reader)
}
