import { AirlockError } from '@wasm-airlock/shared'
import { type Inspection, parseWat } from '@wasm-airlock/wac'
import { createChainability } from './chainable.ts'
import { writeHandOver } from './hand-over.ts'
import { createLoader } from './load.ts'
import { readInterface } from './read-interface.ts'
import { createAbi, writeCall, writeMiddleware, writeResultArea } from './write-middleware.ts'

/** The interface that a middleware imports several times and exports once. */
export interface MiddlewareInterface {
  /** `component:promptprocessor/promptmodification@0.0.1`. */
  readonly name: string
  /** Types of the component that imports the interface, and the index of the interface among them. */
  readonly types: Inspection['types']
  readonly type: number
}

const maximumLinks = 100

/**
 * A component that calls the links `link0`, `link1`, … one after the other.
 *
 * It imports them, each with the interface, and exports the interface. The first parameter of a function goes
 * through that function of each link, in order; functions called `after` or `after-…` go through them in reverse
 * order. Further parameters are handed to each link unchanged. Where the result is a `result<…>`, the first error
 * is returned, and no further link is called.
 *
 * @param source The interface.
 * @param links How many there are: 1 to 100.
 * @returns The component.
 * @throws AirlockError `middleware-unsupported`, with the functions that cannot be put one after the other, and why,
 * in `details.unsupported`; `usage-invalid` for another number of links.
 */
export async function buildChain(source: MiddlewareInterface, links: number): Promise<Uint8Array> {
  if (!Number.isInteger(links) || links < 1 || links > maximumLinks)
    throw new AirlockError('usage-invalid', `A chain has 1 to ${maximumLinks} links, not ${links}.`)
  const chainability = createChainability(source.types)
  const read = readInterface(source, chainability.refuse)
  const abi = createAbi(read)
  const loader = createLoader(read.types, abi.layoutOf, abi.flatsOf)
  const text = writeMiddleware(read, abi, {
    links,
    helpers: () => loader.functions,
    body: (func, index, signature) => {
      const order = Array.from({ length: links }, (_, link) => link)
      if (isReversed(func.name)) order.reverse()
      const step = { func, signature, abi, loader, isFallible: chainability.isFallible(func) }
      const steps = order.map((link, at) => {
        const call = writeCall(link, index, signature)
        return at === links - 1 ? call : writeHandOver(call, step)
      })
      const last = signature.resultInMemory ? '(local.get $result)' : ''
      return [writeResultArea(func, abi, signature), ...steps, last].join('\n')
    },
  })
  return parseWat(text, { path: 'middleware.wat' })
}

function isReversed(name: string): boolean {
  return name === 'after' || name.startsWith('after-')
}
