import {
  bytes as bytesReader,
  flag,
  listOf,
  objectOf,
  oneOf,
  optional,
  readArgument,
  recordOf,
  text,
} from './arguments.ts'
import { callOnSkeletons } from './on-skeletons.ts'
import type { TypeDifference } from './type-difference.ts'

/** A component under the name by which results and errors call it. */
export interface PlugInput {
  readonly name: string
  readonly component: Uint8Array
}

/** One export of a plug that satisfies an import. */
export interface PlugConnection {
  readonly plug: string
  /** Name of the export of the plug. */
  readonly export: string
  /** The plug whose import it satisfies; `null` for the socket. */
  readonly to: string | null
  /** Name of the import of the socket, or of that plug. */
  readonly import: string
}

/** An export that is close to an import and does not satisfy it. */
export interface NearMiss extends PlugConnection {
  /**
   * `type`: the names match and the types differ. `version`: only the version differs, and is not
   * compatible. `case`: the same words, with other capitals or joined otherwise.
   */
  readonly kind: 'type' | 'version' | 'case'
  /** One sentence that says what was expected and what was found. */
  readonly reason: string
  /** Of `type`, where it is known. */
  readonly difference?: TypeDifference
}

/** A connection that is wanted, whatever would match by name. */
export interface WantedConnection {
  /**
   * The plug whose import is to be satisfied; `null` for the socket.
   *
   * @default null
   */
  readonly to?: string | null | undefined
  readonly import: string
  readonly plug: string
  /**
   * @default the export that has the name of the import, or a compatible version of it
   */
  readonly export?: string | undefined
}

export interface PlugOptions {
  /**
   * Which export satisfies an import: where several could, or where the names differ. It goes before
   * whatever would match by name.
   *
   * @default []
   */
  readonly connect?: readonly WantedConnection[] | undefined
  /**
   * Do plugs satisfy imports of other plugs too?
   *
   * @default false, as `wac plug`
   */
  readonly feed?: boolean | undefined
  /**
   * What happens to a plug that fits nothing: `refuse` throws `plug-unmatched`, `drop` leaves it out, as
   * `wac plug` does.
   *
   * @default 'refuse'
   */
  readonly unmatched?: 'refuse' | 'drop' | undefined
  /**
   * Exports of the composition: from the name in the socket to the name that it gets.
   *
   * @default {}
   */
  readonly renameExports?: Readonly<Record<string, string>> | undefined
  /**
   * The only imports that may stay open, by name; `*` stands for any text. Others are refused with
   * `imports-refused`.
   *
   * @default any
   */
  readonly allowedImports?: readonly string[] | undefined
}

/** A composition, and how it came about. */
export interface PlugResult {
  readonly component: Uint8Array<ArrayBuffer>
  /** In the order of the imports: those of the socket, then those of the plugs. */
  readonly connections: readonly PlugConnection[]
  /** Imports of the composed component: of the socket what no plug satisfies, and those of the plugs. */
  readonly openImports: readonly string[]
  /** At most 1000, of the first 100,000 pairs of names that are alike. */
  readonly nearMisses: readonly NearMiss[]
}

const plugReader = listOf(objectOf({ name: text, component: bytesReader }))

const plugOptions = objectOf({
  connect: optional(
    listOf(
      objectOf({
        to: (value, item) => (value === null ? null : optional(text)(value, item)),
        import: text,
        plug: text,
        export: optional(text),
      }),
    ),
  ),
  feed: optional(flag),
  unmatched: optional(oneOf('refuse', 'drop')),
  renameExports: optional(recordOf(text)),
  allowedImports: optional(listOf(text)),
})

/**
 * Satisfies imports of one component with the exports of others; without options byte for byte as
 * `wac plug` does. The same input gives the same bytes.
 *
 * @param socket The component whose imports are satisfied and whose exports remain.
 * @param plugs The components that offer exports.
 * @param options Which connections are wanted, and what may be left open or out.
 * @returns The composed component; which export went where; what stays open; what nearly fitted.
 * @throws AirlockError `plug-unmatched` when a plug fits no import (details: `openImports`, `exports` of
 * each plug, `nearMisses`) or a wanted import or export is not there; `plug-cycle` (`cycle`: the
 * connections); `imports-refused` (`refused`); `component-malformed`; `compose-failed`, also where
 * several plugs export what one import takes (`candidates`) or a wanted connection does not fit
 * (`difference`); `usage-invalid`. `report` of the details is what `wac plug` prints.
 */
export async function plugComponents(
  socket: Uint8Array,
  plugs: readonly PlugInput[],
  options: PlugOptions = {},
): Promise<PlugResult> {
  const base = readArgument(bytesReader, socket, 'socket')
  const parts = readArgument(plugReader, plugs, 'plugs')
  const given = readArgument(plugOptions, options, 'options')
  const { connect = [], feed = false, unmatched = 'refuse', renameExports = [], allowedImports } = given
  const { component, report } = await callOnSkeletons(
    'component-malformed',
    [base, ...parts.map(({ component }) => component)],
    (toolchain, [first = base, ...others]) =>
      toolchain.plug(
        first,
        parts.map(({ name, component }, index) => ({ name, component: others[index] ?? component })),
        {
          connect: connect.map(({ to, export: name, ...wanted }) => ({
            ...wanted,
            ...(to == null ? {} : { to }),
            ...(name === undefined ? {} : { export: name }),
          })),
          feed,
          dropUnmatched: unmatched === 'drop',
          renameExports,
          ...(allowedImports === undefined ? {} : { allowedImports }),
        },
      ),
    ({ result, splice }) => {
      const component = splice(result.component)
      return component && { ...result, component }
    },
  )
  return {
    component: component as Uint8Array<ArrayBuffer>,
    ...(JSON.parse(report) as Omit<PlugResult, 'component'>),
  }
}
