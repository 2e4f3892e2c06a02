import { writeAllocator } from './allocator.ts'
import { createFlats, type FlatsOf, flattenAll, maximumFlatParams, maximumFlatResults } from './flatten.ts'
import { typesOf, writeForeignTypes } from './foreign-types.ts'
import { writeFunctionType, writeInstanceType } from './interface-types.ts'
import { createLayouts, type LayoutOf } from './layout.ts'
import { type NamedFunction, type ReadInterface, unsupportedError } from './read-interface.ts'
import { writeShim } from './shim.ts'
import { createTypeScope } from './type-scope.ts'
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

/** What {@link writeMiddleware} puts together with the interface. */
export interface MiddlewareParts {
  readonly links: number
  /** What memory holds from the start. */
  readonly data?: Uint8Array
  /** Name of an import among `imports`. */
  readonly reserved?: string
  /** More imports, and core functions made of them. */
  readonly imports?: string
  /** For the import of those core functions into the code: `(with …)`. */
  readonly importArguments?: string
  /** Imports of the code for those core functions. */
  readonly codeImports?: string
  /** The core functions that the code needs beside those of the interface. */
  readonly helpers: () => readonly string[]
  /** The body of a function: it has its parameters, and one local variable `$result` for an address. */
  readonly body: (func: NamedFunction, index: number, signature: CoreSignature) => string
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

/** Functions and types of all links: more of them take seconds to write, and more than a reader takes. */
const maximumSize = 20_000

const canonical = '(memory $memory "memory") (realloc (func $memory "cabi_realloc")) string-encoding=utf8'

/**
 * Text of a component that imports links with an interface and exports the interface.
 *
 * @param source The interface.
 * @param abi That of the interface.
 * @param parts What its functions do.
 */
export function writeMiddleware(source: ReadInterface, abi: Abi, parts: MiddlewareParts): string {
  const foreign = writeForeignTypes(source, parts.reserved)
  const size = parts.links * (source.functions.length + typesOf(source).size)
  if (size > maximumSize) {
    const reason = `has too many functions and types for ${parts.links} components.`
    throw unsupportedError([{ item: source.name, reason }])
  }
  const links = Array.from({ length: parts.links }, (_, link) => link)
  const signatures = source.functions.map(abi.signatureOf)
  // Written for each link again: readers of WIT refuse two instances that share the definition of a type.
  const linkType = writeInstanceType(source, foreign.ids)

  // The exported types are new ones: readers of WIT do not take those of a link for types of the interface.
  const scope = createTypeScope(source.types, 'o', (index) => foreign.ids.get(index))
  const typesOfFunctions = source.functions.map((func) => writeFunctionType(func, scope))
  const lifted = typesOfFunctions.map((type, index) => {
    const results = signatures[index]?.results.join('-') || 'none'
    return `(func $function${index} ${type} (canon lift (core func $code "${index}") ${canonical} (post-return (func $code "done-${results}"))))`
  })
  const shim = writeShim(source, foreign.ids, scope.refer)
  const eachCall = <T>(write: (link: number, index: number) => T) =>
    links.flatMap((link) => source.functions.map((_, index) => write(link, index)))

  return `(component
${foreign.lines.join('\n')}
${links.map((link) => `(import "link${link}" (instance $link${link}\n${linkType}))`).join('\n')}
(core module $allocator-module ${writeAllocator(parts.data).replace(/^\(module/, '')}
(core instance $memory (instantiate $allocator-module))
${parts.imports ?? ''}
${eachCall((link, index) => `(core func $call-${link}-${index} (canon lower (func $link${link} "${source.functions[index]?.name}") ${canonical}))`).join('\n')}
${writeCode(source, signatures, links, parts)}
(core instance $code (instantiate $code-module
  (with "memory" (instance $memory))
  ${parts.importArguments ?? ''}
  (with "links" (instance ${eachCall((link, index) => `(export "${link}-${index}" (func $call-${link}-${index}))`).join('\n')}))))
${[...scope.lines, ...lifted].join('\n')}
${shim}
(export "${source.name}" (instance $exported)))`
}

function writeCode(
  source: ReadInterface,
  signatures: readonly CoreSignature[],
  links: readonly number[],
  parts: MiddlewareParts,
): string {
  const imports = links.flatMap((link) =>
    signatures.map(({ params, results, resultInMemory }, index) => {
      const all = resultInMemory ? [...params, 'i32'] : params
      return `(import "links" "${link}-${index}" (func $call-${link}-${index} (param ${all.join(' ')}) (result ${resultInMemory ? '' : results.join(' ')})))`
    }),
  )
  const functions = source.functions.map((func, index) => {
    const signature = signatures[index] as CoreSignature
    return `(func (export "${index}") (param ${signature.params.join(' ')}) (result ${signature.results.join(' ')}) (local $result i32)
${parts.body(func, index, signature)})`
  })
  const done = ['', 'i32', 'i64', 'f32', 'f64'].map(
    (flat) => `(func (export "done-${flat || 'none'}") (param ${flat}) (call $reset))`,
  )
  return `(core module $code-module
(import "memory" "memory" (memory 1))
(import "memory" "cabi_realloc" (func $realloc (param i32 i32 i32 i32) (result i32)))
(import "memory" "reset" (func $reset))
${parts.codeImports ?? ''}
${imports.join('\n')}
${[...functions, ...done, ...parts.helpers()].join('\n')})`
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
