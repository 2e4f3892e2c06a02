import { AirlockError } from '@wasm-airlock/shared'
import { fullName, type SandboxFunction } from './functions.ts'
import { encodeValue, ValueError } from './values.ts'

const INTEGERS: Readonly<Record<string, readonly [bigint, bigint]>> = Object.fromEntries(
  [8n, 16n, 32n, 64n].flatMap((bits) => [
    [`u${bits}`, [0n, 2n ** bits - 1n]],
    [`s${bits}`, [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n]],
  ]),
)

/**
 * Checks arguments against the types of parameters as far as their text says: primitives, and options and
 * lists of them. Named types are left to the lowering code.
 *
 * @throws AirlockError `arguments-invalid`.
 */
export function checkArguments(target: SandboxFunction, args: readonly unknown[]): void {
  const name = fullName(target)
  if (args.length !== target.params.length) {
    const expected = target.params.map((param) => `${param.name}: ${param.type}`).join(', ')
    throw new AirlockError(
      'arguments-invalid',
      `${name} takes ${target.params.length} arguments (${expected}), not ${args.length}.`,
      { item: name },
    )
  }
  for (const [index, { name: param, type }] of target.params.entries()) {
    if (fits(type, args[index])) continue
    throw new AirlockError('arguments-invalid', `The argument ${param} of ${name} is not a ${type}.`, {
      item: param,
    })
  }
}

function fits(type: string, value: unknown): boolean {
  const generic = /^(option|list)<(.*)>$/s.exec(type)
  if (generic?.[1] === 'option') {
    return (
      value === null || value === undefined || /[<]/.test(generic[2] ?? '') || fits(generic[2] ?? '', value)
    )
  }
  if (generic?.[1] === 'list') {
    if (type === 'list<u8>' && value instanceof Uint8Array) return true
    return Array.isArray(value) && value.every((item) => fits(generic[2] ?? '', item))
  }
  if (type === 'string') return typeof value === 'string'
  if (type === 'bool') return typeof value === 'boolean'
  if (type === 'char') return typeof value === 'string' && [...value].length === 1
  if (type === 'f32' || type === 'f64') return typeof value === 'number'
  const range = INTEGERS[type]
  if (range === undefined) return true
  const whole = typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value))
  return whole && BigInt(value) >= range[0] && BigInt(value) <= range[1]
}

/**
 * Arguments as they cross the boundary.
 *
 * @param maxBytes Most bytes that they may have together, as JSON.
 * @throws AirlockError `arguments-invalid` for what is no value of any WIT type, or is too much.
 */
export function encodeArguments(
  target: SandboxFunction,
  args: readonly unknown[],
  maxBytes: number,
): readonly unknown[] {
  const name = fullName(target)
  try {
    const encoded = args.map((arg) => encodeValue(arg))
    const bytes = Buffer.byteLength(JSON.stringify(encoded))
    if (bytes > maxBytes) {
      throw new ValueError(`${bytes} bytes are more than the ${maxBytes} allowed`)
    }
    return encoded
  } catch (error) {
    if (!(error instanceof ValueError)) throw error
    throw new AirlockError(
      'arguments-invalid',
      `The arguments of ${name} cannot be handed over: ${error.message}.`,
      {
        item: name,
        cause: error,
      },
    )
  }
}
