import type { HostCall } from './broker.ts'

/**
 * What a service keeps for one call or request of a guest, and lets go when it ends.
 *
 * @param create Made when a call first needs it.
 * @param end Called once the call has ended.
 */
export function perCall<State>(
  create: () => State,
  end: (state: State) => void,
): (call: Pick<HostCall, 'signal'>) => State {
  const states = new WeakMap<AbortSignal, State>()
  return ({ signal }) => {
    const known = states.get(signal)
    if (known !== undefined) return known
    const state = create()
    states.set(signal, state)
    if (signal.aborted) end(state)
    else signal.addEventListener('abort', () => end(state), { once: true })
    return state
  }
}
