// What has to happen when a function of an application is called, by the rules of docs/compose.md.
import { nameOf } from './interfaces.mjs'

/** The variable has none of the names. */
export class Traps extends Error {}

/**
 * @param {import('./cases.mjs').Node} node Who answers.
 * @param {import('./interfaces.mjs').Interface} wanted
 * @param call `{ func, args, answers }`
 * @param state `{ log, counts, variable, isLoaded }`: what the host sees; how often each component was called; whether
 *   what the manifest names is there.
 * @returns The value.
 */
export function evaluate(node, wanted, call, state) {
  const { func, args, answers } = call
  if (node.kind === 'chain') return evaluateChain(node, wanted, call, state)
  if (node.kind === 'choice') {
    const chosen = node.links.find(({ name }) => name === state.variable)
    if (chosen === undefined) throw new Traps()
    return evaluate(chosen, wanted, call, state)
  }
  if (node.kind === 'open' || (node.isOwn && !state.isLoaded)) return ask(wanted)
  state.counts[node.name] = (state.counts[node.name] ?? 0) + 1
  const { counter, to } = node.route
  state.log.push({
    interface: nameOf(counter),
    function: 'call-count',
    args: [String(state.counts[node.name])],
  })
  return node.kind === 'link' ? ask(to) : evaluate(node.inner, wanted, call, state)

  function ask(host) {
    state.log.push({ interface: nameOf(host), function: func.name, args })
    return answers[nameOf(host)]
  }
}

function evaluateChain({ links }, wanted, call, state) {
  const [first, ...more] = call.args
  const isReversed = call.func.name === 'after' || call.func.name.startsWith('after-')
  const canFail = call.func.result !== call.func.params[0]
  let value = first
  let answer
  for (const link of isReversed ? links.toReversed() : links) {
    answer = evaluate(link, wanted, { ...call, args: [value, ...more] }, state)
    if (canFail && answer.tag === 'err') return answer
    value = canFail ? answer.val : answer
  }
  return answer
}

/** Names of the host's interfaces that may be asked. */
export function hostsOf({ kind, route, inner, isOwn, links = [] }, wanted) {
  if (isOwn) return [nameOf(wanted), nameOf(route.to)]
  if (kind === 'open') return [nameOf(wanted)]
  if (kind === 'link') return [nameOf(route.to)]
  return [...links, ...(inner === undefined ? [] : [inner])].flatMap((each) => hostsOf(each, wanted))
}
