import { expect, it } from 'vitest'
import { nestedComponents } from './fixtures.ts'
import { inspectComponent, parseWat } from './index.ts'
import { buildSkeleton } from './skeleton.ts'
import { wrapBody } from './testing/body-module.ts'
import { callToolchain } from './toolchain.ts'

const all = { worth: 0 }

it('empties bodies, data and the custom sections of modules, at every depth', async () => {
  const module = `(core module $m (memory 1) (@custom "notes" "1234567")
    (func (export "f") (result i32) i32.const 1 i32.const 2 i32.add)
    (func (export "g") (drop (i64.const 7)))
    (data (i32.const 8) "abc") (data "defg"))`
  const component = await parseWat(`(component ${module} (component ${module}))`)
  const skeleton = buildSkeleton(component, all)
  expect(skeleton?.modules.map((one) => WebAssembly.validate(one as BufferSource))).toEqual([true, true])
  const text = await callToolchain('component-malformed', (toolchain) =>
    toolchain.printComponent(skeleton?.bytes ?? new Uint8Array()),
  )
  expect(text.match(/unreachable/g)).toHaveLength(4)
  expect(text).not.toMatch(/i32.add|i64.const|abc|defg|1234567/)
  expect(text.match(/\(export "[fg]"/g)).toHaveLength(4)
  expect(text.match(/@custom "notes"/g)).toHaveLength(2)
  expect((await inspectComponent(skeleton?.bytes ?? new Uint8Array())).invalid).toBeNull()
})

it('ends in a section with its number', async () => {
  const component = await parseWat('(component)')
  const ends = [0, 1, 300].map((mark) => buildSkeleton(component, { mark })?.bytes.slice(8))
  const section = (...number: number[]) =>
    Uint8Array.from([0, 9 + number.length, 8, ...new TextEncoder().encode('skeleton'), ...number])
  expect(ends).toEqual([section(0), section(1), section(0xac, 2)])
})

it('keeps as it is whatever is not framed as the specification has it', async () => {
  const whole = await parseWat('(component (core module (func (param i32) (result i32) local.get 0)))')
  const code = indexOf(whole, [10, 6, 1, 4, 0, 0x20, 0, 0x0b])
  for (const [at, value] of [
    [code + 2, 2], // one body more than there are
    [code + 3, 3], // a body that ends before the section does
    [code + 3, 5], // and one that ends behind it
  ] as const) {
    const changed = whole.slice()
    changed[at] = value
    expect(buildSkeleton(changed, all)?.bytes).toEqual(changed)
  }
  const truncated = whole.slice(0, code + 4)
  expect(buildSkeleton(truncated, all)).toBeUndefined()
})

it('does not read deeper than the Rust component', () => {
  const deep = nestedComponents(2000)
  expect(buildSkeleton(deep, all)).toMatchObject({ bytes: deep, modules: [] })
})

it.each([
  ['nothing', []],
  ['text', [0x28]],
  ['another version', [0, 0x61, 0x73, 0x6d, 2, 0, 1, 0]],
])('does nothing with %s', (_, bytes) => {
  expect(buildSkeleton(Uint8Array.from(bytes))).toBeUndefined()
})

it.each([
  // By the specification br_on_null leaves a reference, also in unreachable code; V8 lets it be a number.
  ['a null of any type', [0x00, 0xd5, 0x00, 0x50, 0x1a], /expected i64, found heap type/],
  // And a branch gives its label's types to what is on the stack; V8 lets it be of any, as it was.
  [
    'a branch in unreachable code',
    [0x00, 0x1b, 0x41, 0, 0x0d, 0, 0xa7, 0x1a],
    /expected i64, found externref/,
  ],
  // A block that leaves nothing, in two bytes instead of one.
  ['an overlong type', [0x02, 0xc0, 0x7f, 0x0b, 0xd0, 0x6f], /invalid function type/],
  // What leaves a loop is as wide as the loop says; V8 lets it be a reference to functions of one type.
  ['a reference out of a loop', [0x03, 0x70, 0xd2, 0, 0x0b, 0x10, 4, 0x1a, 0xd0, 0x6f], /found funcref/],
])('keeps a body on which V8 and wasmparser do not agree: %s', async (_, instructions, reason) => {
  const module = wrapBody({ body: [0, ...instructions, 0x0b], type: 2 })
  expect(WebAssembly.validate(module as BufferSource)).toBe(true)
  expect((await inspectComponent(module)).invalid?.reason).toMatch(reason)
  const kept = buildSkeleton(module, { ...all, keepRareBodies: true })?.bytes ?? new Uint8Array()
  expect((await inspectComponent(kept)).invalid?.reason).toMatch(reason)
})

it('empties the bodies around one that it keeps', async () => {
  const number = await parseWat('(module (func unreachable nop) (func nop nop nop nop))')
  const kept = buildSkeleton(number, { ...all, keepRareBodies: true })?.bytes
  expect(kept?.length).toBe(number.length - 3)
})

function indexOf(bytes: Uint8Array, part: readonly number[]): number {
  const at = bytes.findIndex((_, index) => part.every((byte, offset) => bytes[index + offset] === byte))
  expect(at).toBeGreaterThan(0)
  return at
}
