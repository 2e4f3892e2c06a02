import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ComponentInput, composeApp, templatePath } from '@wasm-airlock/compose'
import { readSpinApp } from '@wasm-airlock/host'
import { plugComponents } from '@wasm-airlock/wac'
import { compareAnswers } from './compose-answers.ts'
import { buildExamples, type ComposeInputs, makeChain, makeDifferent } from './compose-inputs.ts'
import { type Comparison, compare, type Measurement, measure } from './measure.ts'
import type { Results } from './report.ts'
import { hasRustCommand, rustWac } from './wac-command.ts'

const counts = [1, 2, 5, 10]

/** packages/compose beside the bare plug, with more and more components, and what comes of it. */
export async function compareCompose(folder: string, pairs: number): Promise<Results> {
  const own = join(folder, 'compose')
  await mkdir(own)
  const python = await buildExamples('redact', 'translate', 'pirate')
  const parts = [
    await compareWithPlug(own, pairs, python.slice(0, 1)),
    await compareGrowth(own, pairs, 'of different interfaces', await makeDifferent(own, 10)),
    await compareGrowth(own, pairs, 'in a chain', await makeChain(own, 10)),
    await compareModes(own, pairs, python.slice(0, 1)),
    await compareAnswers(own, pairs, python),
  ]
  return {
    comparisons: parts.flatMap((part) => part.comparisons ?? []),
    measurements: parts.flatMap((part) => part.measurements ?? []),
    skipped: parts.flatMap((part) => part.skipped ?? []),
  }
}

/** The template with a Python component: 31 MB. */
async function compareWithPlug(
  folder: string,
  pairs: number,
  components: readonly ComponentInput[],
): Promise<Results> {
  const out = join(folder, 'plugged')
  const socketPath = join(templatePath(), 'dist', 'app.wasm')
  const [plugPath, copyPath] = [join(folder, 'plug.wasm'), join(folder, 'copy.wasm')]
  const socket = await readFile(socketPath)
  const [{ component: plug } = { component: new Uint8Array() }] = components
  await writeFile(plugPath, plug)
  const { component: composed } = await plugComponents(socket, components)
  const compose = () => composeApp(templatePath(), components, { out })
  const comparisons = [
    await compare(
      'composeApp of the template and a Python component, and plugComponents',
      pairs,
      compose,
      () => plugComponents(socket, components),
    ),
  ]
  const files = await measure('the files of that: the template read, the result written', pairs, async () => {
    await readFile(socketPath)
    await writeFile(copyPath, composed)
  })
  const title = 'composeApp of the template and a Python component, and wac plug'
  if (!(await hasRustCommand('wac')))
    return {
      comparisons,
      measurements: [files],
      skipped: [{ name: title, reason: 'there is no wac on the PATH' }],
    }
  const line = ['plug', '--plug', plugPath, socketPath, '-o', copyPath]
  comparisons.push(await compare(title, pairs, compose, () => rustWac(line)))
  return { comparisons, measurements: [files] }
}

/** All at once beside as many times one: above 1, the time grows less than the number of components. */
async function compareGrowth(
  folder: string,
  pairs: number,
  how: string,
  { app, components }: ComposeInputs,
): Promise<Results> {
  const out = join(folder, 'grown')
  const compose = (count: number) => () => composeApp(app, components.slice(0, count), { out })
  await compose(1)()
  const measurements: Measurement[] = []
  for (const count of counts)
    measurements.push(await measure(`${count} of 3 MB ${how}`, pairs, compose(count)))
  const most = components.length
  const each = async () => {
    for (let time = 0; time < most; time += 1) await compose(1)()
  }
  const title = `${most} of 3 MB ${how}, and one ${most} times`
  return { measurements, comparisons: [await compare(title, pairs, compose(most), each)] }
}

/** Both modes: composing, and loading what was composed. */
async function compareModes(
  folder: string,
  pairs: number,
  components: readonly ComponentInput[],
): Promise<Results> {
  const [named, plugged] = [join(folder, 'named'), join(folder, 'plugged')]
  const comparisons: Comparison[] = [
    await compare(
      'composeApp: spin-dependencies, and plug',
      pairs,
      () => composeApp(templatePath(), components, { out: named, mode: 'spin-dependencies' }),
      () => composeApp(templatePath(), components, { out: plugged }),
    ),
    await compare(
      'loading the application: spin-dependencies, and plug',
      pairs,
      () => readSpinApp(named),
      () => readSpinApp(plugged),
    ),
  ]
  return { comparisons }
}
