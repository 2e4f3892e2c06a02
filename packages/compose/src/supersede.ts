import { matchesImport } from '@wasm-airlock/host'
import type { Installed, Ours } from './app/ours.ts'
import type { AppFolder } from './app/read-app-folder.ts'
import { type Released, release } from './app/release.ts'
import type { Joined } from './document/join-group.ts'
import { withEntry } from './match/sockets.ts'
import type { ComposeMode } from './options.ts'

/** The application as all that it got from Airlock counts as open again: who fits where is found out anew. */
export function withoutOurs(app: AppFolder, ours: Ours, mode: ComposeMode): Released {
  return release(app, ours, { isGone: () => true, touched: new Set(), mode })
}

/** The application with all that it got from Airlock. */
export function withOurs(app: AppFolder, ours: Ours, mode: ComposeMode): Released {
  return release(app, ours, { isGone: () => false, touched: new Set(), mode })
}

/**
 * Takes out what a composition replaces: in each component that gets something, the dependencies that satisfy what
 * it satisfies now, and those made of a component that is handed in again. All others stay, also of Airlock.
 */
export function supersede(
  app: AppFolder,
  ours: Ours,
  joined: readonly Joined[],
  mode: ComposeMode,
): { readonly app: Released; readonly joined: readonly Joined[] } {
  const isGone = ({ component, keys, plugs }: Installed) =>
    joined.some(
      ({ socket, wiring, inputs }) =>
        socket.id === component &&
        (keys.some(({ key }) => wiring.arguments.some((each) => matchesImport(key, each.import))) ||
          plugs.some(({ name }) => inputs.some((input) => input.name === name))),
    )
  const touched = new Set(joined.map(({ socket }) => socket.id))
  const released = release(app, ours, { isGone, touched, mode })
  const entries = new Map(released.components.map((entry) => [entry.id, entry]))
  return {
    app: released,
    joined: joined.map((each) => {
      const entry = entries.get(each.socket.id)
      return entry === undefined ? each : { ...each, socket: withEntry(each.socket, entry) }
    }),
  }
}
