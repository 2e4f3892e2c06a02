import { AirlockError } from '@wasm-airlock/shared'
import type { AppFolder } from '../app/read-app-folder.ts'
import { checkResult } from '../check/check-result.ts'
import { composeText } from '../document/compose-text.ts'
import { type Joined, openOf } from '../document/join-group.ts'
import { type Argument, connectionsOf } from '../document/wire.ts'
import { writeDocument } from '../document/write-document.ts'
import type { ManifestEdit } from '../manifest/edit-manifest.ts'
import { choiceVariables } from './choice-variables.ts'
import { keysOf } from './dependency-keys.ts'
import { freePath } from './free-path.ts'
import type { Outcome } from './outcome.ts'
import { type Part, splitWiring } from './split-wiring.ts'

/** A dependency that is ready to be written. */
interface Dependency {
  readonly name: string
  readonly component: Uint8Array
  /** What it satisfies, under the name of the import, by the export of this name. */
  readonly arguments: readonly Argument[]
  readonly openImports: readonly string[]
  readonly document: string | null
  /** Does it read a variable of the application? */
  readonly chooses: boolean
}

/**
 * Names what goes into a component as its dependencies; only what they are among themselves is composed.
 *
 * @throws AirlockError `manifest-invalid`, `compose-failed`, `input-too-large`.
 */
export async function dependOnGroup(
  app: AppFolder,
  joined: Joined,
  taken: Iterable<string>,
): Promise<Outcome> {
  const { socket, wiring } = joined
  const dependencies: Dependency[] = []
  for (const part of splitWiring(wiring)) dependencies.push(await makeDependency(joined, part))
  const inherits = inheritance(joined, dependencies)
  const files: Record<string, Uint8Array> = {}
  const edits: ManifestEdit[] = [...inherits.edits]
  for (const { name, component, arguments: args, chooses } of dependencies) {
    const path = await freePath(app, `dependencies/${name}`, [...taken, ...Object.keys(files)])
    files[path] = component
    for (const { key, exported } of keysOf(socket, args)) {
      const value = {
        path,
        ...(exported === undefined ? {} : { export: exported }),
        ...(inherits.each ? { inherit_configuration: chooses } : {}),
      }
      edits.push({ path: [...socket.entry.place, 'dependencies', key], value })
    }
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
    edits: [...edits, ...choiceVariables(app, socket.entry, wiring.middlewares)],
    files,
  }
}

async function makeDependency(joined: Joined, { instances, arguments: args }: Part): Promise<Dependency> {
  const { inputs, parts, wiring, middlewareImports } = joined
  const names = new Set(instances.map(({ name }) => name))
  const members = inputs.filter(({ name }) => names.has(name))
  const [only] = members
  const name = args[0]?.from ?? ''
  if (only !== undefined && instances.length === 1) {
    const openImports = only.inspection.imports.map((item) => item.name)
    return { name, component: only.component, arguments: args, openImports, document: null, chooses: false }
  }
  const document = writeDocument({ instances }, { interfaces: args })
  const composed = await composeText(name, document, parts)
  const brought = members.flatMap((input) => openOf(joined, input).map((item) => item.name))
  checkResult(name, composed, {
    exports: args.map((each) => each.import),
    imports: [...brought, ...middlewareImports],
    satisfied: [],
  })
  return {
    name,
    component: composed.component,
    arguments: args.map((each) => ({ ...each, export: each.import })),
    openImports: composed.imports,
    document,
    chooses: wiring.middlewares.some((each) => names.has(each.name) && each.variable !== undefined),
  }
}

/**
 * What the manifest says of grants: nothing goes to a dependency but the variable to a choice. Spin wants it
 * said either for all of them or for each.
 */
function inheritance(
  { socket }: Joined,
  dependencies: readonly Dependency[],
): { readonly each: boolean; readonly edits: readonly ManifestEdit[] } {
  const { place, manifest } = socket.entry
  const { dependencies: own = {}, dependencies_inherit_configuration: all } = manifest
  const key = [...place, 'dependencies_inherit_configuration']
  if (all === true && Object.keys(own).length > 0) {
    throw refusal(key, 'its own dependencies get what it is granted, and those that are added must not')
  }
  const isEach = Object.values(own).some((it) => typeof it === 'object' && 'inherit_configuration' in it)
  const each = isEach || dependencies.some(({ chooses }) => chooses)
  if (!each) return { each, edits: [{ path: key, value: false }] }
  // That it is not there means the same, and may stand beside what each of them says.
  if (all === undefined) return { each, edits: [] }
  throw refusal(key, 'the dependency that chooses needs a line of its own, and Spin takes only one of both')
}

function refusal(key: readonly (string | number)[], reason: string): AirlockError {
  const item = key.join('.')
  return new AirlockError('manifest-invalid', `The manifest cannot be honoured at ${item}: ${reason}.`, {
    item,
    hint: 'Take the line out, and write `inherit_configuration` where a dependency needs it; or use the mode plug.',
    details: { problems: [{ path: item, message: reason }] },
  })
}
