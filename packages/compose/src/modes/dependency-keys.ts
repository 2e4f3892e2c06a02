import { parseInterfaceName } from '@wasm-airlock/shared'
import type { Argument } from '../document/wire.ts'
import type { Socket } from '../match/sockets.ts'

/** A key of `[component.ID.dependencies]`. */
export interface DependencyKey {
  readonly key: string
  /** The export of the dependency, where it has another name than the import. */
  readonly exported: string | undefined
}

/**
 * The keys under which a dependency satisfies imports: their names, with their exact versions. Each key is an
 * instance of its own, so interfaces of one package that have to share one get the key of the package, where
 * the dependency has all that is imported of it.
 */
export function keysOf({ inspection }: Socket, args: readonly Argument[]): DependencyKey[] {
  const imported = Map.groupBy(inspection.imports, ({ name }) => packageOf(name))
  return [...Map.groupBy(args, (each) => packageOf(each.import))].flatMap(([key, own]) => {
    const isWhole = own.length > 1 && own.length === imported.get(key)?.length
    if (isWhole && own.every((each) => each.export === each.import)) return [{ key, exported: undefined }]
    return own.map((each) => ({
      key: each.import,
      exported: each.export === each.import ? undefined : each.export,
    }))
  })
}

/** `a:b/c@1.0.0` → `a:b@1.0.0`; a plain name stays as it is. */
function packageOf(name: string): string {
  const parsed = parseInterfaceName(name)
  if (parsed === undefined) return name
  const version = parsed.version === undefined ? '' : `@${parsed.version}`
  return `${parsed.namespace}:${parsed.package}${version}`
}
