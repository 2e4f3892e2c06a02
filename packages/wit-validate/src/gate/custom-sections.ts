import type { Finding } from '@wasm-airlock/shared'
import { BinaryReader } from '../binary/reader.ts'
import { readDynamicLinking, readLinking } from './linking-sections.ts'
import { checkName, isSafeName, whyAstray, whyUnprintable } from './safe-text.ts'
import type { Tally } from './tally.ts'

/** What a section that tools read holds: texts for people, and paths or addresses that a tool may follow. */
export interface SectionTexts {
  readonly text: (reader: BinaryReader) => void
  readonly path: (reader: BinaryReader) => void
}

type SectionReader = (reader: BinaryReader, texts: SectionTexts) => void

/** The sections that tools are known to read. What stands in any other one is bytes to them. */
const readers: Readonly<Record<string, SectionReader>> = {
  name: readNames,
  'component-name': readComponentNames,
  producers: readProducers,
  sourceMappingURL: (reader, { path }) => path(reader),
  external_debug_info: (reader, { path }) => path(reader),
  'dylink.0': readDynamicLinking,
  linking: readLinking,
}

/** Of one section; more of them say nothing new. */
const MAX_FINDINGS = 100

/** Debuggers and linkers know sections by names such as `component-type:wit-bindgen:0.25.0:a:b:c:encoded world`. */
const SPACE = / /g

/**
 * Checks the name of a custom section, and its content where it is one that tools read.
 *
 * @param reader At the content of the section.
 */
export function checkCustomSection(reader: BinaryReader, where: string, tally: Tally): Finding[] {
  const findings: Finding[] = []
  const nameBytes = reader.text()
  const section = new TextDecoder().decode(nameBytes)
  const isSafe = isSafeName(section.replace(SPACE, '')) && !section.split('/').includes('..')
  const kind = 'custom-section'
  findings.push(...checkName(`${where} / ${kind}`, kind, section, tally.limits.maxNameLength, isSafe))
  const read = Object.hasOwn(readers, section) ? readers[section] : undefined
  if (read === undefined) return findings

  const refuse = (reason: string) => {
    const path = `${where} / custom section ${section}`
    findings.push({ code: 'section-unsafe', severity: 'error', path, args: { section, reason } })
  }
  let texts = 0
  const count = () => {
    texts += 1
    // Looking at each of millions takes long, and is of no use where there are too many already.
    if (texts > tally.limits.maxTexts || findings.length >= MAX_FINDINGS) throw new EnoughRead()
  }
  const text = (at: BinaryReader) => {
    count()
    const odd = at.oddText()
    const reason = odd === undefined ? undefined : whyUnprintable(odd)
    if (reason !== undefined) refuse(reason)
  }
  const path = (at: BinaryReader) => {
    count()
    const bytes = at.text()
    const reason = whyUnprintable(bytes) ?? whyAstray(new TextDecoder().decode(bytes))
    if (reason !== undefined) refuse(reason)
  }
  try {
    read(reader, { text, path })
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof EnoughRead)) throw error
    if (error instanceof RangeError) refuse(`it is not what its name promises: ${error.message}`)
  }
  tally.add('maxTexts', texts)
  return findings
}

/** What is wrong with a section is known, and the rest of it is not read. */
class EnoughRead extends Error {}

/** Kinds of names of a core module: one alone, and those of what is inside of something else. */
const MODULE_NAME = 0
const INDIRECT: readonly number[] = [2, 3, 10]

function readNames(reader: BinaryReader, { text }: SectionTexts): void {
  const map = (inner: BinaryReader) =>
    inner.each(() => {
      inner.number()
      text(inner)
    })
  eachSubsection(reader, (kind, inner) => {
    if (kind === MODULE_NAME) return text(inner)
    if (!INDIRECT.includes(kind)) return map(inner)
    inner.each(() => {
      inner.number()
      map(inner)
    })
  })
}

const COMPONENT_NAME = 0

function readComponentNames(reader: BinaryReader, { text }: SectionTexts): void {
  eachSubsection(reader, (kind, inner) => {
    if (kind === COMPONENT_NAME) return text(inner)
    // Sorts of core WebAssembly have a second byte.
    if (inner.byte() === 0) inner.byte()
    inner.each(() => {
      inner.number()
      text(inner)
    })
  })
}

function readProducers(reader: BinaryReader, { text }: SectionTexts): void {
  reader.each(() => {
    text(reader)
    reader.each(() => {
      text(reader)
      text(reader)
    })
  })
}

/** Parts of a custom section: a kind, a size, and that many bytes. */
export function eachSubsection(
  reader: BinaryReader,
  read: (kind: number, inner: BinaryReader) => void,
): void {
  while (!reader.done) {
    const kind = reader.byte()
    read(kind, new BinaryReader(reader.text()))
  }
}
