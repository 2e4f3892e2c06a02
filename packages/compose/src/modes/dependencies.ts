import type { AppFolder } from '../app/read-app-folder.ts'
import type { Joined } from '../document/join-group.ts'
import { connectionsOf } from '../document/wire.ts'
import type { ManifestEdit } from '../manifest/edit-manifest.ts'
import { checkLoads } from './check-loads.ts'
import { choiceVariables } from './choice-variables.ts'
import { freePath } from './free-path.ts'
import { inheritance } from './inheritance.ts'
import { type Dependency, makeDependency } from './make-dependency.ts'
import type { Outcome } from './outcome.ts'
import { packageParts } from './package-parts.ts'

/**
 * Names what goes into a component as its dependencies, one for each package; only what they are among themselves
 * is composed.
 *
 * @throws AirlockError `manifest-invalid` where the manifest cannot say it; `compose-failed`, also where it would not
 * be loaded; `input-too-large`.
 */
export async function dependOnGroup(
  app: AppFolder,
  joined: Joined,
  taken: Iterable<string>,
): Promise<Outcome> {
  const { socket, wiring } = joined
  const variables = choiceVariables(app, socket.entry, wiring.middlewares)
  const dependencies: Dependency[] = []
  for (const part of packageParts(joined)) dependencies.push(await makeDependency(joined, part))
  await checkLoads(socket, dependencies)
  const inherits = inheritance(
    socket,
    dependencies.some(({ chooses }) => chooses),
  )
  const files: Record<string, Uint8Array> = {}
  const edits: ManifestEdit[] = [...inherits.edits]
  for (const { name, key, component, exported, chooses } of dependencies) {
    const path = await freePath(app, `dependencies/${name}`, [...taken, ...Object.keys(files)])
    files[path] = component
    const value = {
      path,
      ...(exported === undefined ? {} : { export: exported }),
      ...(inherits.each ? { inherit_configuration: chooses } : {}),
    }
    edits.push({ path: [...socket.entry.place, 'dependencies', key], value })
  }
  const satisfied = new Set(wiring.arguments.map((each) => each.import))
  const kept = socket.inspection.imports.map(({ name }) => name).filter((name) => !satisfied.has(name))
  const documents = dependencies.flatMap(({ document }) => document ?? [])
  return {
    component: {
      id: socket.id,
      connections: connectionsOf(wiring),
      openImports: [...new Set([...kept, ...dependencies.flatMap(({ openImports }) => openImports)])],
      document: documents.length === 0 ? null : documents.join('\n'),
    },
    edits: [...edits, ...variables],
    removals: inherits.removals,
    files,
  }
}
