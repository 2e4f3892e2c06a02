// Calls of the functions of an application with random values, and what the model makes of them.
import { randomValue, seededRandom } from '../../../host/src/test-support/conformance/samples.ts'
import { readWorld } from '../../../host/src/test-support/conformance/types.ts'
import { nameOf, printWorld } from './interfaces.mjs'
import { evaluate, hostsOf, Traps } from './model.mjs'

const each = 3

/**
 * Jobs for one component of the application: one, or with a choice one for each value of the variable.
 *
 * @returns `{ variable, calls }`, the same for the same case.
 */
export async function callsOf(test, id) {
  const app = test.apps.find((it) => it.id === id)
  const random = seededRandom(id.length + app.imports.length)
  const calls = []
  for (const [index, { import: wanted, drive }] of app.imports.entries()) {
    const node = test.nodes.get(`${id} ${index}`)
    const world = await readWorld(printWorld([], [wanted]))
    const hosts = hostsOf(node, wanted)
    for (const { name, params, result } of world.functions) {
      const func = wanted.functions.find((it) => it.name === name)
      for (let count = 0; count < each; count++) {
        const answers = hosts.map((host) => [
          host,
          result === null ? null : randomValue(world, result, random),
        ])
        calls.push({
          index,
          links: linksOf(node),
          func,
          interface: nameOf(drive),
          function: name,
          args: params.map((type) => randomValue(world, type, random)),
          answers: Object.fromEntries(answers),
        })
      }
    }
  }
  if (test.choose === null || !app.imports.some((_, at) => chooses(test.nodes.get(`${id} ${at}`)))) {
    return [{ variable: null, calls }]
  }
  const chosen = calls.filter(({ index }) => chooses(test.nodes.get(`${id} ${index}`)))
  // A trap ends the instance.
  const unknown = ['', `${test.choices[0]}x`].map((variable) => ({ variable, calls: chosen.slice(0, 1) }))
  return [...test.choices.map((variable) => ({ variable, calls })), ...unknown]
}

function linksOf({ links = [], inner }) {
  return links.length + (inner === undefined ? 0 : linksOf(inner))
}

function chooses({ kind, links = [], inner }) {
  return kind === 'choice' || [...links, ...(inner === undefined ? [] : [inner])].some(chooses)
}

export function expectedOutcomes(test, id, { calls, variable }, isLoaded) {
  const app = test.apps.find((it) => it.id === id)
  const counts = {}
  return calls.map((call) => {
    const state = { log: [], counts, variable, isLoaded }
    const { import: wanted } = app.imports[call.index]
    try {
      const value = evaluate(test.nodes.get(`${id} ${call.index}`), wanted, call, state)
      return { value: call.func.result === null ? null : value, log: state.log }
    } catch (error) {
      if (!(error instanceof Traps)) throw error
      return { log: state.log, traps: true }
    }
  })
}

/** Where a trap comes from is said with addresses. */
export function withoutAddresses({ traps, ...outcome }) {
  return traps === undefined ? outcome : { ...outcome, traps: true }
}

/** Without how often an instance was called. */
export function withoutCounts({ log, ...outcome }) {
  return { ...outcome, log: log.filter((entry) => entry.function !== 'call-count') }
}
