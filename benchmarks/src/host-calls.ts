import { createSandbox, type Sandbox } from '@wasm-airlock/host'
import { makeHostApp } from './host-app.ts'
import { type Measurement, spreadOf, type Unit } from './measure.ts'
import type { Results } from './report.ts'

const CALLS = 200
/** In one go: what is left is the call itself. */
const MANY = 5000

/** A call of a Python function, string in, string out, without HTTP. */
export async function measureCalls(folder: string, runs: number): Promise<Results> {
  const { plug } = await makeHostApp(folder)
  await using sandbox = await createSandbox(plug)
  await singleCalls(sandbox)
  await manyCalls(sandbox)
  const single: number[] = []
  const many: number[] = []
  for (let run = 0; run < runs; run += 1) {
    single.push(await singleCalls(sandbox))
    many.push(await manyCalls(sandbox))
  }
  const measurement = (name: string, times: number[], unit: Unit): Measurement => ({
    name: `a call without HTTP: ${name}`,
    ours: spreadOf(times),
    runs,
    unit,
  })
  return {
    measurements: [
      measurement('one at a time, each with its own fresh state', single, 'ms'),
      measurement(`${MANY} in one go, with the same state`, many, 'µs'),
    ],
  }
}

/** Microseconds each. */
async function manyCalls(sandbox: Sandbox): Promise<number> {
  const args = Array.from({ length: MANY }, (_, call) => [String(call)])
  const started = performance.now()
  const answers = await sandbox.callMany('before', args)
  const time = ((performance.now() - started) * 1000) / MANY
  for (const [call, answer] of answers.entries())
    if (answer !== `Arr! ${call}`) throw new Error(`an answer to another call: ${answer}`)
  return time
}

/** Milliseconds each. */
async function singleCalls(sandbox: Sandbox): Promise<number> {
  const started = performance.now()
  for (let call = 0; call < CALLS; call += 1) {
    const answer = await sandbox.call('before', [String(call)])
    if (answer !== `Arr! ${call}`) throw new Error(`an answer to another call: ${answer}`)
  }
  return (performance.now() - started) / CALLS
}
