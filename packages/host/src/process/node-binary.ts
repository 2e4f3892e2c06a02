import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** A Node.js to run workers with. */
export interface NodeBinary {
  readonly path: string
  /** Does its permission model deny the network (Node.js 26 and newer)? */
  readonly deniesNetwork: boolean
}

const WANTED_MAJOR = 26
let found: NodeBinary | undefined

/**
 * The best Node.js for guests: the running one where it is new enough, else the one of the npm package
 * `node`, else the running one.
 */
export function findNodeBinary(): NodeBinary {
  found ??= search()
  return found
}

/** What to say of a Node.js that leaves one wall out; `undefined` where it has all. */
export function warnOfNetwork({ deniesNetwork }: NodeBinary): string | undefined {
  return deniesNetwork
    ? undefined
    : `Node.js ${process.versions.node} does not deny the network to the processes of guests: use Node.js ${WANTED_MAJOR}, or install the npm package node.`
}

function search(): NodeBinary {
  if (majorOf(process.versions.node) >= WANTED_MAJOR) return { path: process.execPath, deniesNetwork: true }
  try {
    const manifest = createRequire(import.meta.url).resolve('node/package.json')
    const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
    const path = join(dirname(manifest), 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    if (majorOf(version) >= WANTED_MAJOR) return { path, deniesNetwork: true }
  } catch {
    // The npm package is optional.
  }
  return { path: process.execPath, deniesNetwork: false }
}

function majorOf(version: string): number {
  return Number.parseInt(version, 10)
}
