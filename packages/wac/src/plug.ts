import { bytesOf, callToolchain } from './toolchain.ts'

/** A component under the name by which results and errors call it. */
export interface PlugInput {
  readonly name: string
  readonly component: Uint8Array
}

/** One export of a plug that satisfies an import of the socket. */
export interface PlugConnection {
  readonly plug: string
  /** Name of the import of the socket. */
  readonly import: string
}

/** A plug whose export bears the name of an import and does not fit it. */
export interface NearMiss extends PlugConnection {
  /** Where the two types, or the versions, first differ. */
  readonly reason: string
}

/** A composition, and how it came about. */
export interface PlugResult {
  readonly component: Uint8Array
  readonly connections: readonly PlugConnection[]
  /** Imports of the composed component: of the socket what no plug satisfies, and those of the plugs. */
  readonly openImports: readonly string[]
  readonly nearMisses: readonly NearMiss[]
}

/**
 * Satisfies imports of one component with the exports of others, byte for byte as `wac plug` does.
 *
 * @param socket The component whose imports are satisfied and whose exports remain.
 * @param plugs The components that offer exports, in the order in which they are to be instantiated.
 * @returns The composed component; which export went where; what stays open; what nearly fitted.
 * @throws AirlockError `plug-unmatched` when a plug fits no import (details: `openImports`, `exports` of
 * each plug, `nearMisses`), `component-malformed`, or `compose-failed`.
 */
export async function plugComponents(socket: Uint8Array, plugs: readonly PlugInput[]): Promise<PlugResult> {
  const { component, report } = await callToolchain('component-malformed', (toolchain) =>
    toolchain.plug(
      bytesOf(socket, 'socket'),
      plugs.map(({ name, component }) => ({ name, component: bytesOf(component, name) })),
      { connect: [], feed: false, dropUnmatched: false, renameExports: [] },
    ),
  )
  return { component, ...(JSON.parse(report) as Omit<PlugResult, 'component'>) }
}
