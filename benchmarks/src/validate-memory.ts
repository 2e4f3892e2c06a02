import { execa } from 'execa'
import type { ValidateInputs } from './compare-validate.ts'
import { spreadOf } from './measure.ts'
import type { Results } from './report.ts'
import { hasRustCommand, peakOfCommand } from './wac-command.ts'

const MB = 1e6

/** What a process that has examined something small had at its peak, and then with the component. */
const PROBE = `
import { readFileSync } from 'node:fs'
import { parseWat } from '@wasm-airlock/wac'
import { reportComponent } from '@wasm-airlock/wit-validate'
import { peakMemory } from '../../tools/peak-memory.ts'
const policy = { allow: ['wasi:*'] }
await reportComponent(await parseWat('(component (core module (func)))'), { policy })
const component = readFileSync(process.argv[1])
const idle = peakMemory()
await reportComponent(component, { policy })
console.log(JSON.stringify({ idle, peak: peakMemory() }))
`

/** Peak memory of one full report beyond the component and an idle process, in MB, beside all of the Rust command. */
export async function comparePeak({ componentPath }: ValidateInputs, runs: number): Promise<Results> {
  const name = 'peak memory of a full report, beyond the component and an idle process'
  const ours: number[] = []
  const theirs: number[] = []
  const hasCommand = await hasRustCommand('wasm-tools')
  try {
    for (let run = 0; run < runs; run += 1) {
      const args = ['--input-type=module', '--eval', PROBE, componentPath]
      const { stdout } = await execa(process.execPath, args, { cwd: import.meta.dirname })
      const { idle, peak } = JSON.parse(stdout) as { readonly idle: number; readonly peak: number }
      ours.push((peak - idle) / MB)
      if (hasCommand) {
        theirs.push(
          (await peakOfCommand('wasm-tools', ['validate', '--features', 'all', componentPath])) / MB,
        )
      }
    }
  } catch (error) {
    return { skipped: [{ name, reason: error instanceof Error ? error.message : String(error) }] }
  }
  if (!hasCommand) return { measurements: [{ name, ours: spreadOf(ours), runs, unit: 'MB' }] }
  const ratio = spreadOf(theirs.map((peak, run) => peak / (ours[run] ?? Number.NaN)))
  const title = `${name}, and all of wasm-tools validate`
  return {
    comparisons: [
      { name: title, ours: spreadOf(ours), theirs: spreadOf(theirs), ratio, pairs: runs, unit: 'MB' },
    ],
  }
}
