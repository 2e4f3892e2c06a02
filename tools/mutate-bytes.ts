import { leb128 } from './leb128.ts'
import type { Random } from './random.ts'

const HEADER_BYTES = 8

/** Spoils a WebAssembly binary in one to three ways, some of which know what sections are. */
export function mutateBytes(bytes: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  let mutated = bytes
  for (let round = random.pick([1, 1, 1, 2, 3]); round > 0; round--) {
    mutated = random.pick(mutators)(mutated, other, random)
  }
  return mutated
}

type Mutator = (bytes: Uint8Array, other: Uint8Array, random: Random) => Uint8Array

const mutators: readonly Mutator[] = [
  function flipBit(bytes, _, random) {
    return change(bytes, random, (byte) => byte ^ (1 << random.below(8)))
  },
  function setByte(bytes, _, random) {
    return change(bytes, random, () => random.below(256))
  },
  function truncate(bytes, _, random) {
    return bytes.slice(0, random.below(bytes.length + 1))
  },
  function insert(bytes, _, random) {
    return splice(bytes, random.below(bytes.length + 1), 0, randomBytes(random))
  },
  function remove(bytes, _, random) {
    return splice(bytes, random.below(bytes.length + 1), 1 + random.below(8), [])
  },
  function copyInside(bytes, _, random) {
    const at = () => random.below(bytes.length)
    return bytes.slice().copyWithin(at(), at(), at())
  },
  function tamperWithNumber(bytes, _, random) {
    const numbers = [
      [0],
      [0x7f],
      [0x80, 0x80, 0x00],
      [0xff, 0xff, 0xff, 0xff, 0x0f],
      [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01],
      [0xe8, 0x07],
    ]
    return splice(bytes, random.below(bytes.length + 1), 1, random.pick(numbers))
  },
  function changeName(bytes, _, random) {
    const from = random.below(bytes.length + 1)
    const at = bytes.findIndex(
      (byte, index) => index >= from && /[a-z0-9@./-]/.test(String.fromCharCode(byte)),
    )
    if (at < 0) return bytes
    const mutated = bytes.slice()
    mutated[at] = random.pick([...'"\\\n\0\x1b\x7fAZ_%$`<>:/@.-09 azé'].map((c) => c.charCodeAt(0)))
    return mutated
  },
  function shuffleSections(bytes, other, random) {
    const sections = listSections(bytes)
    if (sections.length === 0) return bytes
    const at = random.below(sections.length)
    const kind = random.below(4)
    if (kind === 0) sections.splice(at, 1)
    else if (kind === 1) sections.splice(random.below(sections.length), 0, sections[at] as Uint8Array)
    else if (kind === 2) sections.push(...sections.splice(at, 1))
    else sections.splice(at, random.below(2), ...listSections(other).slice(random.below(4)))
    return joinSections(bytes, sections)
  },
  function spliceTwo(bytes, other, random) {
    const cut = random.below(bytes.length + 1)
    return splice(bytes.slice(0, cut), cut, 0, other.slice(random.below(other.length + 1)))
  },
  // The size of the section is put right, so that a reader gets as far as what has changed.
  function changeInsideOfSection(bytes, other, random) {
    const sections = listSections(bytes)
    if (sections.length === 0) return bytes
    const at = random.below(sections.length)
    const section = sections[at] as Uint8Array
    const content = section.slice(1 + leb128Length(section.subarray(1)))
    const inner = random.pick(mutators.slice(0, 8))(content, other, random)
    sections[at] = joinBytes([section.subarray(0, 1), Uint8Array.from(leb128(inner.length)), inner])
    return joinSections(bytes, sections)
  },
]

function change(bytes: Uint8Array, random: Random, to: (byte: number) => number): Uint8Array {
  if (bytes.length === 0) return bytes
  const mutated = bytes.slice()
  const at = random.below(bytes.length)
  mutated[at] = to(mutated[at] ?? 0)
  return mutated
}

function splice(bytes: Uint8Array, at: number, remove: number, put: Iterable<number>): Uint8Array {
  return joinBytes([bytes.subarray(0, at), Uint8Array.from(put), bytes.subarray(at + remove)])
}

function randomBytes(random: Random): number[] {
  return Array.from({ length: 1 + random.below(8) }, () => random.below(256))
}

/** The outermost sections, each with its id and size, as far as they can be told apart. */
function listSections(bytes: Uint8Array): Uint8Array[] {
  const sections = []
  let at = HEADER_BYTES
  while (at < bytes.length) {
    let size = 0
    let cursor = at + 1
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = bytes[cursor++] ?? 0
      size |= (byte & 0x7f) << shift
      if (byte < 0x80) break
    }
    sections.push(bytes.slice(at, cursor + size))
    at = cursor + size
  }
  return sections
}

function joinSections(bytes: Uint8Array, sections: readonly Uint8Array[]): Uint8Array {
  return joinBytes([bytes.subarray(0, HEADER_BYTES), ...sections])
}

function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

function leb128Length(bytes: Uint8Array): number {
  return bytes.findIndex((byte) => byte < 0x80) + 1
}
