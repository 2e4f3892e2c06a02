import { join } from 'node:path'
import { parseWat } from '@wasm-airlock/wac'
import { describe, expect, test } from 'vitest'
import { composeApp } from './compose-app.ts'
import type { ComposeMode } from './options.ts'
import { composeInto, contentOf, named, smallApp } from './testing/composing.ts'
import {
  folderOf,
  greedyPlugOf,
  manifestText,
  plugOf,
  promptComponent,
  promptInterface,
  socketOf,
  temporaryFolder,
} from './testing/fixtures.ts'
import { handOn, offering, timesTen } from './testing/offering.ts'

const c = 'a:b/c@1.0.0'
const d = 'a:b/d@1.0.0'
const modes: readonly ComposeMode[] = ['plug', 'spin-dependencies']

describe.each(modes)('in mode %s, what does not fit is named on both sides', (mode) => {
  test('nothing fits', async () => {
    const app = await smallApp(await socketOf(c))
    await expect(
      composeInto(app, { plug: await plugOf('u32', 'x:y/z@1.0.0') }, { mode }),
    ).rejects.toMatchObject({
      code: 'plug-unmatched',
      item: 'plug',
      message: expect.stringMatching(`plug fits nothing of web-app: it exports x:y/z@1.0.0, .* ${c}`),
      details: { openImports: [c], exports: { plug: ['x:y/z@1.0.0'] } },
    })
  })

  test('a component that exports nothing', async () => {
    const app = await smallApp(await socketOf(c))
    await expect(composeInto(app, { idle: await parseWat('(component)') }, { mode })).rejects.toMatchObject({
      code: 'plug-unmatched',
      message: expect.stringContaining('it exports nothing'),
    })
  })

  test('the version, or the spelling', async () => {
    const app = await smallApp(await socketOf(c, 'a:b/two-words@1.0.0'))
    const components = {
      newer: await plugOf('u32', 'a:b/c@2.0.0'),
      joined: await plugOf('u32', 'a:b/twowords@1.0.0'),
    }
    await expect(composeInto(app, components, { mode })).rejects.toMatchObject({
      code: 'plug-unmatched',
      item: c,
      message: expect.stringMatching(`${c}.* a:b/c@2.0.0, .*two-words@1.0.0.*twowords@1.0.0`),
      details: {
        nearMisses: [
          { plug: 'newer', export: 'a:b/c@2.0.0', to: 'web', import: c, kind: 'version' },
          { plug: 'joined', kind: 'case' },
        ],
      },
    })
  })

  test('all differences of all components at once', async () => {
    const app = await smallApp(await socketOf(c, d))
    const components = { signed: await plugOf('s32', c, d), text: await plugOf('u8', c) }
    await expect(composeInto(app, components, { mode })).rejects.toMatchObject({
      code: 'plug-unmatched',
      message: expect.stringMatching(/signed does not fit.*; signed does not fit.*; text does not fit/),
      details: {
        findings: [
          { code: 'world-type-mismatch', args: { name: c, world: 'app:web/imports' } },
          { code: 'world-type-mismatch', args: { name: d } },
          { code: 'world-type-mismatch', args: { name: c } },
        ],
      },
    })
  })

  test('an application without components, and with a component that is no component', async () => {
    const manifest = `spin_manifest_version = 2
application = { name = "static" }
[[trigger.http]]
route = "/"
static_response = { status_code = 204 }
`
    const folder = await folderOf({ 'spin.toml': manifest })
    const core = await smallApp(await parseWat('(module)'))
    for (const app of [folder, core]) {
      await expect(composeInto(app, { plug: await plugOf('u32', c) }, { mode })).rejects.toMatchObject({
        code: 'plug-unmatched',
        message: expect.stringContaining('open there is nothing'),
      })
    }
  })

  test('a component on the network', async () => {
    const remote = '{ url = "https://example.com/x.wasm", digest = "sha256:00" }'
    const manifest = `${manifestText()}[component.far]\nsource = ${remote}\n`
    const app = await folderOf({ 'spin.toml': manifest, 'web.wasm': await socketOf(c) })
    const far = await plugOf('u32', d)
    const refused = { code: 'manifest-invalid', item: 'far' }
    await expect(composeInto(app, { far }, { mode })).rejects.toMatchObject(refused)
    const component = await plugOf('u32', c)
    const out = join(await temporaryFolder(), 'out')
    const into = [{ name: 'plug', component, into: 'far' }]
    await expect(composeApp(app, into, { out, mode })).rejects.toMatchObject(refused)
    // It is in nobody's way where it is not meant.
    expect((await composeInto(app, { plug: component }, { mode })).components[0]?.id).toBe('web')
  })

  test('a place that there is not', async () => {
    const app = await smallApp(await socketOf(c))
    const components = [{ name: 'plug', component: await plugOf('u32', c), into: 'wbe' }]
    await expect(
      composeApp(app, components, { out: join(await temporaryFolder(), 'out'), mode }),
    ).rejects.toMatchObject({ code: 'usage-invalid', item: 'wbe', hint: expect.stringContaining('web') })
  })

  test('a dependency that is there satisfies its import', async () => {
    for (const key of [c, 'a:b', 'a:b@1.0.0', 'a:b/c']) {
      const app = await folderOf({
        'spin.toml': `${manifestText()}[component.web.dependencies]\n"${key}" = { path = "c.wasm" }\n`,
        'web.wasm': await socketOf(c),
        'c.wasm': await plugOf('u32', c),
      })
      await expect(composeInto(app, { plug: await plugOf('u32', c) }, { mode })).rejects.toMatchObject({
        code: 'plug-unmatched',
        message: expect.stringContaining(`component.web.dependencies."${key}" satisfies ${c} already`),
        hint: expect.stringContaining('out of its dependencies'),
      })
    }
  })

  test('each function that differs, by who imports it', async () => {
    const names = ['before', 'after', 'last']
    const app = await smallApp(await offering({ '': { run: 'local.get 0' } }, { [c]: names }))
    const plug = await parseWat(`(component
      (core module $m (func (export "f") (param i64) (result i32) i32.const 7))
      (core instance $i (instantiate $m))
      (func $before (param "x" u64) (result u32) (canon lift (core func $i "f")))
      (func $last (param "y" s64) (result u32) (canon lift (core func $i "f")))
      (instance $iface (export "before" (func $before)) (export "last" (func $last)))
      (export "${c}" (instance $iface)))`)
    const error = await composeInto(app, { plug }, { mode }).catch((thrown) => thrown)
    const sentences = String(error.message).split('; ')
    expect(sentences).toHaveLength(3)
    expect(sentences[0]).toMatch(
      `plug does not fit web-app: ${c} differs from what web imports: function before`,
    )
    expect(error.message).toMatch(/function after: expected `func\(x: u32\) -> u32`, found nothing/)
    expect(error.message).toMatch(
      /function last: expected `func\(x: u32\) -> u32`, found `func\(y: s64\) -> u32`/,
    )
    expect(error.message).not.toContain('imports/')
    expect(error.message).not.toContain('world')
  })

  test('a version that only looks compatible, and what componentize-py leaves over', async () => {
    const app = await smallApp(await socketOf('a:b/c@0.0.1'))
    await expect(
      composeInto(app, { plug: await plugOf('u32', 'a:b/c@0.0.1+x') }, { mode }),
    ).rejects.toMatchObject({
      message: expect.stringMatching(/exports a:b\/c@0.0.1\+x, whose version is not compatible/),
    })
    const prompt = composeInto(app, { prompt: await promptComponent() }, { mode })
    await expect(prompt).rejects.toMatchObject({
      message: expect.stringMatching(`it exports ${promptInterface}, and open there is`),
    })
  })

  test('a trigger of a component that there is not', async () => {
    const manifest = manifestText().replace('component = "web"', 'component = "wbe"')
    const app = await folderOf({ 'spin.toml': manifest, 'web.wasm': await socketOf(c) })
    const parent = await temporaryFolder()
    const composing = composeApp(app, named({ plug: await plugOf('u32', c) }), {
      out: join(parent, 'out'),
      mode,
    })
    await expect(composing).rejects.toMatchObject({
      code: 'manifest-invalid',
      item: 'trigger.http.0.component',
      message: expect.stringContaining('there is no component wbe'),
    })
    expect(await contentOf(parent)).toEqual({})
  })

  test('an import that nobody exports', async () => {
    const app = await smallApp(await socketOf(c))
    const plug = await greedyPlugOf(c, d)
    await expect(composeInto(app, { plug }, { mode })).rejects.toMatchObject({
      code: 'import-not-granted',
      item: d,
      message: `plug imports ${d}, which no component here exports.`,
      hint: `Hand in a component that exports ${d}, or build it without.`,
    })
  })

  test('an interrupted composition changes nothing', async () => {
    const app = await smallApp(await socketOf(c))
    const before = await contentOf(app)
    const parent = await temporaryFolder()
    const controller = new AbortController()
    const composing = composeApp(app, named({ plug: await plugOf('u32', c) }), {
      out: join(parent, 'out'),
      mode,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    })
    await expect(composing).rejects.toMatchObject({ code: 'aborted' })
    expect(await contentOf(parent)).toEqual({})
    expect(await contentOf(app)).toEqual(before)
  })
})

test('a hint about imports is a policy that helps', async () => {
  const app = await smallApp(await socketOf(c))
  const names = (count: number) => Array.from({ length: count }, (_, index) => `wasi:x${index}/y@1.0.0`)
  const few = names(25)
  const hint = `Build it without, or share that with it by the policy: allow = [${few.map((name) => `"${name}"`).join(', ')}]`
  await expect(composeInto(app, { plug: await greedyPlugOf(c, ...few) })).rejects.toMatchObject({
    code: 'import-not-granted',
    hint,
  })
  const plug = await greedyPlugOf(c, ...names(200))
  await expect(composeInto(app, { plug })).rejects.toMatchObject({
    hint: expect.stringContaining('`airlock policy suggest`'),
  })
  await expect(
    composeInto(app, { plug: await greedyPlugOf(c, ...few) }, { mode: 'spin-dependencies' }),
  ).rejects.toMatchObject({ hint: expect.not.stringContaining('policy') })
})

describe('names', () => {
  test.each(['Pirate', 'two words', '', '2nd', 'a--b', 'x"; import', '../x', 'a'.repeat(101)])(
    'no component is called %j',
    async (name) => {
      const app = await smallApp(await socketOf(c))
      await expect(composeInto(app, { [name]: await plugOf('u32', c) })).rejects.toMatchObject({
        code: 'usage-invalid',
        item: name,
      })
    },
  )

  test('are given once, and to somebody', async () => {
    const app = await smallApp(await socketOf(c))
    const component = await plugOf('u32', c)
    const out = join(await temporaryFolder(), 'out')
    const twice = [
      { name: 'plug', component },
      { name: 'plug', component },
    ]
    await expect(composeApp(app, twice, { out })).rejects.toMatchObject({
      code: 'usage-invalid',
      item: 'plug',
    })
    await expect(composeApp(app, [], { out })).rejects.toMatchObject({ code: 'usage-invalid' })
  })
})

test('an interface that both import with different types is refused by name', async () => {
  const shared = 'a:b/shared@1.0.0'
  const app = await smallApp(await socketOf(c, shared))
  const plug = await parseWat(`(component
    (import "${shared}" (instance (export "f" (func (result string)))))
    (core module $m (func (export "f") (result i32) i32.const 7))
    (core instance $i (instantiate $m))
    (func $f (result u32) (canon lift (core func $i "f")))
    (instance $iface (export "f" (func $f)))
    (export "${c}" (instance $iface)))`)
  await expect(composeInto(app, { plug }, { policy: { allow: [shared] } })).rejects.toMatchObject({
    code: 'compose-failed',
    message: expect.stringMatching(/component:plug.*app:web|app:web.*component:plug/s),
  })
  await expect(composeInto(app, { plug })).rejects.toMatchObject({ code: 'import-not-granted', item: shared })
})

test('a function that is imported by its plain name is connected, and its type is checked', async () => {
  const socket = await parseWat(`(component (import "answer" (func $answer (result u32)))
    (core func $low (canon lower (func $answer)))
    (core module $m (import "x" "y" (func $f (result i32))) (func (export "run") (result i32) call $f))
    (core instance $i (instantiate $m (with "x" (instance (export "y" (func $low))))))
    (func $run (result u32) (canon lift (core func $i "run")))
    (export "run" (func $run)))`)
  const plug = (type: string) =>
    parseWat(`(component (core module $m (func (export "f") (result i32) i32.const 7))
      (core instance $i (instantiate $m))
      (func $f (result ${type}) (canon lift (core func $i "f")))
      (export "answer" (func $f)))`)
  const app = await smallApp(socket)
  const { components } = await composeInto(app, { plug: await plug('u32') })
  expect(components[0]).toMatchObject({
    openImports: [],
    connections: [{ plug: 'plug', export: 'answer', to: null, import: 'answer' }],
  })
  await expect(composeInto(app, { plug: await plug('char') })).rejects.toMatchObject({
    code: 'compose-failed',
  })
})

test('random bytes are no component', async () => {
  const app = await smallApp(await socketOf(c))
  let state = 1
  for (let round = 0; round < 50; round += 1) {
    const bytes = Uint8Array.from({ length: round * 7 }, () => {
      state = (state * 1103515245 + 12345) % 2 ** 31
      return state >> 16
    })
    if (round % 2 === 0) bytes.set([0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0].slice(0, bytes.length))
    // Eight bytes are the whole of an empty component.
    const code = expect.stringMatching(/^(component-malformed|plug-unmatched)$/)
    await expect(composeInto(app, { noise: bytes })).rejects.toMatchObject({ code })
  }
})

test('many imports and exports take no time', async () => {
  const names = Array.from({ length: 900 }, (_, index) => `a:b/i${index}@1.0.0`)
  const app = await smallApp(await socketOf(c, ...names))
  const components = {
    plug: await greedyPlugOf(c, ...names.slice(0, 450)),
    wide: await plugOf('u32', ...names),
  }
  const {
    components: [web],
  } = await composeInto(app, components)
  expect(web?.openImports).toEqual([])
  expect(web?.connections).toHaveLength(1351)
})

test('a mode that is none', async () => {
  const app = await smallApp(await socketOf(c))
  const before = await contentOf(app)
  const plugs = named({ plug: await plugOf('u32', c) })
  const mode = 'spin-deps' as ComposeMode
  await expect(composeApp(app, plugs, { out: app, mode })).rejects.toMatchObject({
    code: 'usage-invalid',
    item: 'mode',
    hint: 'The modes are plug, spin-dependencies.',
  })
  expect(await contentOf(app)).toEqual(before)
})

test.each(modes)('in mode %s, one that feeds another and exports what the host has', async (mode) => {
  const clock = 'wasi:clocks/wall-clock@0.2.0'
  const app = await smallApp(await socketOf(c, clock))
  const components = {
    consumer: await offering({ [c]: { f: handOn } }, { [d]: ['f'] }),
    feeder: await offering({ [d]: { f: timesTen }, [clock]: { f: timesTen } }),
  }
  await expect(composeInto(app, components, { mode })).rejects.toMatchObject({
    code: 'compose-failed',
    item: clock,
    message: expect.stringContaining(`feeder exports ${clock}, which web gets from its host`),
  })
})
