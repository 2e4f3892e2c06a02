import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { plugComponents } from '@wasm-airlock/wac'
import { enlarge } from './large-component.ts'
import { compare } from './measure.ts'
import type { Results } from './report.ts'
import { rustWac } from './wac-command.ts'
import { smallPair, type WacInputs } from './wac-inputs.ts'

const SIZES_MB = [1, 10, 50, 200]

/** plug with a socket of a few bytes and ever larger plugs, half code, half data. */
export async function compareGrowth({ folder }: WacInputs, pairs: number): Promise<Results> {
  const small = await smallPair()
  const [socketPath, plugPath, out] = ['small.wasm', 'large.wasm', 'out.wasm'].map((name) =>
    join(folder, name),
  )
  if (socketPath === undefined || plugPath === undefined || out === undefined) return {}
  await writeFile(socketPath, small.socket)
  const comparisons = []
  for (const size of SIZES_MB) {
    const component = enlarge(small.plug, size * 1e6)
    await writeFile(plugPath, component)
    comparisons.push(
      await compare(
        `plug of ${size} MB: the library in a running process, and the Rust command`,
        pairs,
        () => plugComponents(small.socket, [{ name: 'plug', component }]),
        () => rustWac(['plug', '--plug', plugPath, socketPath, '-o', out]),
      ),
    )
  }
  return { comparisons }
}
