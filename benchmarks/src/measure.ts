/** Of times, of memory, of ratios, of things a second. */
export type Unit = 'ms' | 'µs' | 'MB' | '×' | '/s'

/** Minimum, median and maximum of some milliseconds, or of some ratios. */
export interface Spread {
  readonly min: number
  readonly median: number
  readonly max: number
}

/** Two ways to do one thing, measured in turn in one run. */
export interface Comparison {
  readonly name: string
  readonly ours: Spread
  readonly theirs: Spread
  /** Theirs divided by ours, pair by pair: above 1 means that ours is faster. */
  readonly ratio: Spread
  readonly pairs: number
  /** @default 'ms' */
  readonly unit?: Unit
}

/** One way alone, where nothing else does the same. */
export interface Measurement {
  readonly name: string
  readonly ours: Spread
  readonly runs: number
  /** @default 'ms' */
  readonly unit?: Unit
}

/** Minimum, median and maximum. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (index: number) => sorted[index] ?? Number.NaN
  const middle = Math.floor(sorted.length / 2)
  const median = sorted.length % 2 === 1 ? at(middle) : (at(middle - 1) + at(middle)) / 2
  return { min: at(0), median, max: at(sorted.length - 1) }
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

/** Runs one way `runs` times. */
export async function measure(
  name: string,
  runs: number,
  ours: () => Promise<unknown>,
): Promise<Measurement> {
  const times: number[] = []
  for (let run = 0; run < runs; run += 1) times.push(await timeOf(ours))
  return { name, ours: spreadOf(times), runs }
}

/**
 * Runs both ways in turn, who goes first changing with each pair, so that what else the machine does falls on both.
 * One pair goes before the others and is not counted.
 */
export async function compare(
  name: string,
  pairs: number,
  ours: () => Promise<unknown>,
  theirs: () => Promise<unknown>,
): Promise<Comparison> {
  await ours()
  await theirs()
  const our: number[] = []
  const their: number[] = []
  for (let pair = 0; pair < pairs; pair += 1) {
    if (pair % 2 === 0) {
      our.push(await timeOf(ours))
      their.push(await timeOf(theirs))
    } else {
      their.push(await timeOf(theirs))
      our.push(await timeOf(ours))
    }
  }
  const ratio = spreadOf(their.map((time, pair) => time / (our[pair] ?? Number.NaN)))
  return { name, ours: spreadOf(our), theirs: spreadOf(their), ratio, pairs }
}
