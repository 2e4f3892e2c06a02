/** When an application that crashed is started again. */
export interface RestartPolicy {
  /** Most restarts within the window; one crash more ends it. */
  readonly maxRestarts: number
  /** Milliseconds that a crash counts. */
  readonly windowMs: number
  /** Milliseconds before the first restart; doubled with each further crash in the window. */
  readonly firstDelayMs: number
  /** Longest delay in milliseconds. */
  readonly maxDelayMs: number
}

/** Five restarts a minute, after 0.2, 0.4, 0.8, 1.6 and 3.2 seconds. */
export const defaultRestartPolicy: RestartPolicy = {
  maxRestarts: 5,
  windowMs: 60_000,
  firstDelayMs: 200,
  maxDelayMs: 5_000,
}

/**
 * Decides what follows a crash.
 *
 * @param crashes When it crashed, in milliseconds of any steady clock, the last one included.
 * @param now The same clock.
 * @returns Milliseconds to wait before the next start; `undefined` where it has crashed too often.
 */
export function nextRestart(
  crashes: readonly number[],
  now: number,
  policy: RestartPolicy = defaultRestartPolicy,
): number | undefined {
  const recent = crashes.filter((time) => now - time < policy.windowMs).length
  if (recent > policy.maxRestarts) return undefined
  return Math.min(policy.maxDelayMs, policy.firstDelayMs * 2 ** Math.max(0, recent - 1))
}
