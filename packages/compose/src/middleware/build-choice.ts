import type { MiddlewareInterface } from './build-chain.ts'

/** A component that calls one of the links `link0`, `link1`, …, as a Spin variable says. */
export async function buildChoice(
  _interface: MiddlewareInterface,
  _names: readonly string[],
  _variable: string,
): Promise<Uint8Array> {
  throw new Error('to be written')
}
