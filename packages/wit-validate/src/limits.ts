import type { Finding } from '@wasm-airlock/shared'
import type { Inspection } from '@wasm-airlock/wac'

/** What real components stay far below; beyond it tools that generate bindings take too long. */
const LIMITS = {
  modules: 1000,
  components: 1000,
  memories: 100,
  names: 200_000,
  functions: 20_000,
  /** 1 GiB in all memories together. */
  pages: 16_384,
  /** Names and brackets in the types of all functions together. */
  typeTokens: 200_000,
}

/** One finding for each limit that the component exceeds. */
export function findExceeded({
  modules,
  components,
  memories,
  names,
  imports,
  exports,
}: Inspection): Finding[] {
  const functions = [...imports, ...exports].flatMap((item) => item.functions)
  const types = functions.flatMap(({ params, result }) => [...params.map(({ type }) => type), result ?? ''])
  return [
    check('core modules', modules, LIMITS.modules),
    check('nested components', components, LIMITS.components),
    check('memories', memories.length, LIMITS.memories),
    check('names of imports and exports', names.length, LIMITS.names),
    check('functions', functions.length, LIMITS.functions),
    check(
      'pages of memory at the start',
      sum(memories.map(({ minimumPages }) => minimumPages)),
      LIMITS.pages,
    ),
    check('size of all function types', sum(types.map(countTokens)), LIMITS.typeTokens),
  ].flat()
}

function check(what: string, actual: number, limit: number): Finding[] {
  if (actual <= limit) return []
  return [{ code: 'limit-exceeded', severity: 'error', path: what, args: { what, actual, limit } }]
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

/** How many types does the text of a type name? `tuple<u8, list<string>>` names four. */
function countTokens(type: string): number {
  return type.match(/[^<>,\s]+/g)?.length ?? 0
}
