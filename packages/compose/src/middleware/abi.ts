import { createFlats, type FlatsOf, flattenAll, maximumFlatParams, maximumFlatResults } from './flatten.ts'
import { createLayouts, type LayoutOf } from './layout.ts'
import type { NamedFunction, ReadInterface } from './read-interface.ts'
import type { Flat } from './value-shape.ts'

/** A function as core WebAssembly has it. */
export interface CoreSignature {
  readonly params: readonly Flat[]
  readonly results: readonly Flat[]
  /** Whether the parameters lie in memory, and the only one of `params` is their address. */
  readonly paramsInMemory: boolean
  /** Whether the result lies in memory: who calls a link gives the address for it as a last parameter. */
  readonly resultInMemory: boolean
}

/** How functions with the types of an interface look. */
export interface Abi {
  readonly layoutOf: LayoutOf
  readonly flatsOf: FlatsOf
  signatureOf(func: NamedFunction): CoreSignature
}

/** @param source The interface, whose types have been checked. */
export function createAbi({ types }: ReadInterface): Abi {
  const layoutOf = createLayouts(types)
  const flatsOf = createFlats(types)
  const signatureOf = ({ params, result }: NamedFunction): CoreSignature => {
    const flatParams = flattenAll(
      params.map(({ type }) => type),
      flatsOf,
    )
    const flatResults = result === null ? [] : flatsOf(result)
    const paramsInMemory = flatParams.length > maximumFlatParams
    const resultInMemory = flatResults.length > maximumFlatResults
    return {
      params: paramsInMemory ? ['i32'] : flatParams,
      results: resultInMemory ? ['i32'] : flatResults,
      paramsInMemory,
      resultInMemory,
    }
  }
  return { layoutOf, flatsOf, signatureOf }
}

/** Instructions that call a link with the parameters that lie in the first local variables. */
export function writeCall(link: number, index: number, { params, resultInMemory }: CoreSignature): string {
  const values = params.map((_, at) => `(local.get ${at})`)
  if (resultInMemory) values.push('(local.get $result)')
  return `(call $call-${link}-${index} ${values.join(' ')})`
}

/** Instructions that put the address for the result of a link into `$result`, where it lies in memory. */
export function writeResultArea(
  { result }: NamedFunction,
  { layoutOf }: Abi,
  signature: CoreSignature,
): string {
  if (result === null || !signature.resultInMemory) return ''
  const { size, align } = layoutOf(result)
  return `(local.set $result (call $realloc (i32.const 0) (i32.const 0) (i32.const ${align}) (i32.const ${size})))`
}
