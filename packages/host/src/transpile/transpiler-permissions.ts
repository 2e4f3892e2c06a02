import { existsSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/**
 * Options of Node.js for the process that transpiles: it reads its own code and that of jco, and writes
 * into one folder. No threads, no native addons, no other processes, on Node.js 26 no network.
 *
 * @param worker Absolute path of its script.
 * @param folder Real path, for the generated files.
 */
export function transpilerPermissions(worker: string, folder: string): string[] {
  const jco = findPackage('@bytecodealliance/jco-transpile', worker)
  const packages = [jco, findPackage('@bytecodealliance/preview2-shim', join(jco, 'package.json'))]
  const readable = [dirname(worker), ...packages, findPackage('zod', worker), findPackage('acorn', worker)]
  // A package manager may have put links in the places where packages are looked for.
  const paths = new Set(readable.flatMap((path) => [path, realpathSync(path)]))
  return [
    '--permission',
    ...[...paths].map((path) => `--allow-fs-read=${path}/`),
    `--allow-fs-write=${folder}/`,
  ]
}

function findPackage(name: string, from: string): string {
  const places = createRequire(realpathSync(from)).resolve.paths(name) ?? []
  const found = places
    .map((place) => join(place, name))
    .find((path) => existsSync(join(path, 'package.json')))
  if (found === undefined) throw new Error(`${name} is not installed`)
  return found
}
