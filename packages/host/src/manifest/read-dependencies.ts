import { maximumComponentBytes, readAppFile } from './app-files.ts'
import type { Dependency } from './compose-dependencies.ts'
import type { ManifestComponent } from './types.ts'
import { unsupported } from './unsupported.ts'

/**
 * Reads the dependencies of a component.
 *
 * @param folder Real path of the application's folder.
 * @param key Where the component stands: `component.web`.
 * @throws AirlockError `manifest-invalid` for one that is no local file, and for grants that are named
 * twice; what {@link readAppFile} throws.
 */
export async function readDependencies(
  folder: string,
  key: string,
  { dependencies = {}, dependencies_inherit_configuration: all }: ManifestComponent,
): Promise<Dependency[]> {
  const read: Dependency[] = []
  for (const [name, dependency] of Object.entries(dependencies)) {
    const place = `${key}.dependencies.${name}`
    if (typeof dependency === 'string' || !('path' in dependency)) {
      throw unsupported(place, 'it is no local file', 'Write { path = "dependency.wasm" }.')
    }
    const { path, export: exported, inherit_configuration: own } = dependency
    if (own !== undefined && all !== undefined) {
      throw unsupported(
        `${place}.inherit_configuration`,
        'Spin takes it only where there is no dependencies_inherit_configuration',
        'Take one of both out.',
      )
    }
    const inherits = own ?? all ?? false
    if (typeof inherits !== 'boolean') {
      throw unsupported(`${place}.inherit_configuration`, 'a part of the configuration cannot be inherited')
    }
    const component = await readAppFile(folder, path, maximumComponentBytes, 'Build the dependency first.')
    read.push({ name, component, export: exported, inherits })
  }
  return read
}
