// What the package generates for chains and choices, which a document names and nobody else has.
import { readAppFolder } from '../../src/app/read-app-folder.ts'
import { checkInputs } from '../../src/check/check-inputs.ts'
import { joinGroup } from '../../src/document/join-group.ts'
import { placeInputs } from '../../src/match/place-inputs.ts'
import { readSockets } from '../../src/match/sockets.ts'

/** @returns By the id of the application's component that they are for, and their names in its document. */
export async function middlewaresOf(app, components, options) {
  const sockets = await readSockets(await readAppFolder(app))
  const groups = await placeInputs('oracle', sockets, await checkInputs(components, options))
  const all = {}
  for (const group of groups) {
    const { parts } = await joinGroup(group, options.choose)
    const own = Object.entries(parts).filter(([name]) => name.startsWith('middleware:'))
    all[group.socket.id] = Object.fromEntries(own.map(([name, { component }]) => [name, component]))
  }
  return all
}
