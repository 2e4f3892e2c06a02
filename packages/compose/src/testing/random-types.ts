import type { Random } from '../../../../tools/random.ts'

/** A type of WIT, and values of it as JavaScript has them. */
export interface RandomType {
  readonly wit: string
  readonly kind: string
  value(random: Random): unknown
}

type Value = RandomType['value']

// None is negative: what runs components in JavaScript reads -1 wrongly in a variant that has a case of 64 bits.
const whole =
  (bits: number): Value =>
  (random) =>
    random.pick([0, 1, 2 ** bits - 1, 2 ** (bits - 1), random.below(2 ** bits)])

const long =
  (isSigned: boolean): Value =>
  (random) => {
    const bits = (BigInt(random.below(2 ** 32)) << 32n) | BigInt(random.below(2 ** 32))
    const number = random.pick([0n, 1n, 2n ** 63n, 2n ** 64n - 1n, bits])
    return isSigned ? BigInt.asIntN(64, number) : number
  }

const float = (random: Random) =>
  random.pick([0, -0, 1.5, -1e30, Infinity, Number.NaN, random.below(1e9) / 7])
const text = (random: Random) => random.pick(['', 'a', 'ü€😀', 'x'.repeat(random.below(300))])

const primitives: readonly [wit: string, value: Value][] = [
  ['bool', (random) => random.oneIn(2)],
  ['u8', whole(8)],
  ['s8', whole(7)],
  ['u16', whole(16)],
  ['s16', whole(15)],
  ['u32', whole(32)],
  ['s32', whole(31)],
  ['u64', long(false)],
  ['s64', long(true)],
  ['f32', (random) => Math.fround(float(random))],
  ['f64', float],
  ['char', (random) => random.pick(['a', 'ü', '€', '😀', '\0'])],
  ['string', text],
]

/** Makes types that are made of one another; those that need a name are in `declarations`. */
export class RandomTypes {
  readonly declarations: string[] = []
  readonly #named: RandomType[] = []
  readonly #random: Random

  constructor(random: Random) {
    this.#random = random
  }

  /** @param depth How deep it nests at most. */
  type(depth: number): RandomType {
    const random = this.#random
    if (depth === 0 || random.oneIn(4)) {
      const [wit, value] = random.pick(primitives)
      return { wit, kind: 'primitive', value }
    }
    if (this.#named.length > 0 && random.oneIn(4)) return random.pick(this.#named)
    return random.pick([
      () => this.#list(depth),
      () => this.#option(depth),
      () => this.#result(depth),
      () => this.#tuple(depth),
      () => this.#record(depth),
      () => this.#variant(depth),
      () => this.#variant(depth),
      () => this.#enumOrFlags(),
    ])()
  }

  #several(most: number, depth: number): RandomType[] {
    return Array.from({ length: 1 + this.#random.below(most) }, () => this.type(depth - 1))
  }

  #declare(kind: string, body: string, value: Value): RandomType {
    const type = { wit: `t${this.#named.length}`, kind, value }
    this.declarations.push(`${kind} ${type.wit} { ${body} }`)
    this.#named.push(type)
    return type
  }

  #list(depth: number): RandomType {
    const element = this.type(depth - 1)
    const value: Value = (random) => Array.from({ length: random.below(4) }, () => element.value(random))
    return { wit: `list<${element.wit}>`, kind: 'list', value }
  }

  #option(depth: number): RandomType {
    const payload = this.type(depth - 1)
    // JavaScript has another form for an option in an option.
    if (payload.kind === 'option') return payload
    const value: Value = (random) => (random.oneIn(2) ? undefined : payload.value(random))
    return { wit: `option<${payload.wit}>`, kind: 'option', value }
  }

  #result(depth: number): RandomType {
    const [ok, err] = [this.type(depth - 1), this.type(depth - 1)]
    const value: Value = (random) =>
      random.oneIn(2) ? { tag: 'ok', val: ok.value(random) } : { tag: 'err', val: err.value(random) }
    return { wit: `result<${ok.wit}, ${err.wit}>`, kind: 'result', value }
  }

  #tuple(depth: number): RandomType {
    const items = this.#several(4, depth)
    const value: Value = (random) => items.map((item) => item.value(random))
    return { wit: `tuple<${items.map(({ wit }) => wit).join(', ')}>`, kind: 'tuple', value }
  }

  #record(depth: number): RandomType {
    const fields = this.#several(5, depth)
    const value: Value = (random) =>
      Object.fromEntries(fields.map((field, index) => [`f${index}`, field.value(random)]))
    return this.#declare('record', fields.map(({ wit }, index) => `f${index}: ${wit}`).join(', '), value)
  }

  #variant(depth: number): RandomType {
    const cases = this.#several(4, depth).map((payload, index) => ({ tag: `c${index}`, payload }))
    const value: Value = (random) => {
      const { tag, payload } = random.pick([{ tag: 'none', payload: undefined }, ...cases])
      return payload === undefined ? { tag } : { tag, val: payload.value(random) }
    }
    const body = cases.map(({ tag, payload }) => `${tag}(${payload.wit})`).join(', ')
    return this.#declare('variant', `none, ${body}`, value)
  }

  #enumOrFlags(): RandomType {
    const isEnum = this.#random.oneIn(2)
    const names = Array.from(
      { length: this.#random.pick([1, 8, 9, 17, isEnum ? 300 : 32]) },
      (_, at) => `n${at}`,
    )
    const value: Value = (random) =>
      isEnum ? random.pick(names) : Object.fromEntries(names.map((name) => [name, random.oneIn(2)]))
    return this.#declare(isEnum ? 'enum' : 'flags', names.join(', '), value)
  }
}

/** The same value with plain arrays in place of typed ones, which is how lists of numbers come back. */
export function plainValue(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return Array.from(value as Uint8Array)
  if (Array.isArray(value)) return value.map(plainValue)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainValue(inner)]))
}
