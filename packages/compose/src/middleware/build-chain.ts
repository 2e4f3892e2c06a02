import type { Inspection } from '@wasm-airlock/wac'

/** The interface that a middleware imports several times and exports once. */
export interface MiddlewareInterface {
  /** `component:promptprocessor/promptmodification@0.0.1`. */
  readonly name: string
  /** Types of the component that imports the interface, and the index of the interface among them. */
  readonly types: Inspection['types']
  readonly type: number
}

/** A component that calls the links `link0`, `link1`, … one after the other. */
export async function buildChain(_interface: MiddlewareInterface, _links: number): Promise<Uint8Array> {
  throw new Error('to be written')
}
