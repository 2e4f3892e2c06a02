import { execa } from 'execa'
import { type Comparison, spreadOf } from './measure.ts'
import type { Results } from './report.ts'
import { peakOfCommand } from './wac-command.ts'
import type { WacInputs } from './wac-inputs.ts'

const MB = 1e6

/** What a process that plugged something small had at its peak, and then with the call. */
const PROBE = `
import { readFileSync } from 'node:fs'
import { peakMemory } from '../../tools/peak-memory.ts'
const [socketPath, plugPath] = process.argv.slice(1)
const { plugComponents, parseWat } = await import('@wasm-airlock/wac')
const small = {
  socket: await parseWat('(component (import "a" (func $a)) (export "b" (func $a)))'),
  plug: await parseWat('(component (core module $m (func (export "f"))) (core instance $i (instantiate $m)) (func (export "a") (canon lift (core func $i "f"))))'),
}
await plugComponents(small.socket, [{ name: 'plug', component: small.plug }])
const idle = peakMemory()
const socket = readFileSync(socketPath)
const plug = readFileSync(plugPath)
await plugComponents(socket, [{ name: 'plug', component: plug }])
console.log(JSON.stringify({ idle, peak: peakMemory() }))
`

/** Peak memory of one plug, in MB: what a Node process needs beyond being there, and all of the Rust command. */
export async function comparePeaks(
  { socketPath, plugPath, socket, plug, folder }: WacInputs,
  runs: number,
): Promise<Results> {
  const command = ['plug', '--plug', plugPath, socketPath, '-o', `${folder}/out.wasm`]
  const ours: number[] = []
  const whole: number[] = []
  const theirs: number[] = []
  try {
    for (let run = 0; run < runs; run += 1) {
      const args = ['--input-type=module', '--eval', PROBE, socketPath, plugPath]
      const { stdout } = await execa(process.execPath, args, { cwd: import.meta.dirname })
      const { idle, peak } = JSON.parse(stdout) as { readonly idle: number; readonly peak: number }
      ours.push((peak - idle) / MB)
      whole.push(peak / MB)
      theirs.push((await peakOfCommand('wac', command)) / MB)
    }
  } catch (error) {
    return {
      skipped: [{ name: 'peak memory', reason: error instanceof Error ? error.message : String(error) }],
    }
  }
  const input = (socket.length + plug.length) / MB
  const comparison: Comparison = {
    name: `peak memory of plug, ${input.toFixed(0)} MB of input: the library beyond an idle process, and the Rust command`,
    ours: spreadOf(ours),
    theirs: spreadOf(theirs),
    ratio: spreadOf(theirs.map((peak, run) => peak / (ours[run] ?? Number.NaN))),
    pairs: runs,
    unit: 'MB',
  }
  const measurements = [
    { name: 'peak memory of plug, the whole Node process', ours: spreadOf(whole), runs, unit: 'MB' as const },
    {
      name: 'peak memory of plug, input taken as 1',
      ours: spreadOf(ours.map((peak) => peak / input)),
      runs,
      unit: '×' as const,
    },
  ]
  return { comparisons: [comparison], measurements }
}
