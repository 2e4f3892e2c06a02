import type { Comparison, Measurement, Spread, Unit } from './measure.ts'

export interface Report {
  readonly node: string
  readonly platform: string
  readonly cpus: number
  readonly comparisons: readonly Comparison[]
  readonly measurements: readonly Measurement[]
  /** What could not be measured here, and why. */
  readonly skipped: readonly { readonly name: string; readonly reason: string }[]
}

/** What a group of measurements gives. */
export interface Results {
  readonly comparisons?: readonly Comparison[]
  readonly measurements?: readonly Measurement[]
  readonly skipped?: Report['skipped']
}

function amount({ min, median, max }: Spread, unit: Unit = 'ms'): string {
  const digits = median < 10 ? 2 : 0
  return `${median.toFixed(digits)} ${unit} (${min.toFixed(digits)}–${max.toFixed(digits)})`
}

function times({ min, median, max }: Spread): string {
  return `${median.toFixed(2)}× (${min.toFixed(2)}–${max.toFixed(2)})`
}

/** The report as text: medians, with minimum and maximum in brackets. */
export function formatReport(report: Report): string {
  return [
    `Node ${report.node}, ${report.platform}, ${report.cpus} cores. Medians, minimum and maximum in brackets.`,
    'A ratio is theirs divided by ours, pair by pair: above 1, ours is faster.',
    '',
    ...report.comparisons.map(
      ({ name, ours, theirs, ratio, pairs, unit }) =>
        `${name}\n  ours ${amount(ours, unit)}, theirs ${amount(theirs, unit)}, ratio ${times(ratio)}, ${pairs} pairs`,
    ),
    ...report.measurements.map(
      ({ name, ours, runs, unit }) => `${name}\n  ${amount(ours, unit)}, ${runs} runs`,
    ),
    ...report.skipped.map(({ name, reason }) => `${name}\n  not measured: ${reason}`),
  ].join('\n')
}
