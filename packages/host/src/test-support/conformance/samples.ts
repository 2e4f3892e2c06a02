import type { WitType } from '@wasm-airlock/wac'
import { bitsOf, casesOf, type Plain } from './plain.ts'
import type { CorpusWorld } from './types.ts'

/** More values than that of one type say nothing new. */
const MOST = 24

const TEXTS = [
  '',
  'a',
  'häß',
  '☠️',
  '\u{1f600}',
  '\u0000',
  'a\u0000b',
  '\u{10ffff}\ue000\ud7ff',
  '\ufeffx',
  '\u2028\\"\r\n',
  '__proto__',
  'x'.repeat(200),
]
const CHARS = ['a', '\u0000', 'ß', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '\u{1f600}', '\u{10ffff}']
const FLOATS = [0, -0, 1, -1.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
const FLOATS_OF = {
  f32: [...FLOATS, 2 ** -149, 3.4028234663852886e38, 1.17549435e-38, 16_777_217],
  f64: [...FLOATS, Number.MIN_VALUE, Number.MAX_VALUE, 2 ** -1022, Number.MAX_SAFE_INTEGER, 0.1],
}

/**
 * Values of a type that hosts go wrong with: the ends of every range, empty and long ones, every case.
 *
 * @returns Each as JSON; the same ones for the same type.
 */
export function samplesOf(world: CorpusWorld, type: WitType): readonly Plain[] {
  return distinct(allOf(world, type)).slice(0, MOST)
}

function allOf(world: CorpusWorld, type: WitType): Plain[] {
  const kind = world.kindOf(type)
  if (typeof kind === 'string') return primitives(kind)
  const of = (inner: WitType): readonly Plain[] => samplesOf(world, inner)
  if ('list' in kind) {
    const items = of(kind.list)
    if (typeof world.kindOf(kind.list) !== 'string') return [[], items.slice(0, 1), items.slice(0, 8)]
    const long = Array.from({ length: 100 }, (_, index) => pick(items, index))
    return [[], items.slice(0, 1), [...items], [...items].reverse(), long]
  }
  if ('tuple' in kind) return turns(kind.tuple.types.map(of))
  if ('record' in kind) {
    const { fields } = kind.record
    return turns(fields.map((field) => of(field.type))).map((values) =>
      Object.fromEntries(fields.map(({ name }, index) => [name, values[index] ?? null])),
    )
  }
  if ('flags' in kind) {
    const names = kind.flags.flags.map(({ name }) => name)
    const some = [[], names, names.slice(0, 1), names.slice(-1), names.filter((_, index) => index % 2 === 0)]
    return some.map((set) => [...set].sort())
  }
  if ('enum' in kind) {
    const names = kind.enum.cases.map(({ name }) => name)
    return [0, 1, 2, 127, 128, 255, 256, names.length - 1].flatMap((index) => names[index] ?? [])
  }
  const cases = [...casesOf(kind)]
  const values = cases.map(([tag, inner]) =>
    (inner === null ? [null] : of(inner)).map((val) => ({ tag, val })),
  )
  return Array.from({ length: MOST }, (_, round) => values.flatMap((each) => each[round] ?? [])).flat()
}

function primitives(kind: string): Plain[] {
  if (kind === 'bool') return [false, true]
  if (kind === 'string') return TEXTS
  if (kind === 'char') return CHARS
  if (kind === 'f32' || kind === 'f64') return FLOATS_OF[kind].map((value) => bitsOf(kind, value))
  const bits = BigInt(kind.slice(1))
  const [low, high] = kind.startsWith('u')
    ? [0n, 2n ** bits - 1n]
    : [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n]
  const half = 2n ** (bits - 1n)
  return [low, high, 0n, 1n, high - 1n, low + 1n, high / 3n, half & high].map(String)
}

/** The first of each, the second of each, and so on, until the longest is through. */
function turns(columns: readonly (readonly Plain[])[]): Plain[][] {
  const length = Math.max(0, ...columns.map((column) => column.length))
  return Array.from({ length }, (_, round) =>
    columns.map((column, at) => pick(column, round + (round === 0 ? 0 : at))),
  )
}

function pick(items: readonly Plain[], index: number): Plain {
  return items[index % items.length] ?? null
}

function distinct(values: readonly Plain[]): Plain[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()]
}

/** Values out of a generator of numbers: any text, any number, of any length up to 20. */
export function randomValue(world: CorpusWorld, type: WitType, random: () => number): Plain {
  const kind = world.kindOf(type)
  const below = (limit: number): number => Math.floor(random() * limit)
  const of = (inner: WitType): Plain => randomValue(world, inner, random)
  if (typeof kind === 'string') return randomPrimitive(kind, below)
  if ('list' in kind)
    return Array.from({ length: below(3) === 0 ? below(20) : below(4) }, () => of(kind.list))
  if ('tuple' in kind) return kind.tuple.types.map(of)
  if ('record' in kind)
    return Object.fromEntries(kind.record.fields.map((field) => [field.name, of(field.type)]))
  if ('flags' in kind) {
    return kind.flags.flags.flatMap(({ name }) => (below(2) === 0 ? [name] : [])).sort()
  }
  if ('enum' in kind) return kind.enum.cases[below(kind.enum.cases.length)]?.name ?? null
  const cases = [...casesOf(kind)]
  const [tag, inner] = cases[below(cases.length)] ?? ['none', null]
  return { tag, val: inner === null ? null : of(inner) }
}

function randomPrimitive(kind: string, below: (limit: number) => number): Plain {
  if (kind === 'bool') return below(2) === 0
  if (kind === 'char') return randomChar(below)
  if (kind === 'string') return Array.from({ length: below(12) }, () => randomChar(below)).join('')
  const bytes = Buffer.from(Array.from({ length: 8 }, () => below(256)))
  if (kind === 'f32') return bitsOf(kind, bytes.readFloatBE())
  if (kind === 'f64') return bitsOf(kind, bytes.readDoubleBE())
  const bits = Number(kind.slice(1))
  const value = bytes.readBigUInt64BE()
  return String(kind.startsWith('u') ? BigInt.asUintN(bits, value) : BigInt.asIntN(bits, value))
}

/** Of every plane, and none of the halves of a pair. */
function randomChar(below: (limit: number) => number): string {
  const code = below([0x80, 0x800, 0xd800, 0x11_0000][below(4)] ?? 1)
  return code >= 0xd800 && code < 0xe000 ? 'x' : String.fromCodePoint(code)
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
