/** How much of the output of a command is reported. */
export interface LineLimits {
  readonly perSecond: number
  readonly inAll: number
}

const defaultLimits: LineLimits = { perSecond: 200, inAll: 5_000 }

/**
 * Gives on as many lines as somebody can read, and says how many others there were: a command that writes without
 * an end does not fill the memory of whoever listens.
 *
 * @param give Takes a line.
 * @param now Milliseconds of a clock.
 * @returns `add` takes each line; `end` says what was left out last.
 */
export function boundLines(
  give: (line: string) => void,
  { perSecond, inAll }: LineLimits = defaultLimits,
  now: () => number = () => performance.now(),
): { readonly add: (line: string) => void; readonly end: () => void } {
  let started = now()
  let given = 0
  let total = 0
  let left = 0
  const end = () => {
    if (left > 0) give(`… ${left.toLocaleString('en-US')} more ${left === 1 ? 'line' : 'lines'}`)
    left = 0
  }
  return {
    add(line) {
      if (total >= inAll) {
        left += 1
        return
      }
      if (given >= perSecond) {
        // The clock is asked only where it matters.
        const time = now()
        if (time - started < 1_000) {
          left += 1
          return
        }
        started = time
        given = 0
        end()
      }
      given += 1
      total += 1
      give(line)
    },
    end,
  }
}
