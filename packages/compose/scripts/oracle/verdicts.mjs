// Whether one component fits one component of an application: our answer, and those of `wac plug` and `wac targets`.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { planComposition } from '../../src/plan-composition.ts'
import { nameOf, printWorld } from './interfaces.mjs'
import { attempt, realWorld } from './real-tools.mjs'

/** Each component that is handed in, alone, against each component of the application. */
export async function compareVerdicts(each) {
  const { test } = each
  const apps = test.apps.filter(({ id }) => id !== 'twin')
  for (const app of apps) {
    for (const input of test.inputs) await compareVerdict(each, app, input)
  }
}

async function compareVerdict({ test, folder, app: appFolder, inputs, report }, app, input) {
  const imports = app.imports.map((each) => each.import)
  const exports = input.routes.map((route) => route.export)
  // By what both are called: `wac plug` leaves open without a word what does not fit.
  const meant = imports.filter((wanted) => exports.some((each) => pathOf(each) === pathOf(wanted)))
  // One that imports what it exports wraps what comes after it, and nothing does.
  if (input.routes.some(({ to }) => meant.some((wanted) => pathOf(wanted) === pathOf(to)))) return
  const { component } = inputs.find(({ name }) => name === input.name)
  const code = await planComposition(appFolder, [{ name: input.name, component, into: app.id }], {
    policy: { allow: ['*'] },
  }).then(
    () => null,
    (error) => error.code ?? error.stack,
  )
  const isOurs = code === null
  if (!isOurs && code !== 'plug-unmatched') report(`${test.name}: ${input.name} in ${app.id}`, false, code)
  const isPlugged = await plugs(folder, join(appFolder, app.file), input, meant)
  const what = `${test.name}: ${input.name} fits ${app.id}`
  report(`${what}, wac plug`, isOurs === isPlugged, { ours: code, isPlugged, meant: meant.map(nameOf) })
  if (meant.length === 0) return
  const isTargeted = await targets(folder, input, meant)
  report(`${what}, wac targets`, isOurs === isTargeted, { ours: code, isTargeted, meant: meant.map(nameOf) })
}

async function plugs(folder, socket, { name }, meant) {
  const out = join(folder, 'plugged.wasm')
  const { ok } = await attempt('wac', ['plug', '--plug', join(folder, `in-${name}.wasm`), socket, '-o', out])
  if (!ok) return false
  const { imports } = await realWorld(out)
  return !meant.some((wanted) => imports.includes(nameOf(wanted)))
}

async function targets(folder, { name, routes }, meant) {
  const wit = join(folder, 'targets')
  await mkdir(wit, { recursive: true })
  const imports = new Map(
    routes.flatMap(({ to, counter }) => [to, counter]).map((each) => [nameOf(each), each]),
  )
  await writeFile(join(wit, 'world.wit'), printWorld([...imports.values()], meant))
  const args = ['targets', '--wit', wit, '--world', 'w', join(folder, `in-${name}.wasm`)]
  return (await attempt('wac', args)).ok
}

function pathOf({ package: of, label }) {
  return `${of}/${label}`
}
