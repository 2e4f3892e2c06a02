import { readFile } from 'node:fs/promises'
import { builtinModules } from 'node:module'
import { extname, join, posix } from 'node:path'
import type { Loader, PartialMessage, Plugin } from 'esbuild'

/** Where the bundler finds the author's modules: nothing is read from disk but through this plugin. */
export const SOURCE = 'source'

const LOADERS: Readonly<Record<string, Loader>> = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.js': 'js',
  '.mjs': 'js',
  '.cjs': 'js',
  '.json': 'json',
}

/** What a refused import is: no such file of the source, or something that is not part of it. */
type Refusal = 'source-import-failed' | 'dependency-refused'

/**
 * Lets esbuild see the files of the throw-away copy and nothing else: no folder above, no absolute path,
 * no built-in module, no package, no settings file, no other kind of file.
 *
 * @param folder The throw-away copy.
 * @param files Relative POSIX paths of its files.
 * @param external Interfaces that the world imports; their imports stay.
 */
export function copyOnly(folder: string, files: ReadonlySet<string>, external: ReadonlySet<string>): Plugin {
  return {
    name: 'copy-only',
    setup(build) {
      build.onResolve({ filter: /.*/ }, ({ path, importer, kind, with: attributes }) => {
        if (kind === 'entry-point')
          return path.startsWith('airlock:')
            ? { path, namespace: 'glue' }
            : { path: posix.normalize(path), namespace: SOURCE }
        if (importer.startsWith('airlock:') && path.startsWith(`${SOURCE}:`))
          return { path: path.slice(SOURCE.length + 1), namespace: SOURCE }
        if (external.has(path)) return { path, external: true }
        if (Object.keys(attributes).some((key) => key !== 'type' || attributes[key] !== 'json'))
          return refuse('source-import-failed', `imports ${path} with attributes that are not supported`)
        if (!/^\.\.?\//.test(path)) return refusePackage(path)
        const wanted = posix.join(posix.dirname(importer), path)
        const found = candidates(wanted).find((candidate) => files.has(candidate))
        if (found === undefined)
          return refuse('source-import-failed', `imports ${path}, which is not a file of the source`)
        if (LOADERS[extname(found)] === undefined)
          return refuse('source-import-failed', `imports ${path}, which is neither code nor JSON`)
        return { path: found, namespace: SOURCE }
      })
      build.onLoad({ filter: /.*/, namespace: SOURCE }, async ({ path }) => ({
        contents: await readFile(join(folder, path)),
        loader: LOADERS[extname(path)] ?? 'js',
      }))
    },
  }
}

function candidates(path: string): string[] {
  const extensions = Object.keys(LOADERS)
  return [
    path,
    path.replace(/\.js$/, '.ts').replace(/\.mjs$/, '.mts'),
    ...extensions.map((extension) => path + extension),
    ...extensions.map((extension) => posix.join(path, `index${extension}`)),
  ]
}

function refusePackage(path: string) {
  const bare = path.replace(/^node:/, '')
  if (path.startsWith('node:') || builtinModules.includes(bare))
    return refuse('dependency-refused', `imports ${path}, which no component has: Node is not there`)
  if (path.startsWith('/') || path.includes(':'))
    return refuse('dependency-refused', `imports ${path}, which is outside of the source`)
  return refuse('dependency-refused', `imports the package ${path}; only files of the source are bundled`)
}

function refuse(code: Refusal, text: string): { errors: PartialMessage[] } {
  return { errors: [{ text, detail: code }] }
}
