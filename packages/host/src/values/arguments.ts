import { AirlockError } from '@wasm-airlock/shared'
import { tooLarge } from '../sandbox/errors.ts'
import { convertValue, MismatchError } from './convert-value.ts'
import type { FunctionTypes } from './function-types.ts'
import { fullName, type SandboxFunction } from './functions.ts'
import { exampleOf } from './value-words.ts'
import { encodeValue, type Json, ValueError } from './values.ts'

/**
 * Checks arguments against the types of the parameters, all the way down, and makes them what crosses the
 * boundary.
 *
 * @param maxBytes Most bytes that they may have together, as JSON.
 * @throws AirlockError `arguments-invalid`, its item the path of what does not fit (`p.y`), its hint an
 *   example of the whole argument; `message-too-large`.
 */
export function encodeArguments(
  target: SandboxFunction,
  types: FunctionTypes,
  args: readonly unknown[],
  maxBytes: number,
): readonly Json[] {
  const [encoded = []] = encodeArgumentLists(target, types, [args], maxBytes)
  return encoded
}

/**
 * The same for many calls of one function.
 *
 * @param maxBytes Most bytes that the arguments of all of them may have together.
 */
export function encodeArgumentLists(
  target: SandboxFunction,
  types: FunctionTypes,
  argLists: readonly (readonly unknown[])[],
  maxBytes: number,
): readonly (readonly Json[])[] {
  const name = fullName(target)
  let bytes = 0
  return argLists.map((args) => {
    const encoded = encodeList(target, types, args)
    bytes += Buffer.byteLength(JSON.stringify(encoded))
    if (bytes <= maxBytes) return encoded
    const of = argLists.length === 1 ? name : `${argLists.length} calls of ${name}`
    const all = argLists.length === 1 ? '' : 'at least '
    throw tooLarge('maxArgumentBytes', maxBytes, `The arguments of ${of} have ${all}${bytes} bytes,`, name)
  })
}

function encodeList(
  target: SandboxFunction,
  types: FunctionTypes,
  args: readonly unknown[],
): readonly Json[] {
  const name = fullName(target)
  if (args.length !== target.params.length) {
    const expected = target.params.map((param) => `${param.name}: ${param.type}`).join(', ')
    const count = `${target.params.length} argument${target.params.length === 1 ? '' : 's'}`
    throw new AirlockError(
      'arguments-invalid',
      `${name} takes ${count}${expected === '' ? '' : ` (${expected})`}, not ${args.length}.`,
      { item: name },
    )
  }
  return args.map((arg, index) => encodeArgument(target, types, arg, index))
}

function encodeArgument(target: SandboxFunction, types: FunctionTypes, arg: unknown, index: number): Json {
  const { name = '', type = '' } = target.params[index] ?? {}
  const wit = types.params[index] ?? 'unknown'
  try {
    return encodeValue(convertValue(types.types, wit, arg, { name, direction: 'in' }))
  } catch (error) {
    if (!(error instanceof ValueError)) throw error
    throw new AirlockError('arguments-invalid', `In a call of ${fullName(target)}, ${error.message}.`, {
      item: error instanceof MismatchError ? error.path : name,
      hint: `The parameter ${name} is of type ${type}, for example ${exampleOf(types.types, wit)}.`,
      cause: error,
    })
  }
}

/**
 * What a worker returned, as callers get it.
 *
 * @param value Decoded.
 * @throws ValueError where it does not fit the type of the result: no working worker sends it.
 */
export function readResult(types: FunctionTypes, value: unknown): unknown {
  if (types.result === null) return undefined
  return convertValue(types.types, types.result, value, { name: 'the result', direction: 'out' })
}
