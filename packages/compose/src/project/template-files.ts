import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const require = createRequire(import.meta.url)

/** Content by relative POSIX path. */
export type ProjectFiles = Readonly<Record<string, string>>

const packages = {
  compose: '@wasm-airlock/compose',
  prompt: '@wasm-airlock/spin-app-template',
  filter: '@wasm-airlock/spin-filter-template',
} as const

/** A package that holds files of templates. */
export type TemplatePackage = keyof typeof packages

/** The version of this package, which is that of all. */
export function ownVersion(): string {
  return (require('@wasm-airlock/compose/package.json') as { version: string }).version
}

/**
 * Reads the files of a folder in a package, also those in folders of it.
 *
 * @param folder `templates/python`.
 */
export async function readTemplate(from: TemplatePackage, folder: string): Promise<ProjectFiles> {
  const path = join(packageFolder(from), folder)
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(path.length + 1)
        .replaceAll('\\', '/'),
    )
  return readFiles(from, folder, files.sort())
}

/** Reads some files of a folder in a package. */
export async function readFiles(
  from: TemplatePackage,
  folder: string,
  names: readonly string[],
): Promise<ProjectFiles> {
  const contents = names.map(async (name) => {
    const text = await readFile(join(packageFolder(from), folder, name), 'utf8')
    return [name, text] as const
  })
  return Object.fromEntries(await Promise.all(contents))
}

/**
 * Fills `{{name}}` and its like, and gives `gitignore` its dot, without which npm packs it.
 *
 * @param values Checked before: they go into TOML, JSON and Markdown as they are.
 */
export function fillTemplate(files: ProjectFiles, values: Readonly<Record<string, string>>): ProjectFiles {
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => [
      name === 'gitignore' ? '.gitignore' : name,
      text.replace(/\{\{(\w+)\}\}/g, (whole, key: string) => values[key] ?? whole),
    ]),
  )
}

/** Puts all files into a folder of the project. */
export function inFolder(folder: string, files: ProjectFiles): ProjectFiles {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]))
}

/**
 * Source of a template that becomes source of a project: what it takes from the other package lies beside it, and an
 * import that is short enough now stands on one line.
 */
export function asOwnSource(files: ProjectFiles): ProjectFiles {
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => [
      name,
      text
        .replaceAll(`'${packages.prompt}/src/`, "'./")
        .replace(/^import (?:type )?\{\n([^}]*)\n\} from '.*'$/gm, (whole, names: string) => {
          const line = whole.replace(
            `\n${names}\n`,
            ` ${names.trim().replace(/,$/, '').replace(/\s+/g, ' ')} `,
          )
          return line.length <= 110 ? line : whole
        }),
    ]),
  )
}

function packageFolder(from: TemplatePackage): string {
  return dirname(require.resolve(`${packages[from]}/package.json`))
}
