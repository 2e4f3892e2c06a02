import { promptWit, promptWorld } from '@wasm-airlock/shared'
import { checkTargets, composeDocument, parseDocument, plugComponents } from '@wasm-airlock/wac'
import { compare } from './measure.ts'
import type { Results } from './report.ts'
import { measureColdLoad } from './wac-cold.ts'
import { findOwnWac, hasRustCommand, rustWac } from './wac-command.ts'
import { compareGrowth } from './wac-growth.ts'
import { makeWacInputs, type WacInputs } from './wac-inputs.ts'
import { comparePeaks } from './wac-memory.ts'

/** The library and the command of packages/wac beside the Rust command, on the template and a Python component. */
export async function compareWac(folder: string, pairs: number): Promise<Results> {
  if (!(await hasRustCommand('wac'))) {
    const reason =
      'there is no wac on the PATH: cargo install wac-cli --no-default-features --features wit,wat'
    return { skipped: [{ name: 'wac', reason }] }
  }
  const inputs = await makeWacInputs(folder)
  const parts = [
    await compareLibrary(inputs, pairs),
    await compareCommands(inputs, pairs),
    await comparePeaks(inputs, pairs),
    await measureColdLoad(pairs),
    await compareGrowth(inputs, pairs),
  ]
  return {
    comparisons: parts.flatMap((part) => part.comparisons ?? []),
    measurements: parts.flatMap((part) => part.measurements ?? []),
    skipped: parts.flatMap((part) => part.skipped ?? []),
  }
}

/** Arguments of both commands, by what they do. */
function commandLines({ folder, socketPath, plugPath, witPath, compositionPath, longPath }: WacInputs) {
  const out = `${folder}/out.wasm`
  const packages = ['-d', `bench:socket=${socketPath}`, '-d', `bench:plug=${plugPath}`]
  return {
    plug: ['plug', '--plug', plugPath, socketPath, '-o', out],
    targets: ['targets', plugPath, '--wit', witPath, '--world', promptWorld],
    parse: ['parse', longPath],
    compose: ['compose', compositionPath, ...packages, '-o', out],
  }
}

async function compareLibrary(inputs: WacInputs, pairs: number): Promise<Results> {
  const { socket, plug, composition, long } = inputs
  const ours = {
    plug: () => plugComponents(socket, [{ name: 'plug', component: plug }]),
    targets: () => checkTargets(plug, promptWit, { world: promptWorld }),
    parse: () => parseDocument(long),
    compose: () => composeDocument(composition, { packages: { 'bench:socket': socket, 'bench:plug': plug } }),
  }
  const lines = commandLines(inputs)
  const comparisons = []
  for (const name of ['plug', 'targets', 'parse', 'compose'] as const) {
    const title = `${name}: the library in a running process, and the Rust command`
    comparisons.push(await compare(title, pairs, ours[name], () => rustWac(lines[name])))
  }
  return { comparisons }
}

async function compareCommands(inputs: WacInputs, pairs: number): Promise<Results> {
  const ownWac = await findOwnWac()
  if (ownWac === undefined) return { skipped: [{ name: 'our wac command', reason: 'it is not built' }] }
  const comparisons = []
  for (const [name, line] of Object.entries(commandLines(inputs))) {
    const title = `${name}: our wac command, and the Rust command`
    comparisons.push(
      await compare(
        title,
        pairs,
        () => ownWac(line),
        () => rustWac(line),
      ),
    )
  }
  return { comparisons }
}
