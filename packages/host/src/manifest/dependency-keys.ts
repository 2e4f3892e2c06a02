import { unsupported } from './unsupported.ts'

/**
 * Does a dependency of this key satisfy the import? `a:b`, `a:b@1.0.0` and `a:b/c` all satisfy `a:b/c@1.0.0`.
 *
 * @param key As the manifest has it.
 * @param name Of an import.
 */
export function matchesImport(key: string, name: string): boolean {
  const [path = '', version] = name.split('@')
  const [wantedPath, wantedVersion] = key.split('@')
  const isPath = wantedPath === path || (path.includes('/') && wantedPath === path.split('/')[0])
  return isPath && (wantedVersion === undefined || wantedVersion === version)
}

/**
 * The name under which Spin registers the dependency of a key, or that of an import: its package without the version,
 * `a:b` for `a:b/c@1.0.0`. A plain name stands for itself.
 */
export function packageOfKey(key: string): string {
  return key.split('@')[0]?.split('/')[0] ?? key
}

/**
 * Are these keys that Spin takes side by side? It registers one dependency of each package, whatever the interface
 * and the version; so no two of them ever satisfy one import.
 *
 * @param place Where they stand in the manifest: `component.web.dependencies`.
 * @throws AirlockError `manifest-invalid` with both keys.
 */
export function checkKeys(
  place: string,
  dependencies: readonly { readonly name: string; readonly export?: string | undefined }[],
): void {
  const known = new Map<string, string>()
  for (const { name, export: exported } of dependencies) {
    const registered = packageOfKey(name)
    const other = known.get(registered)
    if (other !== undefined) {
      throw unsupported(
        `${place}.${name}`,
        `${other} is a dependency of ${registered} too, and Spin takes one of a package`,
        `Compose both into one component, and name it under the key ${registered}.`,
      )
    }
    known.set(registered, name)
    if (exported !== undefined && registered.includes(':') && !name.includes('/')) {
      throw unsupported(
        `${place}.${name}`,
        'one export cannot stand for a whole package',
        'Name the interface in the key, or leave `export` out.',
      )
    }
  }
}
