import { isTypesOnly, type WorldItem } from '@wasm-airlock/shared'
import { inspectComponent, type PlugConnection, plugComponents } from '@wasm-airlock/wac'
import { checkKeys, matchesImport } from './dependency-keys.ts'
import { unsupported } from './unsupported.ts'

/** A component that satisfies imports of another when the application is read. */
export interface Dependency {
  /** What it satisfies, as the manifest says: `a:b/c@1.0.0`, `a:b/c`, `a:b@1.0.0` or `a:b`. */
  readonly name: string
  readonly component: Uint8Array
  /** Its export for that; the same name where it is absent. */
  readonly export?: string | undefined
  /** May it use what the application is granted? */
  readonly inherits: boolean
}

/** Interfaces of the host that reach nothing and tell nothing of an application. */
const HARMLESS = [
  'wasi:io/',
  'wasi:clocks/',
  'wasi:random/',
  'wasi:cli/exit@',
  'wasi:cli/stdin@',
  'wasi:cli/stdout@',
  'wasi:cli/stderr@',
  'wasi:cli/terminal-',
]

/**
 * Is this import of a component something that its application has to be granted? A component that is composed
 * into the application would share that.
 *
 * @returns `false` for what reaches nothing and tells nothing of an application, which the host has for everybody,
 *   and for types alone.
 */
export function needsGrant(item: WorldItem): boolean {
  return !isTypesOnly(item) && !HARMLESS.some((prefix) => item.name.startsWith(prefix))
}

/**
 * Composes a component with its dependencies, as Spin does when it loads an application. Composed, both
 * would share all grants, so a dependency that does not inherit them may import nothing that needs one.
 *
 * @param key Where they stand in the manifest: `component.web.dependencies`.
 * @throws AirlockError `manifest-invalid` names a dependency that satisfies nothing, more than it should, or
 *   imports what it may not, and two of one package; `component-malformed`, `compose-failed`, `plug-unmatched`.
 */
export async function composeDependencies(
  key: string,
  component: Uint8Array,
  dependencies: readonly Dependency[],
): Promise<Uint8Array> {
  if (dependencies.length === 0) return component
  checkKeys(key, dependencies)
  const { imports } = await inspectComponent(component)
  const wanted = dependencies.flatMap((dependency) => {
    const fitting = imports.filter(({ name }) => matchesImport(dependency.name, name))
    if (fitting.length === 0) {
      throw unsupported(`${key}.${dependency.name}`, 'the component imports nothing of that name')
    }
    return fitting.map(({ name }) => ({ import: name, plug: dependency.name, export: dependency.export }))
  })
  for (const dependency of dependencies) await checkImports(key, dependency)
  const plugs = dependencies.map(({ name, component: bytes }) => ({ name, component: bytes }))
  const composed = await plugComponents(component, plugs, { connect: wanted })
  const extra = composed.connections.find((made) => !wanted.some((each) => isSame(each, made)))
  if (extra !== undefined) {
    throw unsupported(
      `${key}.${extra.plug}`,
      `it would satisfy ${extra.import} too`,
      `Name ${extra.import} among the dependencies, or build the dependency without that export.`,
    )
  }
  return composed.component
}

function isSame(wanted: { import: string; plug: string }, made: PlugConnection): boolean {
  return made.to === null && wanted.import === made.import && wanted.plug === made.plug
}

async function checkImports(key: string, { name, component, inherits }: Dependency): Promise<void> {
  if (inherits) return
  const { imports } = await inspectComponent(component)
  const open = imports.find(needsGrant)
  if (open === undefined) return
  throw unsupported(
    `${key}.${name}`,
    `it imports ${open.name}, and would share what the application is granted there`,
    'Build it without that import, or share with dependencies_inherit_configuration = true.',
  )
}
