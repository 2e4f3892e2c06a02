import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createSandbox, type Manifest, parseManifest, readSpinApp } from '@wasm-airlock/host'
import { parseWat } from '@wasm-airlock/wac'
import { describe, expect, test } from 'vitest'
import { composeInto, smallApp } from './testing/composing.ts'
import { addOne, callerOf, counters, keep, recall, timesTen } from './testing/counters.ts'
import { folderOf, manifestText, plugOf, socketOf } from './testing/fixtures.ts'

const mode = 'spin-dependencies'
const x = 'a:b/x@1.0.0'
const y = 'a:b/y@1.0.0'

/** A function that an application exports. */
const run = `(core module $n (func (export "run"))) (core instance $j (instantiate $n))
  (func $run (canon lift (core func $j "run"))) (export "run" (func $run))`

async function resultOf(path: string, value: number): Promise<unknown> {
  const component = (await readSpinApp(path)).components[0]?.component
  await using sandbox = await createSandbox(component ?? new Uint8Array())
  return await sandbox.call('run', [value])
}

async function keysOf(path: string): Promise<string[]> {
  const manifest: Manifest = parseManifest(await readFile(join(path, 'spin.toml'), 'utf8'))
  return Object.keys(manifest.component?.web?.dependencies ?? {})
}

describe('Spin has one dependency of a package', () => {
  const cases: readonly (readonly [
    string,
    readonly string[],
    Readonly<Record<string, Readonly<Record<string, string>>>>,
    readonly string[],
    number,
  ])[] = [
    [
      'two components of one package',
      [x, y],
      { one: { [x]: addOne }, ten: { [y]: timesTen } },
      ['a:b@1.0.0'],
      40,
    ],
    ['one component that keeps something', [x, y], { both: { [x]: keep, [y]: recall } }, ['a:b@1.0.0'], 3],
    [
      'a compatible version that keeps something',
      [x, y],
      { both: { [x]: keep, 'a:b/y@1.0.1': recall } },
      ['a:b@1.0.0'],
      3,
    ],
    [
      'two versions of one interface',
      [x, 'a:b/x@2.0.0'],
      { one: { [x]: addOne }, ten: { 'a:b/x@2.0.0': timesTen } },
      ['a:b'],
      40,
    ],
    [
      'two versions of one interface, of several',
      [x, 'a:b/x@2.0.0', 'c:d/z@1.0.0'],
      { one: { [x]: addOne }, ten: { 'a:b/x@2.0.0': timesTen }, z: { 'c:d/z@1.0.0': addOne } },
      ['a:b', 'c:d/z@1.0.0'],
      41,
    ],
    [
      'with a version and without',
      ['a:b/x', x],
      { u: { 'a:b/x': addOne }, v: { [x]: timesTen } },
      ['a:b'],
      40,
    ],
    [
      'a chain beside another interface',
      [x, y],
      { one: { [x]: addOne }, ten: { [x]: timesTen, [y]: addOne } },
      ['a:b@1.0.0'],
      41,
    ],
  ]
  test.each(cases)('%s', async (_, imports, components, keys, expected) => {
    const app = await smallApp(await callerOf(...imports))
    const parts: Record<string, Uint8Array> = {}
    for (const [name, interfaces] of Object.entries(components)) parts[name] = await counters(interfaces)
    const plugged = await composeInto(app, parts)
    const named = await composeInto(app, parts, { mode })
    expect(await resultOf(plugged.path, 3)).toBe(expected)
    expect(await resultOf(named.path, 3)).toBe(expected)
    expect(await keysOf(named.path)).toEqual(keys)
    expect(named.components[0]?.connections).toEqual(plugged.components[0]?.connections)
    expect(named.components[0]?.openImports).toEqual(plugged.components[0]?.openImports)
  })

  test('and one interface keeps its own key, and the component its bytes', async () => {
    const one = await counters({ [x]: addOne, [y]: addOne })
    const { path, components } = await composeInto(await smallApp(await callerOf(x)), { one }, { mode })
    expect(await keysOf(path)).toEqual([x])
    expect(await readFile(join(path, 'dependencies/one.wasm'))).toEqual(Buffer.from(one))
    expect(components[0]?.document).toBeNull()
  })
})

describe('what a key would say too is refused', () => {
  test.each([
    [
      'another interface of the package',
      [x, y, 'a:b/z@1.0.0'],
      { [x]: addOne, [y]: addOne },
      'a:b@1.0.0',
      'a:b/z@1.0.0',
    ],
    ['a version beside none', ['a:b/x', 'a:b/w', y], { 'a:b/x': addOne, 'a:b/w': addOne }, 'a:b', y],
  ] as const)('%s', async (_, imports, exports, key, more) => {
    const one = await counters(exports)
    const app = await smallApp(await callerOf(...imports))
    await expect(composeInto(app, { one }, { mode })).rejects.toMatchObject({
      code: 'manifest-invalid',
      item: `component.web.dependencies.${key}`,
      message: expect.stringMatching(`one would satisfy .* for ${more} too`),
      hint: expect.stringContaining('plug'),
    })
  })

  test('a key of the package that is there', async () => {
    const app = await folderOf({
      'spin.toml': `${manifestText()}[component.web.dependencies]\n"${x}" = { path = "x.wasm" }\n`,
      'web.wasm': await callerOf(x, y),
      'x.wasm': await counters({ [x]: addOne }),
    })
    const ten = await counters({ [y]: timesTen })
    await expect(composeInto(app, { ten }, { mode })).rejects.toMatchObject({
      code: 'manifest-invalid',
      message: expect.stringMatching(`ten would satisfy ${y}, and ${x} is a dependency of a:b already`),
      hint: expect.stringContaining('plug'),
    })
    expect((await composeInto(app, { ten })).components).toHaveLength(1)
  })
})

test('a plain name is its own key, and not that of the component', async () => {
  const one = await counters({ calc: addOne, web: addOne })
  const { path } = await composeInto(await smallApp(await callerOf('calc')), { one }, { mode })
  expect(await keysOf(path)).toEqual(['calc'])
  await expect(composeInto(await smallApp(await callerOf('web')), { one }, { mode })).rejects.toMatchObject({
    code: 'manifest-invalid',
    item: 'component.web.dependencies.web',
  })
})

describe('one instance is not made two', () => {
  const z = 'c:d/z@1.0.0'

  test('of a component', async () => {
    const state = await counters({ [x]: keep, [z]: recall })
    const app = await smallApp(await callerOf(x, z))
    await expect(composeInto(app, { state }, { mode })).rejects.toMatchObject({
      code: 'compose-failed',
      item: 'state',
      message: expect.stringMatching(`${x}, ${z} of web`),
      hint: expect.stringContaining('plug'),
    })
    expect(await resultOf((await composeInto(app, { state })).path, 3)).toBe(3)
  })

  test('but types have none', async () => {
    const types = '(type $own (enum "x")) (export "e" (type (eq $own)))'
    const app = await parseWat(`(component
      (import "t:t/types@1.0.0" (instance ${types}))
      (import "${x}" (instance (export "f" (func (result u32))))) ${run})`)
    const both = await parseWat(`(component
      (core module $m (func (export "f") (result i32) i32.const 7))
      (core instance $i (instantiate $m))
      (func $f (result u32) (canon lift (core func $i "f")))
      (instance $iface (export "f" (func $f))) (export "${x}" (instance $iface))
      (type $own (enum "x")) (instance $types (export "e" (type $own))) (export "t:t/types@1.0.0" (instance $types)))`)
    const { path } = await composeInto(await smallApp(app), { both }, { mode })
    expect((await keysOf(path)).toSorted()).toEqual([x, 't:t/types@1.0.0'])
    expect((await readSpinApp(path)).components).toHaveLength(1)
  })
})

test('what would not load is not written', async () => {
  const resource = '(export "r" (type (sub resource)))'
  const app = await parseWat(`(component
    (import "a:b/types@1.0.0" (instance $t ${resource}))
    (alias export $t "r" (type $r))
    (import "a:b/iface@1.0.0" (instance (export "r" (type (eq $r))) (export "f" (func (result (own $r))))))
    ${run})`)
  const types = await parseWat(`(component (type $r (resource (rep i32)))
    (instance $t (export "r" (type $r))) (export "a:b/types@1.0.0" (instance $t)))`)
  await expect(composeInto(await smallApp(app), { types }, { mode })).rejects.toMatchObject({
    code: 'compose-failed',
    message: expect.stringMatching('web cannot be composed with its dependencies a:b/types@1.0.0: .*iface'),
  })
})

describe('dependencies that are there get what they got', () => {
  const old = 'd:e/k@1.0.0'
  async function dependent(key: string): Promise<string> {
    return folderOf({
      'spin.toml': `${manifestText()}[component.web.dependencies]\n"${key}" = { path = "k.wasm" }\n`,
      'web.wasm': await socketOf(x, old),
      'k.wasm': await plugOf('u32', old),
    })
  }
  const importing = (name: string) =>
    parseWat(`(component (import "${name}" (instance $in (export "f" (func (result u32)))))
      (alias export $in "f" (func $f)) (instance $e (export "f" (func $f))) (export "${x}" (instance $e)))`)

  test.each([
    ['a compatible version', old, 'd:e/k@1.2.0', `${old}, and the import ${old} for that became d:e/k@1.2.0`],
    ['another interface', 'd:e', 'd:e/l@1.0.0', 'd:e,.*d:e/l@1.0.0 too'],
  ])('and not %s', async (_, key, imported, message) => {
    const plug = await importing(imported)
    const policy = { allow: [imported] }
    await expect(composeInto(await dependent(key), { plug }, { policy })).rejects.toMatchObject({
      code: 'compose-failed',
      message: expect.stringMatching(message),
    })
  })

  test('also with a document', async () => {
    const document = `package my:own; let plug = new component:plug { ... };
export new app:web { "${x}": plug["${x}"], "${old}": plug["${old}"] }...;
`
    const plug = await plugOf('u32', x, old)
    await expect(composeInto(await dependent(old), { plug }, { document })).rejects.toMatchObject({
      code: 'compose-failed',
      message: expect.stringContaining(old),
    })
  })
})
