// The corpus: each component with the worlds that it is compared with.
import { readdir, readFile } from 'node:fs/promises'
import { parseWat } from '@wasm-airlock/wac'
import { mutateBytes } from '../../../../tools/mutate-bytes.ts'
import { createRandom } from '../../../../tools/random.ts'
import { editInterface } from '../../src/conformance/testing/edit-interface.ts'
import { randomInterface } from '../../src/conformance/testing/random-interface.ts'
import { toWit } from '../../src/conformance/testing/write-interface.ts'
import { buildFromSource } from './toolchains.mjs'
import { makeDummy } from './tools.mjs'
import { editWit, worlds } from './worlds.mjs'

/**
 * @typedef {object} Entry
 * @property {string} name
 * @property {Uint8Array} component
 * @property {readonly { name: string, wit: Record<string, string>, world: string, isOwn?: boolean }[]} worlds
 *   `isOwn`: it was made for exactly this one.
 */

const RANDOM = 40
const MUTATED = 60

/** @returns {AsyncGenerator<Entry>} */
export async function* makeCorpus(filter) {
  const parts = [fromWorlds, fromRandom, fromFiles, fromText, mutated, fromSource]
  for (const part of parts) {
    for await (const entry of part(filter)) if (entry.name.includes(filter)) yield entry
  }
}

/** For each world a component of it, against all changes; and a component of each change, against the world. */
async function* fromWorlds(filter) {
  for (const { name, wit, edits } of worlds) {
    if (!`worlds/${name}`.includes(filter) && !filter.startsWith(`worlds/${name}`)) continue
    const changed = Object.entries(edits).map(([edit, change]) => [edit, editWit(wit, change)])
    yield {
      name: `worlds/${name}`,
      component: await makeDummy(wit),
      worlds: [
        { name: 'own', wit, world: 'app', isOwn: true },
        ...changed.map(([edit, files]) => ({ name: edit, wit: files, world: 'app' })),
      ],
    }
    for (const [edit, files] of changed) {
      const component = await makeDummy(files)
      const own = { name: 'own', wit: files, world: 'app', isOwn: true }
      yield {
        name: `worlds/${name}, ${edit}`,
        component,
        worlds: [own, { name: 'before', wit, world: 'app' }],
      }
    }
  }
}

async function* fromRandom(filter) {
  for (let seed = 0; seed < RANDOM; seed++) {
    const name = `random/${seed}`
    if (!name.includes(filter)) continue
    const random = createRandom(seed)
    const found = randomInterface(random)
    const files = (one, side) => ({
      'app.wit': `package test:random@1.0.${random.below(3)}; interface it { ${toWit(one)} } world app { ${side} }`,
    })
    const sides = ['import it;', 'export it;', 'import it; export it;']
    const wit = files(found, random.pick(sides))
    const others = Array.from({ length: 3 }, (_, index) => {
      const edited = random.oneIn(3) ? found : editInterface(found, random)
      return { name: `edit ${index}`, wit: files(edited, random.pick(sides)), world: 'app' }
    })
    yield {
      name,
      component: await makeDummy(wit),
      worlds: [{ name: 'own', wit, world: 'app', isOwn: true }, ...others],
    }
  }
}

/** What packages/wac has for `wac targets`, as far as its WIT is text that resolves. */
async function* fromFiles() {
  const root = new URL('../../../wac/corpus/targets/', import.meta.url)
  for (const name of (await readdir(root)).sort()) {
    const folder = new URL(`${name}/`, root)
    const paths = await readdir(folder, { recursive: true })
    if (
      !paths.includes('component.wat') ||
      paths.some((path) => /\.wa(sm|t)$/.test(path) && path !== 'component.wat')
    )
      continue
    const texts = paths.filter((path) => path.endsWith('.wit'))
    const wit = Object.fromEntries(
      await Promise.all(texts.map(async (path) => [path, await readFile(new URL(path, folder), 'utf8')])),
    )
    const component = await parseWat(await readFile(new URL('component.wat', folder), 'utf8')).catch(
      () => undefined,
    )
    if (component !== undefined)
      yield { name: `files/${name}`, component, worlds: [{ name: 'app', wit, world: 'app' }] }
  }
}

const empty = { 'app.wit': 'package test:app; world app { export run: func(); }' }

/** What no world can say, and what is no component. */
const texts = {
  module: '(module (func (export "run")))',
  nothing: '(component)',
  'core-module-import': '(component (import "m" (core module)))',
  'component-import': '(component (import "c" (component (export "f" (func)))))',
  'nested-instance': '(component (import "a" (instance (export "b" (instance (export "c" (func)))))))',
  'type-export': '(component (type $t (record (field "a" u8))) (export "t" (type $t)))',
  'nested-component': '(component (component $c (core module (func))) (instance (instantiate $c)))',
  'body-invalid': '(component (core module (func (result i32))))',
  'body-of-another-type': '(component (core module (func (result i32) i64.const 1)))',
  start: '(component (core module (func $f) (start $f)))',
  simd: '(component (core module (func (result v128) (i32x4.splat (i32.const 1)))))',
  memory64: '(component (core module (memory i64 1)))',
  threads: '(component (core module (memory 1 1 shared)))',
  exceptions: '(component (core module (tag (param i32)) (func (throw 0 (i32.const 1)))))',
  gc: '(component (core module (type (struct (field i32))) (func (result (ref 0)) (struct.new 0 (i32.const 1)))))',
  'tail-call': '(component (core module (func $f (return_call $f))))',
  'relaxed-simd':
    '(component (core module (func (param v128) (result v128) (i8x16.relaxed_swizzle (local.get 0) (local.get 0)))))',
  'wide-arithmetic':
    '(component (core module (func (param i64 i64) (result i64 i64) (i64.mul_wide_s (local.get 0) (local.get 1)))))',
  'stack-switching': '(component (core module (type $f (func)) (type (cont $f))))',
  'custom-page-sizes': '(component (core module (memory 1 (pagesize 1))))',
  'multi-memory': '(component (core module (memory 1) (memory 1)))',
  'duplicate-export': '(component (import "f" (func $f)) (export "a" (func $f)) (export "a" (func $f)))',
  'names-nearly-equal': '(component (import "ab" (func)) (import "AB" (func)))',
  'value-import': '(component (import "v" (value string)))',
  'unnamed-record': '(component (import "f" (func (param "x" (record (field "a" u8))))))',
  'error-context': '(component (import "f" (func (param "x" error-context))))',
  map: '(component (import "f" (func (param "x" (map string u8)))))',
  stream: '(component (import "f" (func async (result (stream u8)))))',
}

async function* fromText(filter) {
  for (const [name, text] of Object.entries(texts)) {
    if (!`text/${name}`.includes(filter)) continue
    yield {
      name: `text/${name}`,
      component: await parseWat(text),
      worlds: [{ name: 'app', wit: empty, world: 'app' }],
    }
  }
  for (const [name, component] of Object.entries({
    nothing: [],
    magic: [0, 0x61, 0x73, 0x6d],
    text: [35, 33, 47],
  })) {
    yield {
      name: `bytes/${name}`,
      component: Uint8Array.from(component),
      worlds: [{ name: 'app', wit: empty, world: 'app' }],
    }
  }
}

async function* mutated(filter) {
  if (!'mutated/'.includes(filter) && !filter.startsWith('mutated/')) return
  const sound = await Promise.all(
    worlds
      .filter(({ name }) => ['records', 'resources', 'uses', 'inline'].includes(name))
      .map(async (one) => ({ ...one, component: await makeDummy(one.wit) })),
  )
  for (let seed = 0; seed < MUTATED; seed++) {
    const random = createRandom(seed)
    const { name, wit, component } = random.pick(sound)
    const broken = mutateBytes(component, random.pick(sound).component, random)
    yield {
      name: `mutated/${seed} of ${name}`,
      component: broken,
      worlds: [{ name: 'own', wit, world: 'app' }],
    }
  }
}

async function* fromSource(filter) {
  for await (const { name, component, wit, world, edits, isOwn } of buildFromSource(filter)) {
    const changed = Object.entries(edits).map(([edit, change]) => ({
      name: edit,
      wit: editWit(wit, change),
      world,
    }))
    const foreign = worlds.find((one) => one.name === 'includes')
    yield {
      name,
      component,
      worlds: [
        { name: 'own', wit, world, isOwn },
        ...changed,
        { name: 'a foreign one', wit: foreign.wit, world: 'app' },
      ],
    }
  }
}
