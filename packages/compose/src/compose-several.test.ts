import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createSandbox } from '@wasm-airlock/host'
import { parseWat } from '@wasm-airlock/wac'
import { beforeAll, describe, expect, test } from 'vitest'
import { readAppComponent, readAppFolder } from './app/read-app-folder.ts'
import { composeApp } from './compose-app.ts'
import type { ComposedApp } from './options.ts'
import { planComposition } from './plan-composition.ts'
import { adapter, calculatingApp, calculator } from './testing/calculators.ts'
import { composeInto, smallApp } from './testing/composing.ts'
import { folderOf, plugOf, socketOf, temporaryFolder } from './testing/fixtures.ts'

const calc = 'a:b/calc@1.0.0'
const other = 'a:b/other@1.0.0'

let addOne: Uint8Array
let timesTen: Uint8Array
let square: Uint8Array
beforeAll(async () => {
  addOne = await calculator(calc, 'addOne')
  timesTen = await calculator(calc, 'timesTen')
  square = await calculator(calc, 'square')
})

async function calculatingFolder(): Promise<string> {
  return smallApp(await calculatingApp(calc))
}

/** What the functions of the composed component make of 3. */
async function answers({ path }: ComposedApp): Promise<unknown[]> {
  const folder = await readAppFolder(path)
  const [component] = folder.components
  if (component === undefined) throw new Error('no component')
  await using sandbox = await createSandbox(await readAppComponent(folder, component))
  return [await sandbox.call('run', [3]), await sandbox.call('run-after', [3])]
}

describe('several components of one interface', () => {
  test('answer one after the other, and `after` in reverse', async () => {
    const composed = await composeInto(await calculatingFolder(), { one: addOne, ten: timesTen, square })
    expect(await answers(composed)).toEqual([((3 + 1) * 10) ** 2, 3 ** 2 * 10 + 1])
    const [{ connections = [], document = '' } = {}] = composed.components
    expect(connections[0]).toEqual({ plug: 'calc-chain', export: calc, to: null, import: calc })
    expect(connections.map(({ plug, to }) => [plug, to])).toEqual([
      ['calc-chain', null],
      ['one', 'calc-chain'],
      ['ten', 'calc-chain'],
      ['square', 'calc-chain'],
    ])
    expect(document).toContain('new middleware:calc-chain {\n  "link0": one["a:b/calc@1.0.0"],')
  })

  test('one that imports the interface wraps what comes after it', async () => {
    const wrapper = await adapter(calc, calc)
    expect(await answers(await composeInto(await calculatingFolder(), { wrapper, ten: timesTen }))).toEqual([
      31, 31,
    ])
    const chained = { one: addOne, wrapper, ten: timesTen, square }
    const composed = await composeInto(await calculatingFolder(), chained)
    expect(await answers(composed)).toEqual([((3 + 1) * 10) ** 2 + 1, 3 ** 2 * 10 + 1 + 1])
    const twice = { outer: wrapper, inner: await adapter(calc, calc), ten: timesTen }
    expect(await answers(await composeInto(await calculatingFolder(), twice))).toEqual([32, 32])
  })

  test('wraps nothing where nothing comes after it', async () => {
    const wrapper = await adapter(calc, calc)
    for (const components of [{ wrapper }, { ten: timesTen, wrapper }]) {
      await expect(composeInto(await calculatingFolder(), components)).rejects.toMatchObject({
        code: 'plug-unmatched',
        item: 'wrapper',
        message: expect.stringMatching(`wrapper imports ${calc}.*web`),
      })
    }
  })

  test('one of them answers where a variable chooses', async () => {
    const composed = await composeInto(
      await calculatingFolder(),
      { one: addOne, ten: timesTen },
      { choose: 'how' },
    )
    expect(composed.components[0]?.openImports).toEqual(['fermyon:spin/variables@2.0.0'])
    const { manifest, components } = await readAppFolder(composed.path)
    expect(manifest.variables).toEqual({ how: { default: 'one' } })
    expect(components[0]?.manifest.variables).toEqual({ how: '{{ how }}' })
  })

  test('a variable that is there keeps what it says', async () => {
    const folder = await smallApp(
      await calculatingApp(calc),
      '[component.web.variables]',
      'how = "{{ how }}-x"',
      '[variables]',
      'how = { default = "ten" }',
    )
    const composed = await composeInto(folder, { one: addOne, ten: timesTen }, { choose: 'how' })
    const text = await readFile(join(composed.path, 'spin.toml'), 'utf8')
    expect(text).toBe(await readFile(join(folder, 'spin.toml'), 'utf8'))
  })

  test('a variable chooses behind a wrapper, and not beside one', async () => {
    const wrapper = await adapter(calc, calc)
    const folder = await calculatingFolder()
    const { components } = await composeInto(
      folder,
      { wrapper, one: addOne, ten: timesTen },
      { choose: 'how' },
    )
    expect(components[0]?.connections.map(({ plug, to }) => [plug, to])).toEqual([
      ['wrapper', null],
      ['one', 'calc-choice'],
      ['ten', 'calc-choice'],
      ['calc-choice', 'wrapper'],
    ])
    await expect(
      composeInto(folder, { one: addOne, wrapper, ten: timesTen }, { choose: 'how' }),
    ).rejects.toMatchObject({ code: 'middleware-unsupported', item: 'wrapper' })
  })

  test('a variable has nothing to choose where one wraps the other', async () => {
    const components = { guard: await adapter(calc, calc), ten: timesTen }
    await expect(composeInto(await calculatingFolder(), components, { choose: 'how' })).rejects.toMatchObject(
      {
        code: 'usage-invalid',
        message: 'how has nothing to choose from: guard wraps ten.',
      },
    )
  })

  test.each([
    ['how', { one: 'addOne' }, 'usage-invalid'],
    ['How', { one: 'addOne', ten: 'timesTen' }, 'usage-invalid'],
    ['a"b', { one: 'addOne', ten: 'timesTen' }, 'usage-invalid'],
  ] as const)('a variable %j for %j is refused', async (choose, names, code) => {
    const entries = Object.keys(names).map((name) => [name, name === 'one' ? addOne : timesTen])
    await expect(
      composeInto(await calculatingFolder(), Object.fromEntries(entries), { choose }),
    ).rejects.toMatchObject({ code, item: choose })
  })

  test('functions that cannot be put one after the other are refused', async () => {
    const component = await plugOf('u32', 'a:b/c@1.0.0')
    const folder = await smallApp(await socketOf('a:b/c@1.0.0'))
    await expect(composeInto(folder, { first: component, second: component })).rejects.toMatchObject({
      code: 'middleware-unsupported',
    })
  })

  test('a component may be called like a middleware, or like a word of WAC', async () => {
    const components = { 'calc-chain': addOne, let: timesTen, app: square }
    const composed = await composeInto(await calculatingFolder(), components)
    expect(await answers(composed)).toEqual([((3 + 1) * 10) ** 2, 3 ** 2 * 10 + 1])
    expect(composed.components[0]?.connections[0]?.plug).toBe('calc-chain2')
  })
})

describe('components that feed one another', () => {
  test('get what they import, through several hands', async () => {
    const components = {
      first: await adapter(calc, other),
      second: await adapter(other, 'a:b/third@1.0.0'),
      third: await calculator('a:b/third@1.0.0', 'timesTen'),
    }
    const composed = await composeInto(await calculatingFolder(), components)
    expect(await answers(composed)).toEqual([32, 32])
    expect(composed.components[0]?.openImports).toEqual([])
    expect(composed.components[0]?.connections).toEqual([
      { plug: 'first', export: calc, to: null, import: calc },
      { plug: 'third', export: 'a:b/third@1.0.0', to: 'second', import: 'a:b/third@1.0.0' },
      { plug: 'second', export: other, to: 'first', import: other },
    ])
  })

  test('in a compatible version', async () => {
    const composed = await composeInto(await calculatingFolder(), {
      first: await adapter('a:b/calc@1.2.0', other),
      second: await calculator('a:b/other@1.3.1', 'timesTen'),
    })
    expect(await answers(composed)).toEqual([31, 31])
  })

  test('are refused where they form a circle', async () => {
    const components = { first: await adapter(calc, other), second: await adapter(other, calc) }
    await expect(composeInto(await calculatingFolder(), components)).rejects.toMatchObject({
      code: 'plug-cycle',
      details: { cycle: ['first', 'second', 'first'] },
    })
  })

  test('are compared with what they feed', async () => {
    const components = { first: await adapter(calc, other), second: await plugOf('s32', other) }
    await expect(composeInto(await calculatingFolder(), components)).rejects.toMatchObject({
      code: 'plug-unmatched',
      message: expect.stringContaining(`second does not fit`),
      details: {
        findings: [
          { code: 'world-type-mismatch', args: { name: other } },
          { args: { name: other, reason: expect.stringMatching(/^function after: .* found nothing$/) } },
        ],
      },
    })
  })
})

test('each component of the application gets what fits it', async () => {
  const manifest = `spin_manifest_version = 2
application = { name = "two" }
trigger.http = [{ route = "/a", component = "first" }, { route = "/b", component = "second" }]
[component.first]
source = "same.wasm"
[component.second]
source = "./same.wasm" # the same file
[component.third]
source = "third.wasm"
`
  const folder = await folderOf({
    'spin.toml': manifest,
    'same.wasm': await calculatingApp(calc),
    'third.wasm': await socketOf('a:b/c@1.0.0'),
  })
  const plug = await plugOf('u32', 'a:b/c@1.0.0')
  await expect(composeInto(folder, { one: addOne, plug })).rejects.toMatchObject({
    code: 'plug-ambiguous',
    item: 'one',
    message: expect.stringMatching(/first, second/),
    hint: expect.stringContaining('into'),
  })
  const components = [
    { name: 'one', component: addOne, into: 'second' },
    { name: 'plug', component: plug },
  ]
  const plan = await planComposition(folder, components)
  expect(plan).toMatchObject({ name: 'two', mode: 'plug', components: [{ id: 'second' }, { id: 'third' }] })
  const { path, ...composed } = await composeApp(folder, components, {
    out: join(await temporaryFolder(), 'x'),
  })
  expect(composed).toEqual(plan)
  const text = await readFile(join(path, 'spin.toml'), 'utf8')
  expect(text).toBe(manifest.replace('"./same.wasm"', '"second.wasm"'))
})

test('many ways to the same components are gone once', async () => {
  const name = (level: number) => `a:b/level${level}@1.0.0`
  const components: Record<string, Uint8Array> = {}
  for (let level = 0; level < 12; level += 1) {
    components[`left${level}`] = await adapter(name(level), name(level + 1))
    components[`right${level}`] = await adapter(name(level), name(level + 1))
  }
  components.last = await calculator(name(12), 'timesTen')
  const app = await smallApp(await calculatingApp(name(0)))
  const composed = await composeInto(app, components)
  // Each level is a chain of two, and each of both adds one to what the level below answers.
  expect(composed.components[0]?.connections).toHaveLength(1 + 12 * 4)
})

test('an interface of types alone needs no policy and no chain', async () => {
  const types = 'a:b/types@1.0.0'
  const typed = (head: string, tail: string) =>
    parseWat(`(component ${head}
      (core module $m (func (export "f") (param i32) (result i32) local.get 0))
      (core instance $i (instantiate $m))
      ${tail})`)
  const imported = `(type $own (enum "x" "y"))
    (import "${types}" (instance $types (export "e" (type (eq $own)))))
    (alias export $types "e" (type $e))`
  const func = '(param "x" $e) (result $e) (canon lift (core func $i "f"))'
  const socket = await typed(
    `${imported}
    (import "${calc}" (instance (alias outer 1 $e (type $o)) (export "e" (type $e (eq $o)))
      (export "f" (func (param "x" $e) (result $e)))))`,
    `(func $run ${func}) (export "run" (func $run))`,
  )
  const plug = await typed(
    imported,
    `(func $f ${func}) (instance $iface (export "e" (type $e)) (export "f" (func $f)))
    (export "${calc}" (instance $iface))`,
  )
  const composed = await composeInto(await smallApp(socket), { one: plug, two: plug })
  expect(composed.components[0]?.openImports).toEqual([types])
})
