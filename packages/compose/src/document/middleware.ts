import { AirlockError, parseInterfaceName } from '@wasm-airlock/shared'
import type { InspectedItem, Inspection } from '@wasm-airlock/wac'
import { isComponentName, listNames } from '../match/names.ts'
import { buildChain, type MiddlewareInterface } from '../middleware/build-chain.ts'
import { buildChoice } from '../middleware/build-choice.ts'

/** A component that is made to stand before several of one interface. */
export interface Middleware {
  readonly name: string
  readonly interface: MiddlewareInterface
  /** Names of those behind it, in their order. */
  readonly links: readonly string[]
  /** Variable that chooses one of them; all of them answer where there is none. */
  readonly variable: string | undefined
}

/** What is known of a middleware before it is made. */
export interface MiddlewareRequest extends Omit<Middleware, 'interface'> {
  readonly item: InspectedItem
  readonly types: Inspection['types']
  /** Who imports the interface. */
  readonly by: string
}

/**
 * @throws AirlockError `middleware-unsupported` where it is no interface that a middleware can stand for.
 */
export function middlewareOf({ name, item, types, by, links, variable }: MiddlewareRequest): Middleware {
  const isInterface = item.kind === 'interface' && parseInterfaceName(item.name) !== undefined
  if (!isInterface || typeof item.type !== 'number') {
    throw new AirlockError(
      'middleware-unsupported',
      `${listNames(links)} cannot share what they all offer to ${by}: ${item.name} is not named like an interface of a package, \`a:b/c@1.0.0\`.`,
      { item: item.name, hint: 'Give one component for it.' },
    )
  }
  return { name, interface: { name: item.name, types, type: item.type }, links, variable }
}

/** `promptmodification-chain`, or with a number where somebody else is called so. */
export function nameMiddleware(
  interfaceName: string,
  kind: 'chain' | 'choice',
  taken: readonly string[],
): string {
  const word = parseInterfaceName(interfaceName)?.interface ?? ''
  const base = isComponentName(`${word}-${kind}`) ? `${word}-${kind}` : kind
  if (!taken.includes(base)) return base
  for (let number = 2; ; number += 1) if (!taken.includes(`${base}${number}`)) return `${base}${number}`
}

/** Makes the component. */
export function buildMiddleware({ interface: of, links, variable }: Middleware): Promise<Uint8Array> {
  return variable === undefined ? buildChain(of, links.length) : buildChoice(of, links, variable)
}
