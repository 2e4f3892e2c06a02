import { createSandbox, type Sandbox } from '@wasm-airlock/host'
import { makeHostApp } from './host-app.ts'
import { type Measurement, spreadOf } from './measure.ts'
import type { Results } from './report.ts'

const CALLS = 200

/** A call of a Python function, string in, string out, without HTTP. */
export async function measureCalls(folder: string, runs: number): Promise<Results> {
  const { plug } = await makeHostApp(folder)
  await using sandbox = await createSandbox(plug)
  await singleCalls(sandbox)
  const single: number[] = []
  for (let run = 0; run < runs; run += 1) single.push(await singleCalls(sandbox))
  const measurement = (name: string, times: number[]): Measurement => ({
    name: `a call without HTTP: ${name}`,
    ours: spreadOf(times),
    runs,
  })
  return { measurements: [measurement('one at a time, each with its own fresh state', single)] }
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
