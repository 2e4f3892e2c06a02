import { execa } from 'execa'
import { type Measurement, spreadOf } from './measure.ts'
import type { Results } from './report.ts'

const AROUND = (work: string) =>
  `const started = performance.now(); ${work}; console.log(performance.now() - started)`
const EMPTY = "await import('data:text/javascript,export {}')"
const IMPORT = "const wac = await import('@wasm-airlock/wac')"

/** What loading costs in a fresh process: an empty module, the package, the package and a first small call. */
export async function measureColdLoad(runs: number): Promise<Results> {
  const works = {
    'cold load: an empty module': EMPTY,
    'cold load: the import': IMPORT,
    'cold load: the import and a first parseDocument': `${IMPORT}; await wac.parseDocument('package a:b;')`,
  }
  const times = new Map<string, number[]>()
  for (let run = 0; run < Math.max(runs, 9); run += 1) {
    for (const [name, work] of Object.entries(works)) {
      const args = ['--input-type=module', '--eval', AROUND(work)]
      const { stdout } = await execa(process.execPath, args, { cwd: import.meta.dirname })
      times.set(name, [...(times.get(name) ?? []), Number(stdout)])
    }
  }
  const measurements: Measurement[] = [...times].map(([name, all]) => ({
    name,
    ours: spreadOf(all),
    runs: all.length,
  }))
  return { measurements }
}
