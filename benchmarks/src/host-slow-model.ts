import { join } from 'node:path'
import { residentBytesOfChildren, startServer } from './host-process.ts'
import { type Load, runWrk } from './host-wrk.ts'
import { type Measurement, spreadOf, type Unit } from './measure.ts'
import type { Results } from './report.ts'

const MODEL_MS = 200
const SECONDS = 6
const SAMPLE_MS = 100
const MB = 1e6

/** A model that takes its time: one request at a time, and 64, with the memory that guests take meanwhile. */
export async function measureSlowModel(folder: string, runs: number): Promise<Results> {
  const server = await startServer('host-server.ts', [join(folder, 'app.wasm'), '', String(MODEL_MS)])
  const one: Load[] = []
  const many: Load[] = []
  const peaks: number[] = []
  try {
    await runWrk(folder, server.endpoint, 64, SECONDS)
    for (let run = 0; run < runs; run += 1) {
      one.push(await runWrk(folder, server.endpoint, 1, SECONDS))
      let peak = 0
      const timer = setInterval(() => {
        peak = Math.max(peak, residentBytesOfChildren(server.pid))
      }, SAMPLE_MS)
      many.push(await runWrk(folder, server.endpoint, 64, SECONDS))
      clearInterval(timer)
      peaks.push(peak / MB)
    }
  } finally {
    await server.stop()
  }
  const measurement = (name: string, values: number[], unit: Unit): Measurement => ({
    name: `a model that takes ${MODEL_MS} ms: ${name}`,
    ours: spreadOf(values),
    runs,
    unit,
  })
  const rates = (loads: readonly Load[]) => loads.map(({ requestsPerSecond }) => requestsPerSecond)
  return {
    measurements: [
      measurement('one at a time', rates(one), '/s'),
      measurement('64 at once', rates(many), '/s'),
      measurement(
        '64 at once in one at a time',
        rates(many).map((rate, run) => rate / (rates(one)[run] ?? 0)),
        '×',
      ),
      measurement(
        '64 at once, p99',
        many.map(({ p99Ms }) => p99Ms),
        'ms',
      ),
      measurement('64 at once, all worker processes at their peak, code included', peaks, 'MB'),
    ],
  }
}
