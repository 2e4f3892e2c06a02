import { composeDocument, parseWat, plugComponents } from '@wasm-airlock/wac'
import { describe, expect, test } from 'vitest'
import { greedyPlugOf, plugOf, promptComponent, promptInterface, socketOf } from '../testing/fixtures.ts'
import { readContents } from './read-contents.ts'

const [c, d, host] = ['a:b/c@1.0.0', 'a:b/d@1.0.0', 'wasi:x/y@0.2.0']

describe('a composed component', () => {
  test('by a plug: its parts have numbers', async () => {
    const { component } = await plugComponents(await socketOf(c, d), [
      { name: 'pirate', component: await plugOf('u32', c) },
    ])
    expect(readContents(component)).toEqual({
      imports: [d],
      exports: [{ name: 'run', from: [{ from: 'part', part: 'component 1', export: 'run' }] }],
      parts: [
        { name: 'component 0', imports: [], exports: [{ name: c, from: [{ from: 'own' }] }], parts: [] },
        {
          name: 'component 1',
          imports: [
            { name: c, from: [{ from: 'part', part: 'component 0', export: c }] },
            { name: d, from: [{ from: 'import', name: d }] },
          ],
          exports: [{ name: 'run', from: [{ from: 'own' }] }],
          parts: [],
        },
      ],
      incomplete: null,
    })
  })

  test('by a document: its parts have the names of the document, and feed one another', async () => {
    const composed = await composeDocument(
      `package test:composition;
       let pirate = new component:pirate {};
       let mid = new component:mid { "${c}": pirate["${c}"], ... };
       let main = new app:web { "${c}": pirate["${c}"], "${d}": mid["${d}"], ... };
       export main...;`,
      {
        packages: {
          'component:pirate': await plugOf('u32', c),
          'component:mid': await greedyPlugOf(d, c, host),
          'app:web': await socketOf(c, d, host),
        },
      },
    )
    const { imports, exports, parts, incomplete } = readContents(composed)
    expect(incomplete).toBeNull()
    expect(imports).toEqual([host])
    expect(exports).toEqual([{ name: 'run', from: [{ from: 'part', part: 'main', export: 'run' }] }])
    expect(parts.map(({ name }) => name)).toEqual(['pirate', 'mid', 'main'])
    expect(parts[2]?.imports).toEqual(
      expect.arrayContaining([
        { name: c, from: [{ from: 'part', part: 'pirate', export: c }] },
        { name: d, from: [{ from: 'part', part: 'mid', export: d }] },
        { name: host, from: [{ from: 'import', name: host }] },
      ]),
    )
  })

  test('composed of composed ones', async () => {
    const inner = await plugComponents(await greedyPlugOf(d, c), [
      { name: 'x', component: await plugOf('u32', c) },
    ])
    const { component } = await plugComponents(await socketOf(d), [{ name: 'y', component: inner.component }])
    const [first, second] = readContents(component).parts
    expect(first?.parts.map(({ name }) => name)).toEqual(['component 0', 'component 1'])
    expect(first?.exports).toEqual([{ name: d, from: [{ from: 'part', part: 'component 1', export: d }] }])
    expect(second?.parts).toEqual([])
  })
})

test('an instance made of functions of several parts comes from all of them', async () => {
  const component = await parseWat(`(component
    (component $a (core module $m (func (export "f")))
      (core instance $i (instantiate $m))
      (func (export "f") (canon lift (core func $i "f"))))
    (instance $one (instantiate $a))
    (instance $two (instantiate $a))
    (instance $both (export "f" (func $one "f")) (export "g" (func $two "f")))
    (export "a:b/c" (instance $both)))`)
  expect(readContents(component).exports).toEqual([
    {
      name: 'a:b/c',
      from: [
        { from: 'part', part: 'one', export: 'f' },
        { from: 'part', part: 'two', export: 'f' },
      ],
    },
  ])
})

test('a component that is no composition is one, also where a toolchain wraps its exports', async () => {
  const wrapped = await parseWat(`(component
    (core module $m (func (export "f")))
    (core instance $i (instantiate $m))
    (func $f (canon lift (core func $i "f")))
    (component $shim (import "import-func-f" (func $f)) (export "f" (func $f)))
    (instance $shimmed (instantiate $shim (with "import-func-f" (func $f))))
    (component $names (import "function0" (func $f)) (export "f" (func $f)))
    (instance $wrapped (instantiate $names (with "function0" (func $shimmed "f"))))
    (export "a:b/c" (instance $wrapped)))`)
  expect(readContents(wrapped)).toEqual({
    imports: [],
    exports: [{ name: 'a:b/c', from: [{ from: 'own' }] }],
    parts: [],
    incomplete: null,
  })
  expect(readContents(await promptComponent())).toMatchObject({
    exports: [{ name: promptInterface }, { name: 'exports' }],
    parts: [],
  })
})

describe('hostile bytes', () => {
  test('end the reading, not the program', async () => {
    const { component } = await plugComponents(await socketOf(c, d), [
      { name: 'p', component: await plugOf('u32', c) },
    ])
    for (let length = 8; length < component.length; length += 1) {
      const { incomplete } = readContents(component.subarray(0, length))
      expect(incomplete === null || incomplete.length > 5).toBe(true)
    }
    for (let at = 8; at < component.length; at += 1) {
      for (const byte of [0x00, 0x01, 0x05, 0x7f, 0x80, 0xff]) {
        const changed = component.slice()
        changed[at] = byte
        readContents(changed)
      }
    }
  })

  test('that hold the same component in twice the instances at each depth', async () => {
    const deep = (depth: number): string =>
      depth === 0
        ? '(component (core module))'
        : `(component ${deep(depth - 1)} (instance (instantiate 0)) (instance (instantiate 0))
            (instance (instantiate 0)) (instance (instantiate 0)) (instance (instantiate 0)))`
    const { incomplete } = readContents(await parseWat(deep(12)))
    expect(incomplete).toContain('more than')
  })

  test('that nest components without end', async () => {
    let text = '(core module)'
    for (let depth = 0; depth < 30; depth += 1) text = `(component ${text})`
    expect(readContents(await parseWat(text)).incomplete).toContain('deep')
  })
})
