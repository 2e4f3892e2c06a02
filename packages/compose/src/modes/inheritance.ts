import { AirlockError } from '@wasm-airlock/shared'
import type { ManifestEdit } from '../manifest/edit-manifest.ts'
import type { Socket } from '../match/sockets.ts'

/** What a manifest says of the grants of dependencies. */
export interface Inheritance {
  /** Does each of them say it for itself? */
  readonly each: boolean
  readonly edits: readonly ManifestEdit[]
  /** Places of values that are taken out of the manifest. */
  readonly removals: readonly ManifestEdit['path'][]
}

/**
 * Nothing that is granted goes to a dependency, but the variable to a choice. Spin wants it said for all of them or
 * for each, never both: all of them say that it is off, unless one needs something or a manifest says it for each.
 *
 * @param chooses Is there a choice among those that are added?
 * @throws AirlockError `manifest-invalid` where dependencies of the application get all of its grants.
 */
export function inheritance({ entry: { place, manifest } }: Socket, chooses: boolean): Inheritance {
  const { dependencies = {}, dependencies_inherit_configuration: all } = manifest
  const own = Object.values(dependencies)
  const path = [...place, 'dependencies_inherit_configuration']
  if (all === true && own.length > 0) {
    throw refusal(path, 'its own dependencies get what it is granted, and those that are added must not')
  }
  const each = chooses || own.some((it) => typeof it === 'object' && 'inherit_configuration' in it)
  if (!each) return { each, edits: all === false ? [] : [{ path, value: false }], removals: [] }
  // That it is not there means the same to those that say nothing.
  return { each, edits: [], removals: all === undefined ? [] : [path] }
}

function refusal(key: readonly (string | number)[], reason: string): AirlockError {
  const item = key.join('.')
  return new AirlockError('manifest-invalid', `The manifest cannot be honoured at ${item}: ${reason}.`, {
    item,
    hint: 'Take the line out, and write `inherit_configuration` where a dependency needs it; or use the mode plug.',
    details: { problems: [{ path: item, message: reason }] },
  })
}
