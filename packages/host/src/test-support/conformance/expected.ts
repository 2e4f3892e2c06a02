import { isDeepStrictEqual } from 'node:util'
import type { CorpusCall, Outcome } from './calls.ts'

/**
 * What Wasmtime has answered, kept for the tests: the outcomes of each function's calls in their order, or `same`
 * where every call has given its first argument back.
 */
export type Expected = Readonly<Record<string, readonly Outcome[] | 'same'>>

/** Outcomes by function; of a trap, only that it was one. */
export function expectedOf(calls: readonly CorpusCall[], outcomes: readonly Outcome[]): Expected {
  const pairs = calls.map((call, index) => [call, outcomes[index] ?? { traps: true }] as const)
  const functions = Map.groupBy(pairs, ([call]) => call.function)
  return Object.fromEntries(
    Array.from(functions, ([name, all]) => [
      name,
      all.every(([{ args }, outcome]) => 'value' in outcome && isDeepStrictEqual(outcome.value, args[0]))
        ? 'same'
        : all.map(([, outcome]) => ('value' in outcome ? { value: outcome.value } : { traps: true })),
    ]),
  )
}

/** JSON with a line for each function. */
export function printExpected(expected: Expected): string {
  const lines = Object.entries(expected).map(
    ([name, each]) => `  ${JSON.stringify(name)}: ${JSON.stringify(each)}`,
  )
  return `{\n${lines.join(',\n')}\n}\n`
}
