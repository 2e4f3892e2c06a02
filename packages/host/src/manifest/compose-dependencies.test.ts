import { inspectComponent, parseWat } from '@wasm-airlock/wac'
import { describe, expect, test } from 'vitest'
import { composeDependencies, type Dependency, needsGrant } from './compose-dependencies.ts'

/** A component that imports `f: func() -> u32` of interfaces, and exports the same of others. */
function componentOf(imports: readonly string[], exports: readonly string[]): Promise<Uint8Array> {
  return parseWat(`(component
    ${imports.map((name) => `(import "${name}" (instance (export "f" (func (result u32)))))`).join('\n')}
    (core module $m (func (export "f") (result i32) i32.const 7))
    (core instance $i (instantiate $m))
    (func $f (result u32) (canon lift (core func $i "f")))
    (instance $iface (export "f" (func $f)))
    ${exports.map((name) => `(export "${name}" (instance $iface))`).join('\n')})`)
}

async function compose(
  name: string,
  dependency: Uint8Array,
  more: Partial<Dependency> = {},
): Promise<string[]> {
  const web = await componentOf(['a:b/c@1.0.0', 'a:b/d@1.0.0'], ['x:y/z@1.0.0'])
  const dependencies = [{ name, component: dependency, inherits: false, ...more }]
  const composed = await inspectComponent(
    await composeDependencies('component.web.dependencies', web, dependencies),
  )
  expect(composed.exports.map((item) => item.name)).toEqual(['x:y/z@1.0.0'])
  return composed.imports.map((item) => item.name)
}

describe('a dependency', () => {
  test.each([['a:b/c@1.0.0'], ['a:b/c']])('satisfies the interface %s', async (name) => {
    expect(await compose(name, await componentOf([], ['a:b/c@1.0.0']))).toEqual(['a:b/d@1.0.0'])
  })

  test.each([['a:b@1.0.0'], ['a:b']])('satisfies the package %s', async (name) => {
    expect(await compose(name, await componentOf([], ['a:b/c@1.0.0', 'a:b/d@1.0.0']))).toEqual([])
  })

  test('may export it under another name', async () => {
    const dependency = await componentOf([], ['o:p/q@2.0.0'])
    expect(await compose('a:b/d', dependency, { export: 'o:p/q@2.0.0' })).toEqual(['a:b/c@1.0.0'])
  })

  test('brings its own imports where it inherits, or where they reach nothing', async () => {
    const greedy = await componentOf(['fermyon:spin/llm@2.0.0'], ['a:b/c@1.0.0'])
    expect(await compose('a:b/c', greedy, { inherits: true })).toContain('fermyon:spin/llm@2.0.0')
    const modest = await componentOf(['wasi:random/random@0.2.0'], ['a:b/c@1.0.0'])
    expect(await compose('a:b/c', modest)).toContain('wasi:random/random@0.2.0')
  })
})

test.each([
  ['wasi:io/streams@0.2.0', false],
  ['wasi:cli/terminal-stdout@0.2.9', false],
  ['wasi:cli/environment@0.2.0', true],
  ['wasi:http/outgoing-handler@0.2.3', true],
  ['fermyon:spin/variables@2.0.0', true],
  ['a:b/types@1.0.0', true],
])('an import of %s needs a grant: %s', (name, expected) => {
  const item = { name, kind: 'interface', functions: [] } as const
  expect(needsGrant(item)).toBe(expected)
  expect(needsGrant({ ...item, typesOnly: true })).toBe(false)
  expect(needsGrant({ ...item, kind: 'type' })).toBe(expected)
})

describe('a dependency with an interface of types', () => {
  const types = 'a:b/types@1.0.0'
  const using = (more: string) =>
    parseWat(`(component
      (import "${types}" (instance (type $own (enum "x")) (export "e" (type (eq $own))) ${more}))
      (core module $m (func (export "f") (result i32) i32.const 7))
      (core instance $i (instantiate $m))
      (func $f (result u32) (canon lift (core func $i "f")))
      (instance $iface (export "f" (func $f)))
      (export "a:b/c@1.0.0" (instance $iface)))`)

  test('and nothing else is accepted', async () => {
    expect(await compose('a:b/c', await using(''))).toContain(types)
  })

  test('and a resource is refused', async () => {
    const dependency = await using('(export "r" (type (sub resource)))')
    await expect(compose('a:b/c', dependency)).rejects.toMatchObject({ code: 'manifest-invalid' })
  })
})

describe('refused', () => {
  test.each([
    ['what would share the model', ['fermyon:spin/llm@2.0.0'], ['a:b/c@1.0.0'], 'a:b/c'],
    ['what would share the network', ['wasi:http/outgoing-handler@0.2.3'], ['a:b/c@1.0.0'], 'a:b/c'],
    ['what would share the environment', ['wasi:cli/environment@0.2.3'], ['a:b/c@1.0.0'], 'a:b/c'],
    ['what nothing imports', [], ['a:b/e@1.0.0'], 'a:b/e'],
    ['another version', [], ['a:b/c@2.0.0'], 'a:b/c@2.0.0'],
    ['what takes more than it was given', [], ['a:b/c@1.0.0', 'a:b/d@1.0.0'], 'a:b/c'],
  ])('%s', async (_, imports, exports, name) => {
    await expect(compose(name, await componentOf(imports, exports))).rejects.toMatchObject({
      code: 'manifest-invalid',
      item: `component.web.dependencies.${name}`,
    })
  })

  test('an export that is not there', async () => {
    await expect(
      compose('a:b/c', await componentOf([], ['a:b/c@1.0.0']), { export: 'o:p/q' }),
    ).rejects.toMatchObject({ code: 'plug-unmatched' })
  })
})
