import type { Abi, CoreSignature } from './abi.ts'
import { writeAllocator } from './allocator.ts'
import { typesOf, writeForeignTypes } from './foreign-types.ts'
import { writeFunctionType, writeInstanceType } from './interface-types.ts'
import { type NamedFunction, type ReadInterface, unsupportedError } from './read-interface.ts'
import { writeShim } from './shim.ts'
import { createTypeScope } from './type-scope.ts'

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

/** Functions and types of all links: more of them take seconds to write, and more than a reader takes. */
const maximumSize = 20_000

/** Characters of the names in its types, which each link says again, as does the export: no more bytes are read. */
const maximumNames = 2 * 1024 * 1024

const canonical = '(memory $memory "memory") (realloc (func $memory "cabi_realloc")) string-encoding=utf8'

/**
 * Text of a component that imports links with an interface and exports the interface.
 *
 * @param source The interface.
 * @param abi That of the interface.
 * @param parts What its functions do.
 */
export function writeMiddleware(source: ReadInterface, abi: Abi, parts: MiddlewareParts): string {
  checkSize(source, parts.links)
  const foreign = writeForeignTypes(source, parts.reserved)
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

/** Before any text is written: there may be a hundred times as much of it as of the interface. */
function checkSize(source: ReadInterface, links: number): void {
  const types = typesOf(source)
  const refuse = (what: string) =>
    unsupportedError([{ item: source.name, reason: `has ${what} for ${links} components.` }])
  if (links * (source.functions.length + types.size) > maximumSize)
    throw refuse('too many functions and types')
  if ((links + 2) * namesLength(source, types) > maximumNames) throw refuse('too long names')
}

function namesLength({ functions, named, types }: ReadInterface, indexes: ReadonlySet<number>): number {
  let length = 0
  const count = (names: readonly { readonly name: string }[]) => {
    for (const { name } of names) length += name.length
  }
  count(functions)
  count(named)
  for (const { params } of functions) count(params)
  for (const index of indexes) {
    const definition = types[index]
    if (definition?.kind === 'record') count(definition.fields)
    else if (definition?.kind === 'variant') count(definition.cases)
    else if (definition?.kind === 'enum') for (const name of definition.cases) length += name.length
    else if (definition?.kind === 'flags') for (const name of definition.flags) length += name.length
  }
  return length
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
