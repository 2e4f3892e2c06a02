import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { composeApp } from './compose-app.ts'
import type { ComposeMode } from './options.ts'
import { composeInto, smallApp } from './testing/composing.ts'
import { folderOf, manifestText, temporaryFolder } from './testing/fixtures.ts'
import { handOn, offering, timesTen } from './testing/offering.ts'

const x = 'a:b/x@1.0.0'
const y = 'a:b/y@1.0.0'
const z = 'a:b/z@1.0.0'
const modes: readonly ComposeMode[] = ['plug', 'spin-dependencies']

const importing = (name: string) => offering({ '': { run: handOn } }, { [name]: ['f'] })
const passing = (exported: string, imported: string) =>
  offering({ [exported]: { f: handOn } }, { [imported]: ['f'] })

describe.each(modes)('in mode %s, no component is left out in silence', (mode) => {
  test('of those that feed one another in a circle', async () => {
    const app = await smallApp(await importing(z))
    const circle = { first: await passing(x, y), second: await passing(y, x) }
    const fitting = await offering({ [z]: { f: timesTen } })
    for (const components of [circle, { ...circle, fitting }]) {
      await expect(composeInto(app, components, { mode })).rejects.toMatchObject({
        code: 'plug-cycle',
        details: { cycle: ['first', 'second', 'first'] },
      })
    }
  })

  test('of those that wrap one another, and nobody imports', async () => {
    const app = await smallApp(await importing(z))
    const wrapper = await passing(x, x)
    await expect(composeInto(app, { outer: wrapper, inner: wrapper }, { mode })).rejects.toMatchObject({
      code: 'plug-unmatched',
      item: 'outer',
      message: expect.stringMatching(
        /outer fits nothing of web-app: it exports .*; what inner .* nobody but outer, which goes nowhere/,
      ),
    })
  })

  test('of those that are to go elsewhere than whom they feed', async () => {
    const app = await folderOf({
      'spin.toml': `${manifestText()}[component.other]\nsource = "other.wasm"\n`,
      'web.wasm': await importing(z),
      'other.wasm': await importing(x),
    })
    const components = [
      { name: 'fed', component: await passing(z, y) },
      { name: 'feeder', component: await offering({ [y]: { f: timesTen } }), into: 'other' },
    ]
    const out = join(await temporaryFolder(), 'out')
    const policy = { allow: [y] }
    await expect(composeApp(app, components, { out, mode, policy })).rejects.toMatchObject({
      code: 'plug-unmatched',
      item: 'feeder',
      message: expect.stringMatching(
        /feeder is to go into other, and what .* nobody but fed, which goes into web/,
      ),
    })
  })
})
