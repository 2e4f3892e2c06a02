import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { makeHostApp } from './host-app.ts'
import { measureCalls } from './host-calls.ts'
import { startServer } from './host-process.ts'
import { measureSlowModel } from './host-slow-model.ts'
import { measureStarts } from './host-starts.ts'
import { hasWrk, type Load, runWrk } from './host-wrk.ts'
import { type Comparison, type Measurement, spreadOf, type Unit } from './measure.ts'
import type { Results } from './report.ts'

const SECONDS = 5

/** The prompt application with a Python component, served by us and by jco, and what else a host is good for. */
export async function compareHost(folder: string, pairs: number): Promise<Results> {
  const { folder: own } = await makeHostApp(folder)
  const parts = [await measureStarts(folder, pairs), await measureCalls(folder, pairs)]
  if (await hasWrk()) parts.push(await compareServers(own, pairs), await measureSlowModel(own, pairs))
  else
    parts.push({
      skipped: [{ name: 'requests', reason: 'there is no wrk on the PATH (Debian: apt-get install wrk)' }],
    })
  return {
    comparisons: parts.flatMap((part) => part.comparisons ?? []),
    measurements: parts.flatMap((part) => part.measurements ?? []),
    skipped: parts.flatMap((part) => part.skipped ?? []),
  }
}

/** jco and its WASI with a new instance a request, one at a time, and ours at 1 and at 8 connections. */
async function compareServers(folder: string, pairs: number): Promise<Results> {
  const component = join(folder, 'app.wasm')
  const jco = fileURLToPath(new URL('jco.js', import.meta.resolve('@bytecodealliance/jco')))
  const transpiled = join(folder, 'jco')
  await execa(process.execPath, [
    ...[jco, 'transpile', component, '--quiet'],
    ...['--instantiation', 'sync', '--name', 'app', '--out-dir', transpiled],
  ])
  const ours = await startServer('host-server.ts', [component])
  const theirs = await startServer('jco-server.js', [join(transpiled, 'app.js')])
  const loads = { theirs: [] as Load[], one: [] as Load[], eight: [] as Load[] }
  try {
    await runWrk(folder, theirs.endpoint, 1, 2)
    await runWrk(folder, ours.endpoint, 8, SECONDS)
    for (let pair = 0; pair < pairs; pair += 1) {
      const runs = [
        async () => loads.theirs.push(await runWrk(folder, theirs.endpoint, 1, SECONDS)),
        async () => loads.one.push(await runWrk(folder, ours.endpoint, 1, SECONDS)),
        async () => loads.eight.push(await runWrk(folder, ours.endpoint, 8, SECONDS)),
      ]
      for (const run of pair % 2 === 0 ? runs : runs.reverse()) await run()
    }
  } finally {
    await Promise.all([ours.stop(), theirs.stop()])
  }
  return {
    comparisons: [
      compareLoads(
        'requests, 1 connection: ours, and jco with a new instance a request',
        loads.one,
        loads.theirs,
      ),
      compareLoads('requests, 8 connections: ours, and jco with 1', loads.eight, loads.theirs),
    ],
    measurements: [...latencies('1 connection', loads.one), ...latencies('8 connections', loads.eight)],
  }
}

/** Milliseconds of the clock a request, which is what a ratio is made of. */
const msEach = ({ requestsPerSecond }: Load): number => 1000 / requestsPerSecond

function compareLoads(name: string, ours: readonly Load[], theirs: readonly Load[]): Comparison {
  const ratios = theirs.map((load, pair) => msEach(load) / msEach(ours[pair] as Load))
  return {
    name: `${name} (time a request)`,
    ours: spreadOf(ours.map(msEach)),
    theirs: spreadOf(theirs.map(msEach)),
    ratio: spreadOf(ratios),
    pairs: ours.length,
  }
}

function latencies(name: string, loads: readonly Load[]): Measurement[] {
  const measure = (what: string, values: number[], unit: Unit = 'ms'): Measurement => ({
    name: `requests, ${name}: ${what}`,
    ours: spreadOf(values),
    runs: loads.length,
    unit,
  })
  return [
    measure(
      'p50',
      loads.map(({ p50Ms }) => p50Ms),
    ),
    measure(
      'p99',
      loads.map(({ p99Ms }) => p99Ms),
    ),
    measure(
      'p99 in p50',
      loads.map(({ p50Ms, p99Ms }) => p99Ms / p50Ms),
      '×',
    ),
    measure(
      'requests a second',
      loads.map(({ requestsPerSecond }) => requestsPerSecond),
      '/s',
    ),
  ]
}
