import { createSandbox, readSpinApp } from '@wasm-airlock/host'
import { describe, expect, test } from 'vitest'
import type { ComposedApp, ComposeMode } from './options.ts'
import { composeInto, smallApp } from './testing/composing.ts'
import { addOne, handOn, offering, timesTen } from './testing/offering.ts'

const x = 'a:b/x@1.0.0'
const z = 'a:b/z@1.0.0'
const newer = 'a:b/z@1.2.0'
const modes: readonly ComposeMode[] = ['plug', 'spin-dependencies']

/** What `run` of the composed application makes of 3. */
async function answer({ path }: ComposedApp): Promise<unknown> {
  const [component] = (await readSpinApp(path)).components
  if (component === undefined) throw new Error('no component')
  await using sandbox = await createSandbox(component.component)
  return await sandbox.call('run', [3])
}

describe.each(modes)('in mode %s, two versions of one interface', (mode) => {
  test('get the exports of exactly those names', async () => {
    const run = 'local.get 0 call $in0-f call $in1-f'
    const app = await smallApp(await offering({ '': { run } }, { [z]: ['f'], [newer]: ['f'] }))
    const both = await offering({ [z]: { f: addOne }, [newer]: { f: timesTen } })
    expect(await answer(await composeInto(app, { both }, { mode }))).toBe(40)
    const one = await offering({ [newer]: { f: timesTen } })
    expect(await answer(await composeInto(app, { one }, { mode }))).toBe(300)
  })

  test('may have different functions, in a chain too', async () => {
    const run = 'local.get 0 call $in0-f call $in1-g'
    const app = await smallApp(await offering({ '': { run } }, { [z]: ['f'], [newer]: ['f', 'g'] }))
    const one = await offering({ [newer]: { f: addOne, g: timesTen } })
    expect(await answer(await composeInto(app, { one, two: one }, { mode }))).toBe(500)
    const both = await offering({ [z]: { f: addOne }, [newer]: { f: addOne, g: timesTen } })
    expect(await answer(await composeInto(app, { both }, { mode }))).toBe(40)
  })
})

test.each(modes)('in mode %s, those that share a chain may want different functions of it', async (mode) => {
  const run = 'local.get 0 call $in0-f call $in1-f'
  const app = await smallApp(await offering({ '': { run } }, { [x]: ['f'], [z]: ['f'] }))
  const components = {
    more: await offering({ [z]: { f: `${handOn} call $in0-g` } }, { [x]: ['f', 'g'] }),
    one: await offering({ [x]: { f: addOne, g: timesTen } }),
    two: await offering({ [x]: { f: addOne, g: addOne } }),
  }
  // The chain of `f` adds 2, that of `g` multiplies and adds 1.
  const composed = await composeInto(app, components, { mode })
  expect(await answer(composed)).toBe((3 + 2 + 2) * 10 + 1)
})
