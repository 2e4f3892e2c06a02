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

/** A line of JSON for each function. */
export function printExpected(expected: Expected): string {
  return Object.entries(expected)
    .map((entry) => `${JSON.stringify(entry)}\n`)
    .join('')
}

/** The reverse of {@link printExpected}. */
export function parseExpected(lines: string): Expected {
  const entries = lines.trimEnd().split('\n')
  return Object.fromEntries(entries.map((line) => JSON.parse(line) as [string, Expected[string]]))
}
