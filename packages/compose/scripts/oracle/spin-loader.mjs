// What Spin makes of `[component.ID.dependencies]` when it loads an application, as a WAC document: by the rules of its
// manifest alone, with nothing of this package.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * @param {string} folder Of the application.
 * @param component Its table in the manifest.
 * @param {readonly string[]} imports What the component imports.
 * @returns `{ text, packages }`
 */
export async function loadLikeSpin(folder, { source, dependencies = {}, ...table }, imports) {
  const isEach = Object.values(dependencies).some((it) => 'inherit_configuration' in it)
  if (isEach && 'dependencies_inherit_configuration' in table) {
    throw new Error('what is inherited is said both for all and for each')
  }
  const packages = { 'spin:app': await readFile(join(folder, source)) }
  const lines = []
  const given = []
  for (const [index, [key, dependency]] of Object.entries(dependencies).entries()) {
    const matched = imports.filter((name) => isMatch(key, name))
    if (matched.length === 0) throw new Error(`${key} matches no import`)
    packages[`spin:dependency${index}`] = await readFile(join(folder, dependency.path))
    lines.push(`let d${index} = new spin:dependency${index} { ... };`)
    for (const name of matched) {
      if (given.some((line) => line.startsWith(`  "${name}":`))) throw new Error(`${name} is matched twice`)
      given.push(`  "${name}": d${index}["${dependency.export ?? name}"],`)
    }
  }
  lines.push(`let app = new spin:app {\n${given.join('\n')}\n  ...\n};`, 'export app...;')
  return { text: `package spin:loaded;\n\n${lines.join('\n')}\n`, packages }
}

/** `a:b/c@1.0.0` is the import of that name; `a:b@1.0.0` all of that package; without a version, any. */
function isMatch(key, name) {
  const [path, version] = key.split('@')
  const [importPath, importVersion] = name.split('@')
  const isPath = path === importPath || (!path.includes('/') && path === importPath.split('/')[0])
  return isPath && (version === undefined || version === importVersion)
}
