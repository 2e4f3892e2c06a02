import { leb128 } from '../../../../tools/leb128.ts'
import type { Random } from '../../../../tools/random.ts'
import { type FunctionType, functionTypes, type RandomBody, valueTypes } from './body-module.ts'
import { numericInstructions } from './numeric-instructions.ts'
import { randomInstruction } from './random-instructions.ts'

const { I32, I64, F32, F64, V128, FUNC, EXTERN, TYPED } = valueTypes
const SIMPLE = [I32, I64, F32, F64, V128, FUNC, EXTERN]
const [BLOCK, LOOP, IF, ELSE, END] = [0x02, 0x03, 0x04, 0x05, 0x0b]

/**
 * Writes a function body that is nearly valid: of expressions that have the right type nearly always, with
 * code that is never reached, and with numbers in more bytes than they need.
 */
export function randomBody(random: Random): RandomBody {
  const type = random.below(functionTypes.length)
  const { parameters, results } = functionTypes[type] as FunctionType
  const locals = Array.from({ length: random.below(4) }, () => random.pick(SIMPLE))
  const writer = new Writer(random, type, [...parameters, ...locals])
  const body = [locals.length, ...locals.flatMap((local) => [1, local])]
  // From the first instruction on it may be that nothing is reached, or that nothing is of the right type.
  if (random.oneIn(5)) body.push(0x00, ...writer.dead())
  else body.push(...writer.statements(), ...results.flatMap((result) => writer.expression(result)))
  return { body: [...body, END], type }
}

class Writer {
  readonly #random: Random
  readonly #type: number
  readonly #locals: readonly number[]
  /** What is written ends, as the depth does. */
  #left: number

  constructor(random: Random, type: number, locals: readonly number[]) {
    this.#random = random
    this.#type = type
    this.#locals = locals
    this.#left = 8 + random.below(30)
  }

  statements(): number[] {
    return Array.from({ length: this.#random.below(4) }, () => this.#statement()).flat()
  }

  /** What may follow where nothing is reached: instructions in no order, or such as take what they find. */
  dead(): number[] {
    const { oneIn, pick, below } = this.#random
    if (oneIn(3)) return Array.from({ length: below(6) }, () => randomInstruction(this.#random)).flat()
    const branch = () => [0x41, below(60), 0x0d, below(2)]
    const steps = Array.from({ length: below(8) }, () =>
      pick([
        [0x1b],
        [0x1b, ...branch()],
        branch(),
        [0x1a],
        [0x45 + below(0x80)],
        this.#constant(pick(SIMPLE)),
      ]),
    )
    // Nothing is left, or whatever is left is no matter.
    return [...steps.flat(), ...(oneIn(2) ? [0x00] : Array.from({ length: 9 }, () => 0x1a))]
  }

  #statement(): number[] {
    const { oneIn, pick, below } = this.#random
    const local = below(this.#locals.length)
    switch (below(8)) {
      case 0:
        return [0x01]
      case 1:
        return this.#locals.length === 0
          ? []
          : [...this.expression(this.#locals[local] as number), 0x21, ...this.#number(local)]
      case 2:
        return [pick([BLOCK, LOOP]), ...this.#none(), ...this.statements(), ...this.#last(), END]
      case 3:
        return [
          ...this.expression(I32),
          ...[IF, ...this.#none(), ...this.statements(), ...this.#last()],
          ...(oneIn(2) ? [ELSE, ...this.statements()] : []),
          END,
        ]
      case 4:
        return [...this.expression(I32), ...this.expression(I64), 0x37, below(4), ...this.#number(below(300))]
      case 5:
        return [...this.expression(TYPED), 0x10, ...this.#number(4), 0x1a]
      default:
        return [...this.expression(pick(SIMPLE)), 0x1a]
    }
  }

  /** Puts one value on the stack, as a rule of the type. */
  expression(wanted: number): number[] {
    const { oneIn, pick, below } = this.#random
    // A wider reference where one of a type is wanted is what an engine may overlook.
    const type = oneIn(wanted === TYPED ? 3 : 40) ? pick(wanted === TYPED ? [FUNC] : SIMPLE) : wanted
    this.#left -= 1
    if (this.#left < 0) return this.#constant(type)
    switch (below(9)) {
      case 0:
        return [pick([BLOCK, LOOP, LOOP]), ...this.#blockType(type), ...this.#inside(type), END]
      case 1:
        return [
          ...this.expression(I32),
          ...[IF, ...this.#blockType(type), ...this.#inside(type)],
          ...[ELSE, ...this.#inside(type), END],
        ]
      case 2:
        return [
          ...[BLOCK, ...this.#blockType(type), ...this.expression(type), ...this.expression(I32)],
          ...[0x0d, ...this.#number(0), END],
        ]
      case 3:
        return type === TYPED
          ? this.#constant(type)
          : [
              ...[...this.expression(type), ...this.expression(type), ...this.expression(I32)],
              ...(oneIn(2) ? [0x1b] : [0x1c, 1, type]),
            ]
      case 4:
        return this.#call(type)
      case 5:
        return oneIn(10) ? [0x00, ...this.dead()] : this.#constant(type)
      default:
        return this.#numeric(type)
    }
  }

  /** What a block holds that leaves one value. */
  #inside(type: number): number[] {
    return [...this.statements(), ...this.expression(type), ...this.#last()]
  }

  /** Sometimes a jump with what comes behind it. */
  #last(): number[] {
    const { oneIn, pick } = this.#random
    if (!oneIn(7)) return []
    const { parameters, results } = functionTypes[this.#type] as FunctionType
    const push = (types: readonly number[]) => types.flatMap((type) => this.expression(type))
    const jump = pick([
      () => [0x00],
      () => [0x0c, 0],
      () => [0x0c, this.#random.below(2)],
      () => [...this.expression(I32), 0x0e, 1, 0, 0],
      () => [...push(results), 0x0f],
      () => [...push(parameters), 0x12, this.#type],
      () => [...push(parameters), ...this.expression(I32), 0x13, this.#type, 0],
    ])
    return [...jump(), ...this.dead()]
  }

  #numeric(type: number): number[] {
    const fitting = numericInstructions.filter(([, , , result]) => result === type)
    if (fitting.length === 0) return this.#constant(type)
    const [first, last, operands] = this.#random.pick(fitting)
    const opcode = first + this.#random.below(last - first + 1)
    return [
      ...operands.flatMap((operand) => this.expression(operand)),
      opcode,
      ...(opcode < 0x45 ? [0, ...this.#number(4)] : []),
    ]
  }

  #call(type: number): number[] {
    const index = functionTypes.findIndex(({ results }) => results[0] === type)
    const called = functionTypes[index]
    if (called === undefined) return this.#constant(type)
    return [...called.parameters.flatMap((one) => this.expression(one)), 0x10, ...this.#number(index)]
  }

  #constant(type: number): number[] {
    const { below, oneIn } = this.#random
    const local = this.#locals.indexOf(type)
    if (local >= 0 && oneIn(2)) return [0x20, ...this.#number(local)]
    switch (type) {
      case I32:
        return [0x41, ...this.#number(below(60))]
      case I64:
        return [0x42, ...this.#number(below(60))]
      case F32:
        return [0x43, below(256), below(256), 0, 0]
      case F64:
        return [0x44, 0, 0, 0, 0, 0, 0, below(256), below(256)]
      case V128:
        return [0xfd, 0x0c, ...Array.from({ length: 16 }, () => below(256))]
      case EXTERN:
        return [0xd0, EXTERN]
      case FUNC:
        return oneIn(3) ? [0xd0, FUNC] : [0xd2, ...this.#number(0)]
      default:
        return [0xd2, ...this.#number(0)]
    }
  }

  /** An index or a small constant, sometimes in more bytes than it needs. */
  #number(value: number): number[] {
    const bytes = leb128(value)
    if (!this.#random.oneIn(12)) return bytes
    const more = this.#random.below(5)
    const last = bytes.pop() as number
    return [...bytes, last | 0x80, ...Array.from({ length: more }, () => 0x80), 0]
  }

  #none(): number[] {
    return this.#random.oneIn(40) ? negative(0x40, 1 + this.#random.below(4)) : [0x40]
  }

  /** Of a block: a byte, or the index of a type without parameters, among those behind the functions. */
  #blockType(type: number): number[] {
    if (type === TYPED) return this.#number(5)
    return this.#random.oneIn(40) ? negative(type, 1 + this.#random.below(4)) : [type]
  }
}

/** A signed number of one byte in more bytes. */
function negative(byte: number, more: number): number[] {
  return [byte | 0x80, ...Array.from({ length: more - 1 }, () => 0xff), 0x7f]
}
