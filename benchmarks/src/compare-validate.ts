import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { componentizeSource } from '@wasm-airlock/componentize'
import { promptWit, promptWorld } from '@wasm-airlock/shared'
import { checkConformance, checkGate, reportComponent, validateComponent } from '@wasm-airlock/wit-validate'
import { execa } from 'execa'
import { type Comparison, compare, measure } from './measure.ts'
import type { Results } from './report.ts'
import { comparePeak } from './validate-memory.ts'
import { hasRustCommand, rustPath, rustWac } from './wac-command.ts'
import { makeWacInputs, type WacInputs } from './wac-inputs.ts'

/** What is examined: a Python component of 18 MB with all of WASI. */
export interface ValidateInputs extends WacInputs {
  readonly component: Uint8Array
  readonly componentPath: string
}

const policy = { allow: ['wasi:*'] }

/** One question to a component in a running process, and the Rust command that answers it. */
interface Pair {
  readonly title: string
  readonly ours: (inputs: ValidateInputs) => Promise<unknown>
  readonly command: 'wasm-tools' | 'wac'
  readonly line: (inputs: ValidateInputs) => readonly string[]
}

const whole = ({ componentPath }: ValidateInputs) => ['validate', '--features', 'all', componentPath]

const pairs: readonly Pair[] = [
  {
    title: 'the gate alone, and wasm-tools validate',
    ours: ({ component }) => checkGate(component),
    command: 'wasm-tools',
    line: whole,
  },
  {
    title: 'validateComponent (gate, function bodies, policy), and wasm-tools validate',
    ours: ({ component }) => validateComponent(component, { policy }),
    command: 'wasm-tools',
    line: whole,
  },
  {
    title: 'a full report, and wasm-tools validate',
    ours: ({ component }) => reportComponent(component, { policy }),
    command: 'wasm-tools',
    line: whole,
  },
  {
    title: 'a deep report, and wasm-tools validate',
    ours: ({ component }) => reportComponent(component, { policy, deep: true }),
    command: 'wasm-tools',
    line: whole,
  },
  {
    title: 'conformance alone, and wac targets',
    ours: ({ plug }) => checkConformance(plug, { wit: promptWit, world: promptWorld }),
    command: 'wac',
    line: ({ plugPath, witPath }) => ['targets', plugPath, '--wit', witPath, '--world', promptWorld],
  },
]

/** packages/wit-validate beside `wasm-tools validate` and `wac targets`, on components of 18 MB. */
export async function compareValidate(folder: string, count: number): Promise<Results> {
  const inputs = await makeInputs(folder)
  const skipped: { name: string; reason: string }[] = []
  const comparisons: Comparison[] = []
  const measurements = []
  for (const { title, ours, command, line } of pairs) {
    const work = () => ours(inputs)
    if (await hasRustCommand(command)) {
      const theirs = () =>
        command === 'wac' ? rustWac(line(inputs)) : execa(command, line(inputs), { env: { PATH: rustPath } })
      comparisons.push(await compare(title, count, work, theirs))
    } else {
      await work()
      measurements.push(await measure(title, count, work))
      skipped.push({
        name: title,
        reason: `there is no ${command} on the PATH: cargo install ${crates[command]}`,
      })
    }
  }
  const peak = await comparePeak(inputs, count)
  return {
    comparisons: [...comparisons, ...(peak.comparisons ?? [])],
    measurements: [...measurements, ...(peak.measurements ?? [])],
    skipped: [...skipped, ...(peak.skipped ?? [])],
  }
}

const crates = {
  'wasm-tools': 'wasm-tools',
  wac: 'wac-cli --no-default-features --features wit,wat',
} as const

async function makeInputs(folder: string): Promise<ValidateInputs> {
  const inputs = await makeWacInputs(folder)
  const source = join(inputs.folder, 'prompt_functions.py')
  const { bytes } = await componentizeSource(source, { wasi: true })
  const componentPath = join(inputs.folder, 'wasi.wasm')
  await writeFile(componentPath, bytes)
  return { ...inputs, component: bytes, componentPath }
}
