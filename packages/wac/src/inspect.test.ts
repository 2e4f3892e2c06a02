import { describe, expect, it } from 'vitest'
import { nestedComponents } from './fixtures.ts'
import { encodeWit, inspectComponent, parseWat } from './index.ts'

const hostile = `"); process.exit(1); ("`
const quoted = hostile.replaceAll('"', '\\"')

describe('inspectComponent', () => {
  it('gives signatures with the names of their types', async () => {
    const component = await parseWat(`(component
      (import "test:dep/shapes@1.0.0" (instance
        (export "canvas" (type $canvas (sub resource)))
        (type $record (record (field "x" u32) (field "y" u32)))
        (export "point" (type $point (eq $record)))
        (type $list (list $point))
        (type $borrow (borrow $canvas))
        (type $own (own $canvas))
        (type $result (result $list (error string)))
        (type $option (option u8))
        (type $tuple (tuple $option char))
        (export "[constructor]canvas" (func (result $own)))
        (export "[method]canvas.draw" (func (param "self" $borrow) (param "at" $tuple) (result $result)))))
      (import "now" (func (result u64))))`)
    const { kind, invalid, exceeded, imports, exports } = await inspectComponent(component)
    expect({ kind, invalid, exceeded, exports }).toEqual({
      kind: 'component',
      invalid: null,
      exceeded: null,
      exports: [],
    })
    expect(imports).toEqual([
      {
        name: 'test:dep/shapes@1.0.0',
        kind: 'interface',
        type: 0,
        functions: [
          { name: '[constructor]canvas', params: [], result: 'canvas' },
          {
            name: '[method]canvas.draw',
            params: [
              { name: 'self', type: 'borrow<canvas>' },
              { name: 'at', type: 'tuple<option<u8>, char>' },
            ],
            result: 'result<list<point>, string>',
          },
        ],
      },
      {
        name: 'now',
        kind: 'function',
        type: expect.any(Number),
        functions: [{ name: 'now', params: [], result: 'u64' }],
      },
    ])
  })

  it('finds names and memories of nested modules and components', async () => {
    const component = await parseWat(`(component
      (core module (import "${quoted}" "a" (func)) (memory (export "memory") 1 3))
      (component
        (import "inner" (func))
        (core module)
        (core module (func (export "${quoted}")) (memory 2))))`)
    const { names, memories, modules, components } = await inspectComponent(component)
    expect({ modules, components }).toEqual({ modules: 3, components: 1 })
    expect(names).toEqual([
      { where: 'module 0', kind: 'import-module', name: hostile },
      { where: 'module 0', kind: 'import-name', name: 'a' },
      { where: 'module 0', kind: 'export', name: 'memory' },
      { where: 'component 0', kind: 'component-import', name: 'inner' },
      { where: 'component 0 / module 1', kind: 'export', name: hostile },
    ])
    expect(memories).toEqual([
      { where: 'module 0', minimumPages: 1, maximumPages: 3 },
      { where: 'component 0 / module 1', minimumPages: 2, maximumPages: null },
    ])
  })

  it('finds names that a component hands to its core modules', async () => {
    const component = await parseWat(`(component
      (core module $m (func (export "f")))
      (core instance $made (instantiate $m))
      (core instance $given (export "${quoted}" (func $made "f"))))`)
    const { names } = await inspectComponent(component)
    expect(names).toContainEqual({ where: 'component', kind: 'import-name', name: hostile })
  })

  it('reads the producers of the outermost level alone, however large it is', async () => {
    const producers = (tool: string) => `(@producers (language "${tool}" "${'1'.repeat(2000)}"))`
    const module = (tool: string) =>
      `module ${producers(tool)} (memory 2) (data (i32.const 0) "${'a'.repeat(70_000)}")`
    const language = (tool: string) => ({ language: { [tool]: '1'.repeat(2000) } })
    const alone = await inspectComponent(await parseWat(`(${module('A')})`))
    expect(alone).toMatchObject({ kind: 'core-module', invalid: null })
    expect(alone.producers).toEqual(language('A'))
    const inside = `(component ${producers('B')} (core ${module('A')}))`
    expect((await inspectComponent(await parseWat(inside))).producers).toEqual(language('B'))
  })

  it('says what is not a component', async () => {
    const none = { imports: [], exports: [], names: [], modules: 0, components: 0, memories: [] }
    expect(await inspectComponent(new Uint8Array())).toMatchObject({
      ...none,
      kind: 'not-wasm',
      invalid: { reason: 'the file is empty' },
    })
    const text = new TextEncoder().encode('def before(): pass')
    expect(await inspectComponent(text)).toMatchObject({ ...none, kind: 'not-wasm', invalid: { offset: 0 } })
    const half = new Uint8Array([0, 0x61, 0x73, 0x6d, 0x0d])
    expect(await inspectComponent(half)).toMatchObject({ ...none, kind: 'not-wasm' })
    expect(await inspectComponent(await parseWat('(module (func (export "f")))'))).toMatchObject({
      kind: 'core-module',
      invalid: null,
      names: [{ where: 'module', kind: 'export', name: 'f' }],
    })
    const wit = await encodeWit({ 'a.wit': 'package a:b; interface i { f: func(); }' })
    expect(await inspectComponent(wit)).toMatchObject({ kind: 'wit-package', invalid: null })
  })

  it('keeps what it could read of a broken component', async () => {
    const component = await parseWat(`(component
      (import "test:dep/a" (instance (export "f" (func))))
      (core module (import "env" "f" (func)) (memory 1)))`)
    const truncated = await inspectComponent(component.slice(0, component.length - 4))
    expect(truncated).toMatchObject({
      kind: 'component',
      invalid: { reason: expect.stringContaining('end') },
      imports: [{ name: 'test:dep/a', kind: 'interface', functions: [], type: null }],
      types: [],
    })
    expect(truncated.names).toContainEqual({ where: 'module 0', kind: 'import-module', name: 'env' })
  })

  it('finds a function body that is not valid', async () => {
    const component = await parseWat('(component (core module (func (result i32) i32.const 7)))')
    component[component.indexOf(0x41)] = 0x1a
    const { kind, invalid } = await inspectComponent(component)
    expect(kind).toBe('component')
    expect(invalid?.reason).toMatch(/type mismatch|unknown|expected/)
  })

  it('is not hurt by nesting or by types that explode', async () => {
    expect(await inspectComponent(nestedComponents(50_000))).toMatchObject({
      invalid: { reason: 'components are nested more than 64 deep' },
    })
    const types = Array.from({ length: 14 }, (_, n) => `(type $t${n + 1} (tuple $t${n} $t${n}))`)
    const exploding = await parseWat(
      `(component (type $t0 (tuple u8 u8)) ${types.join('')} (import "f" (func (param "a" $t14))))`,
    )
    const { imports } = await inspectComponent(exploding)
    expect(imports[0]?.functions[0]?.params[0]?.type).toMatch(/^tuple<.{4000,4200}…$/)
  })

  it('stops reading at a limit, and says at which', async () => {
    const exports = Array.from({ length: 100_001 }, (_, index) => `(export "${index}" (func 0))`)
    const component = await parseWat(`(component (core module (func) ${exports.join('')}))`)
    const { kind, invalid, exceeded, names } = await inspectComponent(component)
    expect({ kind, exceeded }).toEqual({
      kind: 'component',
      exceeded: { what: 'names of imports and exports', limit: 100_000, actual: 100_001 },
    })
    expect(invalid).toMatchObject({ reason: expect.stringContaining('names of imports and exports: 100001') })
    expect(names).toHaveLength(100_000)
  })
})

describe('inspectComponent without bodies', () => {
  const bodies = false

  it('says the same of what is valid', async () => {
    const component = await parseWat(`(component
      (import "a:b/c" (instance (export "f" (func (param "x" (list string))))))
      (core module (memory 1) (func (export "g") (result i32) i32.const 7)
        (data (i32.const 0) "${'a'.repeat(5000)}")))`)
    expect(await inspectComponent(component, { bodies })).toEqual(await inspectComponent(component))
  })

  it('does not look into bodies', async () => {
    const component = await parseWat('(component (core module (func (result i32) i32.const 7)))')
    component[component.indexOf(0x41)] = 0x1a
    expect(await inspectComponent(component, { bodies })).toMatchObject({ kind: 'component', invalid: null })
  })

  it('says where in the whole anything else is wrong', async () => {
    const noise = `(func ${'nop '.repeat(3000)})`
    const component = await parseWat(`(component
      (core module ${noise}) (core module $m ${noise} (func (export "q") (param i32)) ${noise})
      (core instance $i (instantiate $m))
      (alias core export $i "q" (core func $f)))`)
    // The name that the alias asks for, behind all that is left out.
    component[component.lastIndexOf(0x71)] = 0x72
    const whole = await inspectComponent(component)
    expect(whole.invalid?.offset).toBeGreaterThan(6000)
    expect(await inspectComponent(component, { bodies })).toEqual(whole)
  })

  it('answers for what cannot be read', async () => {
    for (const bytes of [new Uint8Array(), Uint8Array.of(0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0, 1, 9, 0)]) {
      expect(await inspectComponent(bytes, { bodies })).toEqual(await inspectComponent(bytes))
    }
    await expect(inspectComponent(new Uint8Array(), { body: false } as object)).rejects.toMatchObject({
      code: 'usage-invalid',
      item: 'options.body',
    })
  })
})
