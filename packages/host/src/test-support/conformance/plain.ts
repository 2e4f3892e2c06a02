import type { WitType } from '@wasm-airlock/wac'
import type { CorpusWorld } from './types.ts'

/**
 * A value as JSON, the same whatever host has handed it out: integers are decimal digits, floats the bits of
 * IEEE 754 in hexadecimal (`nan` for every NaN, for hosts may change their bits), flags the names that are set in
 * the order of the alphabet, a variant, an option or a result `{ tag, val }`.
 */
export type Plain = null | boolean | string | readonly Plain[] | { readonly [key: string]: Plain }

/** From what the sandbox hands out. */
export function toPlain({ kindOf }: CorpusWorld, type: WitType, value: unknown): Plain {
  const plain = (of: WitType, each: unknown): Plain => toPlain({ kindOf } as CorpusWorld, of, each)
  const kind = kindOf(type)
  if (typeof kind === 'string') return toPlainPrimitive(kind, value)
  const parts = value as Record<string, unknown>
  if ('record' in kind) {
    const fields = kind.record.fields.map((field) => [field.name, plain(field.type, parts[field.name])])
    return Object.fromEntries(fields)
  }
  if ('tuple' in kind) return kind.tuple.types.map((of, index) => plain(of, (value as unknown[])[index]))
  if ('list' in kind) return Array.from(value as ArrayLike<unknown>, (item) => plain(kind.list, item))
  if ('flags' in kind)
    return Object.keys(parts)
      .filter((name) => parts[name] === true)
      .sort()
  if ('enum' in kind) return value as string
  if ('option' in kind && !isNested(kindOf, kind.option)) {
    return value === null ? { tag: 'none', val: null } : { tag: 'some', val: plain(kind.option, value) }
  }
  const tag = String(parts.tag)
  const of = casesOf(kind).get(tag) ?? null
  return { tag, val: of === null ? null : plain(of, parts.val) }
}

/** To what the sandbox takes: the reverse of {@link toPlain}. */
export function fromPlain(world: CorpusWorld, type: WitType, plain: Plain): unknown {
  const { kindOf } = world
  const kind = kindOf(type)
  if (typeof kind === 'string') return fromPlainPrimitive(kind, plain)
  const parts = plain as Readonly<Record<string, Plain>>
  const inside = (of: WitType, each: Plain | undefined): unknown => fromPlain(world, of, each ?? null)
  if ('record' in kind) {
    return Object.fromEntries(kind.record.fields.map(({ name, type: of }) => [name, inside(of, parts[name])]))
  }
  if ('tuple' in kind) return kind.tuple.types.map((of, index) => inside(of, (plain as Plain[])[index]))
  if ('list' in kind) {
    const items = (plain as readonly Plain[]).map((item) => inside(kind.list, item))
    return kindOf(kind.list) === 'u8' ? Uint8Array.from(items as number[]) : items
  }
  if ('flags' in kind || 'enum' in kind) return plain
  const tag = String(parts.tag)
  const of = casesOf(kind).get(tag) ?? null
  if ('option' in kind && !isNested(kindOf, kind.option)) {
    return tag === 'none' ? null : inside(kind.option, parts.val)
  }
  return of === null ? { tag } : { tag, val: inside(of, parts.val) }
}

/** The cases of what holds one of several. */
export function casesOf(
  kind: Exclude<ReturnType<CorpusWorld['kindOf']>, string>,
): Map<string, WitType | null> {
  if ('variant' in kind) return new Map(kind.variant.cases.map(({ name, type }) => [name, type ?? null]))
  if ('option' in kind) {
    return new Map<string, WitType | null>([
      ['none', null],
      ['some', kind.option],
    ])
  }
  if (!('result' in kind)) throw new Error(`no cases in ${JSON.stringify(kind)}`)
  return new Map([
    ['ok', kind.result.ok ?? null],
    ['err', kind.result.err ?? null],
  ])
}

function isNested(kindOf: CorpusWorld['kindOf'], type: WitType): boolean {
  const kind = kindOf(type)
  return typeof kind === 'object' && 'option' in kind
}

function toPlainPrimitive(kind: string, value: unknown): Plain {
  if (kind === 'f32' || kind === 'f64') return bitsOf(kind, value as number)
  return kind === 'bool' ? (value as boolean) : String(value)
}

function fromPlainPrimitive(kind: string, plain: Plain): unknown {
  if (kind === 'bool' || kind === 'string' || kind === 'char') return plain
  if (kind === 'f32' || kind === 'f64') return numberOf(kind, String(plain))
  return kind.endsWith('64') ? BigInt(String(plain)) : Number(plain)
}

/** @param kind `f32` or `f64` */
export function bitsOf(kind: string, value: number): string {
  if (Number.isNaN(value)) return 'nan'
  const bytes = Buffer.alloc(kind === 'f32' ? 4 : 8)
  if (kind === 'f32') bytes.writeFloatBE(value)
  else bytes.writeDoubleBE(value)
  return bytes.toString('hex')
}

function numberOf(kind: string, bits: string): number {
  if (bits === 'nan') return Number.NaN
  const bytes = Buffer.from(bits, 'hex')
  return kind === 'f32' ? bytes.readFloatBE() : bytes.readDoubleBE()
}
