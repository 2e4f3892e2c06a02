import { posix } from 'node:path'
import type { AppComponent, AppFolder } from '../app/read-app-folder.ts'
import { awaitedImports, checkResult } from '../check/check-result.ts'
import { composeText } from '../document/compose-text.ts'
import { type Joined, openOf } from '../document/join-group.ts'
import { wholePart } from '../document/parts.ts'
import { connectionsOf } from '../document/wire.ts'
import { writeDocument } from '../document/write-document.ts'
import type { ManifestEdit } from '../manifest/edit-manifest.ts'
import { choiceVariables } from './choice-variables.ts'
import { freePath, isShared } from './free-path.ts'
import type { Outcome } from './outcome.ts'

/**
 * Composes what goes into a component into it.
 *
 * @throws AirlockError `compose-failed`, `input-too-large`.
 */
export async function plugGroup(app: AppFolder, joined: Joined, taken: Iterable<string>): Promise<Outcome> {
  const { socket, inputs, wiring, parts, middlewareImports } = joined
  const { id, entry } = socket
  const document = writeDocument(wiring, { app: id, arguments: wiring.arguments })
  const composed = await composeText(id, document, { ...parts, [`app:${id}`]: wholePart(socket) })

  const satisfied = new Set(wiring.arguments.map((each) => each.import))
  const kept = socket.inspection.imports.map(({ name }) => name).filter((name) => !satisfied.has(name))
  const brought = inputs.flatMap((input) => openOf(joined, input).map(({ name }) => name))
  checkResult(id, composed, {
    exports: socket.inspection.exports.map(({ name }) => name),
    imports: [...kept, ...brought, ...middlewareImports],
    satisfied: [...satisfied],
    awaited: awaitedImports(socket),
  })
  const { files, edits } = await putInPlace(app, entry, composed.component, taken)
  return {
    component: {
      id,
      connections: connectionsOf(wiring),
      openImports: composed.imports,
      document,
    },
    edits: [...edits, ...choiceVariables(app, entry, wiring.middlewares)],
    files,
  }
}

/** The place of the component's own file, unless others use the same file. */
export async function putInPlace(
  app: AppFolder,
  entry: AppComponent,
  component: Uint8Array,
  taken: Iterable<string>,
): Promise<Pick<Outcome, 'files' | 'edits'>> {
  const { id, place, manifest } = entry
  const own = posix.normalize(String(manifest.source))
  if (!isShared(app, entry, own)) return { files: { [own]: component }, edits: [] }
  const path = await freePath(app, id, taken)
  const edit: ManifestEdit = { path: [...place, 'source'], value: path }
  return { files: { [path]: component }, edits: [edit] }
}
