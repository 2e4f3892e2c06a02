import { clampTimeout } from '@wasm-airlock/shared'
import { runRestriction } from '#examine'
import { limitExceeded } from '../gate/tally.ts'
import type { Policy } from '../policy/policy.ts'
import { checkPolicy } from '../policy/policy-file.ts'
import { fault } from '../result.ts'
import { DEFAULT_TIMEOUT_MS, limitsOf, type ValidateOptions } from '../validate.ts'
import { notValid, type RestrictedComponent } from './restrict-here.ts'

export type { DeniedBehaviour, DeniedFunction, RestrictedComponent } from './restrict-here.ts'

/** How a component is restricted, and what that may cost. */
export interface RestrictOptions extends Pick<ValidateOptions, 'maxBytes' | 'timeoutMs' | 'signal'> {
  /**
   * What a denied function does. `default`: it returns the error of its interface where that has a fitting one,
   * behaves as empty (environment, arguments, preopened folders, standard streams), and else traps. `trap`: it
   * always traps.
   *
   * @default 'default'
   */
  readonly behaviour?: 'default' | 'trap'
}

/**
 * Takes away from a component what a policy does not allow: denied imports are satisfied by an adapter that is
 * generated from the component's own types and composed with it. Exports stay as they are. Of an interface of
 * which some functions are allowed, the others are taken away. The result is validated again.
 *
 * In Node.js all of it happens in a thread of its own, which is ended at the deadline; elsewhere in the thread of the
 * caller, which nothing ends.
 *
 * @param component The bytes, from anywhere.
 * @param policy Whatever it does not allow is taken away.
 * @param options What denied functions do; the size it may have, deadline and signal.
 * @returns The component, what each denied function does now, and the imports that are left.
 * @throws AirlockError `validation-failed` (`details.findings`) where the component is not valid or not safe to hand
 *   to tools; `restrict-refused` where what stays needs a type of what goes, or a denied function is asynchronous
 *   (`item` is what stays, `details.denied` what goes); `policy-invalid`; `aborted`.
 *
 * @example
 * const { component: pure } = await restrictComponent(bytes, { allow: [] })
 */
export async function restrictComponent(
  component: Uint8Array,
  policy: Policy,
  options: RestrictOptions = {},
): Promise<RestrictedComponent> {
  const { behaviour = 'default', signal } = options
  const checked = checkPolicy(policy)
  const limits = limitsOf(checked, options)
  const bytes = component.byteLength
  if (bytes > limits.maxBytes) {
    throw notValid([fault('component-too-large', { bytes, limit: limits.maxBytes })])
  }
  const timeoutMs = clampTimeout(options.timeoutMs ?? DEFAULT_TIMEOUT_MS)
  const start = performance.now()
  const restricted = await runRestriction(
    component,
    { policy: checked, limits, behaviour },
    timeoutMs,
    signal,
  )
  if (restricted === undefined) {
    const elapsed = Math.ceil(performance.now() - start)
    throw notValid([limitExceeded('time to restrict it (ms)', elapsed, timeoutMs)])
  }
  // Of what stays as it is, the bytes that were given, not a copy of another thread.
  return restricted.denied.length === 0 ? { ...restricted, component } : restricted
}
