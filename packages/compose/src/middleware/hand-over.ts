import type { Loader } from './load.ts'
import type { NamedFunction } from './read-interface.ts'
import type { Flat } from './value-shape.ts'
import type { Abi, CoreSignature } from './write-middleware.ts'

/** What there is to know about a function that is called in one link after the other. */
export interface HandedOver {
  readonly func: NamedFunction
  readonly signature: CoreSignature
  readonly abi: Abi
  readonly loader: Loader
  /** Whether the result is a `result` of the first parameter's type. */
  readonly isFallible: boolean
}

/**
 * Instructions that make the result of a call the first parameter of the next one, or return its error.
 *
 * @param call Instructions of the call.
 * @param handed Its function.
 */
export function writeHandOver(call: string, handed: HandedOver): string {
  const { func, signature, abi, loader, isFallible } = handed
  const type = func.params[0]?.type ?? 'u8'
  const { size } = abi.layoutOf(type)
  const flats = abi.flatsOf(type)
  if (!signature.resultInMemory) {
    const [flat = 'i32'] = flats
    return signature.paramsInMemory
      ? `(${storeOf(flat, size)} (local.get 0) ${call})`
      : `(local.set 0 ${call})`
  }
  const offset = isFallible && func.result !== null ? (abi.layoutOf(func.result).offsets[0] ?? 0) : 0
  // The first case is that there is no error; what comes of an error is this very result.
  const check = isFallible ? '(if (i32.load8_u (local.get $result)) (then (return (local.get $result))))' : ''
  if (signature.paramsInMemory) {
    const from = `(i32.add (local.get $result) (i32.const ${offset}))`
    return `${call} ${check} (memory.copy (local.get 0) ${from} (i32.const ${size}))`
  }
  // Off the stack from the top, so the last value first.
  const sets = flats.map((_, at) => `local.set ${at}`).reverse()
  return `${call} ${check} ${loader.load(type, '$result', offset)} ${sets.join(' ')}`
}

/** The instruction that stores a value of a size: it may be smaller than the value of core WebAssembly. */
function storeOf(flat: Flat, size: number): string {
  const isNarrow = flat === 'i32' && size < 4
  return `${flat}.store${isNarrow ? size * 8 : ''}`
}
