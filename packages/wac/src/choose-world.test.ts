import { expect, it } from 'vitest'
import { chooseWorld, resolveWit } from './index.ts'

const worlds = {
  none: 'world none { import f: func(); }',
  one: 'world one { export f: func(); }',
  two: 'world two { export f: func(); }',
}
const resolve = (...names: readonly (keyof typeof worlds)[]) =>
  resolveWit({ 'w.wit': `package a:b;\n${names.map((name) => worlds[name]).join('\n')}\n` })

it.each([
  [['none'], undefined, 'none', true],
  [['none', 'one'], undefined, 'one', true],
  [['none', 'one'], 'one', 'one', true],
  [['none', 'one'], 'none', 'none', false],
  [['one', 'two'], 'two', 'two', false],
] as const)('of %j, where %s is wanted, chooses %s', async (names, wanted, name, isOnly) => {
  const resolution = await resolve(...names)
  const chosen = chooseWorld(resolution, wanted)
  expect(chosen).toMatchObject({ name, isOnly })
  expect(resolution.worlds[chosen.index]?.name).toBe(name)
})

it.each([
  [['one', 'two'], undefined],
  [['one'], 'two'],
  [[], undefined],
] as const)('of %j, where %s is wanted, knows none', async (names, wanted) => {
  const resolution = await resolve(...names)
  expect(() => chooseWorld(resolution, wanted)).toThrow(
    expect.objectContaining({ code: 'world-unknown', details: { worlds: names } }),
  )
})
