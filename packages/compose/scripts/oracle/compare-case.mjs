// Everything that is compared of one application.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { createRandom } from '../../../../tools/random.ts'
import { composeApp } from '../../src/compose-app.ts'
import { planComposition } from '../../src/plan-composition.ts'
import { prepare } from '../../src/prepare.ts'
import { makeCase } from './cases.mjs'
import { compareCalls } from './compare-calls.mjs'
import { buildForwarder } from './components.mjs'
import { writeManifest } from './manifests.mjs'
import { middlewaresOf } from './middlewares.mjs'
import { realWorld, validate, wacCompose } from './real-tools.mjs'
import { refusalsOf } from './refusals.mjs'
import { loadLikeSpin } from './spin-loader.mjs'
import { compareVerdicts } from './verdicts.mjs'

const policy = { allow: ['*'] }

/**
 * @param {{ root: string, engine, toml, report }} tools `report(what, isRight, details)`.
 * @param {number} seed
 */
export async function compareCase(tools, seed) {
  const test = makeCase(seed)
  const folder = join(tools.root, String(seed))
  const app = join(folder, 'app')
  await mkdir(app, { recursive: true })
  const manifest = writeManifest(createRandom(seed), test.apps)
  await writeFile(join(app, 'spin.toml'), manifest)
  await Promise.all([
    ...test.apps.map(({ file, imports }) =>
      buildForwarder(
        join(app, file.replace('.wasm', '')),
        imports.map((each) => ({ export: each.drive, to: each.import })),
      ),
    ),
    ...test.apps.flatMap(({ own }) =>
      own === null ? [] : [buildForwarder(join(app, own.path.replace('.wasm', '')), [own.route])],
    ),
    ...test.inputs.map(({ name, routes }) => buildForwarder(join(folder, `in-${name}`), routes)),
  ])
  const inputs = await Promise.all(
    test.inputs.map(async ({ name, into }) => ({
      name,
      component: await readFile(join(folder, `in-${name}.wasm`)),
      ...(into === undefined ? {} : { into }),
    })),
  )
  const each = { ...tools, test, folder, app, manifest, inputs }
  await compareVerdicts(each)
  const middlewares = await comparePlug(each)
  if (middlewares !== null) await compareDependencies(each, middlewares)
}

function optionsOf({ test }, mode) {
  return { mode, policy, ...(test.choose === null ? {} : { choose: test.choose }) }
}

/** Mode plug; `null` where the application cannot be composed, as it should not. */
async function comparePlug(each) {
  const { test, app, inputs, folder, report } = each
  const out = join(folder, 'plug')
  const options = optionsOf(each, 'plug')
  const [plan, composed] = await Promise.all([
    planComposition(app, inputs, options).catch((error) => error),
    composeApp(app, inputs, { ...options, out }).catch((error) => error),
  ])
  const code = composed instanceof Error ? (composed.code ?? String(composed.stack)) : null
  report(`${test.name}: whether it composes`, code === test.code, {
    expected: test.code,
    found: code,
    message: composed.message,
  })
  if (code !== null) return null
  const { path, ...rest } = composed
  report(`${test.name}: the plan is what is done`, isDeepStrictEqual(plan, rest), { plan, composed: rest })
  const data = await compareManifest(each, 'plug', path)
  const middlewares = await middlewaresOf(app, inputs, options)
  for (const component of composed.components) {
    const { id, document, openImports } = component
    const file = join(path, data.component[id].source)
    const packages = { ...packagesOf(each), ...middlewares[id], [`app:${id}`]: await appBytes(each, id) }
    await compareDocument(each, `plug ${id}`, document, packages, await readFile(file))
    const original = await realWorld(join(app, test.apps.find((it) => it.id === id).file))
    await compareWorld(each, `plug ${id}`, file, { imports: openImports, exports: original.exports })
    if (composed.components.length === 1) await compareOwnDocument(each, document, data.component[id].source)
    await compareCalls(each, id, file, { name: id, isLoaded: false, counts: true })
    const table = data.component[id]
    if (table.dependencies !== undefined) await compareLoaded(each, { id, table, out: path })
  }
  return middlewares
}

/** What `--explain` prints can be handed in again. */
async function compareOwnDocument(each, document, source) {
  const { test, app, inputs, folder, report } = each
  const ours = await readFile(join(folder, 'plug', source))
  const { changes } = await prepare(app, inputs, { ...optionsOf(each, 'plug'), document })
  const [file] = Object.values(changes.files)
  report(`${test.name}: its own document`, ours.equals(file), document)
}

/** Mode spin-dependencies: the files that are composed, and what the application does once it is loaded. */
async function compareDependencies(each, middlewares) {
  const { test, app, inputs, folder, report } = each
  const what = (text) => `${test.name}: dependencies: ${text}`
  const out = join(folder, 'dependencies')
  const composed = await composeApp(app, inputs, { ...optionsOf(each, 'spin-dependencies'), out }).catch(
    (error) => error,
  )
  const code = composed instanceof Error ? (composed.code ?? composed.stack) : null
  report(what('whether it composes'), refusalsOf(test).includes(code), { code, message: composed.message })
  if (code !== null) return
  const data = await compareManifest(each, 'spin-dependencies', out)
  for (const { id, document } of composed.components) {
    const table = data.component[id]
    const { own } = test.apps.find((it) => it.id === id)
    const all = new Set(Object.values(table.dependencies).map((it) => it.path))
    const paths = [...all].filter((path) => path !== own?.path)
    const texts = document === null ? [] : document.split(/^(?=package )/m)
    const files = await Promise.all(paths.map((path) => readFile(join(out, path))))
    for (const path of paths) {
      report(what(`${path} is valid`), (await validate(join(out, path))) === '', path)
      // Only what chooses gets what the application is granted: its variable.
      const { imports } = await realWorld(join(out, path))
      const chooses = imports.some((name) => name.startsWith('fermyon:spin/variables@'))
      const entries = Object.values(table.dependencies).filter((it) => it.path === path)
      const isRight = entries.every((it) => inherits(table, it) === chooses)
      report(what(`${path} inherits`), isRight, { table, imports })
    }
    for (const [index, text] of texts.entries()) {
      const packages = { ...packagesOf(each), ...middlewares[id] }
      const { bytes, stderr } = await wacCompose(
        await subfolder(each, `dependency ${id} ${index}`),
        text,
        packages,
      )
      report(what(`document ${index}`), bytes !== undefined && files.some((file) => file.equals(bytes)), {
        text,
        stderr,
      })
    }
    const alone = files.length - texts.length
    const given = files.filter((file) => inputs.some(({ component }) => component.equals(file)))
    report(what('the others are as they were'), given.length >= alone, { paths })
    await compareLoaded(each, { id, table, out })
  }
}

function inherits({ dependencies_inherit_configuration: all }, { inherit_configuration: own }) {
  return all ?? own ?? false
}

async function compareLoaded(each, { id, table, out }) {
  const { test, folder, report } = each
  const what = `${id} as Spin loads it`
  const { imports } = await realWorld(join(out, table.source))
  const loaded = await loadLikeSpin(out, table, imports)
  const { bytes, stderr } = await wacCompose(
    await subfolder(each, `loaded ${id}`),
    loaded.text,
    loaded.packages,
  )
  report(`${test.name}: ${what}`, bytes !== undefined, { text: loaded.text, stderr })
  if (bytes === undefined) return
  const path = join(folder, `loaded-${id}.wasm`)
  await writeFile(path, bytes)
  // Each key of the manifest is an instance of its own, which counts its own calls.
  const paths = Object.values(table.dependencies).map((it) => it.path)
  const counts = new Set(paths).size === paths.length
  await compareCalls(each, id, path, { name: what, isLoaded: true, counts })
}

async function compareManifest({ test, toml, app, inputs, manifest, report, ...each }, mode, out) {
  const { changes } = await prepare(app, inputs, optionsOf({ test, ...each }, mode))
  const text = await readFile(join(out, 'spin.toml'), 'utf8')
  const { data, problems } = await toml.ask({ old: manifest, new: text, edits: changes.edits })
  report(`${test.name}: manifest of ${mode}`, problems.length === 0, { problems, manifest, text })
  return data
}

async function compareDocument(each, name, text, packages, ours) {
  const { bytes, stderr } = await wacCompose(await subfolder(each, name), text, packages)
  each.report(`${each.test.name}: document of ${name}`, bytes?.equals(ours) ?? false, { text, stderr })
}

async function compareWorld({ test, report }, name, file, expected) {
  report(`${test.name}: ${name} is valid`, (await validate(file)) === '', file)
  const found = await realWorld(file)
  for (const side of ['imports', 'exports']) {
    const isSame = isDeepStrictEqual(found[side].toSorted(), expected[side].toSorted())
    report(`${test.name}: ${side} of ${name}`, isSame, { found: found[side], expected: expected[side] })
  }
}

function packagesOf({ inputs }) {
  return Object.fromEntries(inputs.map(({ name, component }) => [`component:${name}`, component]))
}

function appBytes({ app, test }, id) {
  return readFile(join(app, test.apps.find((each) => each.id === id).file))
}

async function subfolder({ folder }, name) {
  const path = join(folder, name.replaceAll(' ', '-'))
  await mkdir(path, { recursive: true })
  return path
}
