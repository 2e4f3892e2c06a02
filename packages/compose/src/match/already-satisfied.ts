import { matchesImport } from '@wasm-airlock/host'
import { AirlockError } from '@wasm-airlock/shared'
import type { Input } from '../check/check-inputs.ts'
import type { Sockets } from './sockets.ts'

/**
 * An error about components that fit nothing, with the dependency that is in their place already as the hint.
 *
 * @param error What came of the search for their places.
 */
export function namingSatisfied(error: unknown, { local }: Sockets, inputs: readonly Input[]): unknown {
  if (!(error instanceof AirlockError) || error.code !== 'plug-unmatched') return error
  for (const { id, entry, inspection } of local) {
    for (const [key, value] of Object.entries(entry.manifest.dependencies ?? {})) {
      const name = inspection.imports.find((item) => matchesImport(key, item.name))?.name
      if (name === undefined || inputs.every((input) => input.findExport(name) === undefined)) continue
      const from = typeof value === 'object' && 'path' in value ? value.path : 'a dependency'
      return new AirlockError(error.code, error.message, {
        ...(error.item === undefined ? {} : { item: error.item }),
        hint: `${id} gets ${name} from ${from} already: to replace it, take ${JSON.stringify(key)} out of its dependencies in the manifest.`,
        details: error.details,
        cause: error,
      })
    }
  }
  return error
}
