import { describe, expect, it } from 'vitest'
import { defaultRestartPolicy, nextRestart } from './restart-policy.ts'

describe('nextRestart', () => {
  it('waits longer after each crash, up to a limit, and then gives up', () => {
    const policy = { maxRestarts: 5, windowMs: 1000, firstDelayMs: 10, maxDelayMs: 50 }
    const delays = [1, 2, 3, 4, 5, 6].map((count) => nextRestart(Array(count).fill(0), 0, policy))
    expect(delays).toEqual([10, 20, 40, 50, 50, undefined])
  })

  it('forgets crashes that are older than the window', () => {
    const crashes = [0, 1, 2, 3, 4, 60_003]
    expect(nextRestart(crashes, 60_003)).toBe(defaultRestartPolicy.firstDelayMs * 2)
    expect(nextRestart(crashes, 59_999)).toBeUndefined()
  })
})
