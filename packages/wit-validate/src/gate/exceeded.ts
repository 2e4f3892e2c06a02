import type { Finding } from '@wasm-airlock/shared'
import type { Inspection } from '@wasm-airlock/wac'
import { measureBindings } from './bindings-size.ts'

/** What real components stay far below. What they may carry at all is limited by `inspectComponent`. */
const LIMITS = {
  /** 1 GiB in all memories together. */
  pages: 16_384,
  /** See `measureBindings`; about 40 bytes of JavaScript each. Real components stay below 20,000. */
  bindings: 200_000,
}

/** One finding for each limit that a valid component exceeds. */
export function findExceeded(component: Uint8Array, { memories }: Inspection): Finding[] {
  const pages = memories.reduce((total, { minimumPages }) => total + minimumPages, 0)
  return [...check('pages of memory at the start', pages, LIMITS.pages), ...checkBindings(component)]
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
  return actual <= limit ? [] : [limitExceeded(what, Math.min(actual, Number.MAX_SAFE_INTEGER), limit)]
}

/** More of something than there may be. */
export function limitExceeded(what: string, actual: number, limit: number): Finding {
  return { code: 'limit-exceeded', severity: 'error', path: what, args: { what, actual, limit } }
}
