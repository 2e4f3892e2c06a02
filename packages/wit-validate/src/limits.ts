import type { Finding } from '@wasm-airlock/shared'
import type { Inspection } from '@wasm-airlock/wac'
import { measureBindings } from './bindings-size.ts'

/** What real components stay far below; beyond it tools that generate bindings take too long. */
const LIMITS = {
  modules: 1000,
  components: 1000,
  memories: 100,
  names: 200_000,
  functions: 20_000,
  /** 1 GiB in all memories together. */
  pages: 16_384,
  /** See `measureBindings`; about 40 bytes of JavaScript each. Real components stay below 20,000. */
  bindings: 200_000,
}

/** One finding for each limit that a valid component exceeds. */
export function findExceeded(component: Uint8Array, inspection: Inspection): Finding[] {
  const { modules, components, memories, names, imports, exports } = inspection
  const functions = [...imports, ...exports].flatMap((item) => item.functions)
  const pages = memories.reduce((total, { minimumPages }) => total + minimumPages, 0)
  return [
    check('core modules', modules, LIMITS.modules),
    check('nested components', components, LIMITS.components),
    check('memories', memories.length, LIMITS.memories),
    check('names of imports and exports', names.length, LIMITS.names),
    check('functions', functions.length, LIMITS.functions),
    check('pages of memory at the start', pages, LIMITS.pages),
    checkBindings(component),
  ].flat()
}

function checkBindings(component: Uint8Array): Finding[] {
  try {
    return check('size of generated bindings, in types', measureBindings(component), LIMITS.bindings)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const args = { reason: `${error.message}, of which it is not known what tools make of it` }
    return [{ code: 'component-malformed', severity: 'error', path: 'component', args }]
  }
}

function check(what: string, actual: number, limit: number): Finding[] {
  if (actual <= limit) return []
  const args = { what, actual: Math.min(actual, Number.MAX_SAFE_INTEGER), limit }
  return [{ code: 'limit-exceeded', severity: 'error', path: what, args }]
}
