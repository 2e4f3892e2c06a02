// What the functions of an application do in Wasmtime, and what they should do.
import { isDeepStrictEqual } from 'node:util'
import { callsOf, expectedOutcomes, withoutAddresses, withoutCounts } from './calls.mjs'

/**
 * @param each The case, with `engine`, `report` and `signatures`.
 * @param {string} id Of the component of the application.
 * @param {string} path Of the component that is called.
 * @param {{ name: string, isLoaded: boolean, counts: boolean }} options What it is, whether with what its manifest
 *   names, and whether an instance has all calls to count.
 */
export async function compareCalls({ test, engine, report, signatures }, id, path, options) {
  for (const job of await callsOf(test, id)) {
    const { variable, calls } = job
    const asked = calls.map(({ func, index, links, ...call }) => call)
    const { outcomes, error } = await engine.ask({ path, variable, calls: asked })
    const expected = expectedOutcomes(test, id, job, options.isLoaded)
    const shown = options.counts ? (outcome) => outcome : withoutCounts
    for (const [at, call] of calls.entries()) {
      const what = `${call.interface}#${call.function}`
      const found = outcomes === undefined ? { error } : shown(withoutAddresses(outcomes[at]))
      const isSame = isDeepStrictEqual(found, shown(expected[at]))
      report(`${test.name}: ${options.name}: ${what}`, isSame, {
        call,
        variable,
        found,
        traps: outcomes?.[at].traps,
        expected: shown(expected[at]),
      })
      if (isSame && call.links > 1) signatures.add(`${test.name} ${id} ${what}`)
    }
  }
}
