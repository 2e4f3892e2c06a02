import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { maximumComponentBytes } from '@wasm-airlock/host'
import { inspectComponent } from '@wasm-airlock/wac'
import { beforeAll, describe, expect, test } from 'vitest'
import { readAppComponent, readAppFolder } from './app/read-app-folder.ts'
import { composeApp } from './compose-app.ts'
import { templatePath } from './template.ts'
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

let prompt: Uint8Array
beforeAll(async () => {
  prompt = await promptComponent()
})

describe('the template with a prompt component', () => {
  test('becomes an application folder that holds everything', async () => {
    const out = join(await temporaryFolder(), 'deep', 'app')
    const result = await composeApp(templatePath(), named({ same: prompt }), { out })
    expect(result).toMatchObject({
      path: out,
      name: 'prompt-app',
      mode: 'plug',
      components: [
        {
          id: 'prompt-app',
          connections: [{ plug: 'same', export: promptInterface, to: null, import: promptInterface }],
        },
      ],
    })
    const { openImports = [], document } = result.components[0] ?? {}
    expect(openImports).toContain('fermyon:spin/llm@2.0.0')
    expect(openImports).not.toContain(promptInterface)
    expect(document).toContain(`"${promptInterface}": same["${promptInterface}"]`)
    expect(Object.keys(await contentOf(out))).toEqual(['.airlock-app.json', 'dist/app.wasm', 'spin.toml'])
    expect(await readdir(dirname(out))).toEqual(['app'])

    const app = await readAppFolder(out)
    const [component] = app.components
    if (component === undefined) throw new Error('no component')
    const { invalid, imports, exports } = await inspectComponent(await readAppComponent(app, component))
    expect(invalid).toBeNull()
    expect(exports.map(({ name }) => name)).toEqual(['wasi:http/incoming-handler@0.2.3'])
    expect(imports.map(({ name }) => name).sort()).toEqual([...openImports].sort())

    const text = await readFile(join(out, 'spin.toml'), 'utf8')
    expect(text).toBe(await readFile(join(templatePath(), 'spin.toml'), 'utf8'))
    expect(`${text}${await readFile(join(out, '.airlock-app.json'), 'utf8')}`).not.toContain(dirname(out))
  })
})

describe('composing', () => {
  test('keeps the manifest byte for byte, and gives the same bytes again', async () => {
    const app = await smallApp(
      await socketOf('a:b/c@1.0.0'),
      'ai_models = ["m"] # one is enough',
      '[component.web.build]',
      'command = "false"',
      '[variables]',
      'key = { required = true }',
    )
    const plugs = named({ plug: await plugOf('u32', 'a:b/c@1.0.0') })
    const out = join(await temporaryFolder(), 'app')
    await composeApp(app, plugs, { out })
    expect(await readFile(join(out, 'spin.toml'), 'utf8')).toBe(
      await readFile(join(app, 'spin.toml'), 'utf8'),
    )
    const first = await contentOf(out)
    await composeApp(join(app, 'spin.toml'), plugs, { out })
    expect(await contentOf(out)).toEqual(first)
  })

  test('takes whatever name the file of the component has', async () => {
    const files = [['__proto__', await socketOf('a:b/c@1.0.0')] as const]
    const text = manifestText().replace('web.wasm', '__proto__')
    const app = await folderOf({ ...Object.fromEntries(files), 'spin.toml': text })
    const { path, components } = await composeInto(app, { plug: await plugOf('u32', 'a:b/c@1.0.0') })
    expect(components[0]?.openImports).toEqual([])
    const marker = JSON.parse(await readFile(join(path, '.airlock-app.json'), 'utf8'))
    expect(marker.composed).toMatchObject([{ file: '__proto__' }])
    expect(await readFile(join(path, '__proto__'))).not.toEqual(files[0]?.[1])
  })

  test('names what stays open', async () => {
    const app = await smallApp(await socketOf('a:b/c@1.0.0', 'a:b/d@1.0.0'))
    const { components } = await composeInto(app, { plug: await plugOf('u32', 'a:b/c@1.0.0') })
    expect(components[0]?.openImports).toEqual(['a:b/d@1.0.0'])
  })

  test('writes into an empty folder, and over what it wrote', async () => {
    const app = await smallApp(await socketOf('a:b/c@1.0.0'))
    const out = await temporaryFolder()
    await composeApp(app, named({ plug: await plugOf('u32', 'a:b/c@1.0.0') }), { out })
    await composeApp(templatePath(), named({ prompt }), { out })
    expect(Object.keys(await contentOf(out))).toEqual(['.airlock-app.json', 'dist/app.wasm', 'spin.toml'])
  })
})

describe('what the component itself imports', () => {
  const llm = 'fermyon:spin/llm@2.0.0'
  const outgoing = 'wasi:http/outgoing-handler@0.2.3'

  test('is refused by default, although the application imports it too', async () => {
    const app = await smallApp(await socketOf('a:b/c@1.0.0', llm, outgoing))
    const component = await greedyPlugOf('a:b/c@1.0.0', llm, outgoing)
    const parent = await temporaryFolder()
    const out = join(parent, 'app')
    const refused = composeApp(app, named({ greedy: component }), { out })
    await expect(refused).rejects.toMatchObject({
      code: 'import-not-granted',
      item: llm,
      message: expect.stringMatching(`greedy imports ${llm}, ${outgoing}:`),
      hint: expect.stringContaining(`allow = ["${llm}", "${outgoing}"]`),
      details: { findings: [{ args: { name: llm } }, { args: { name: outgoing } }] },
    })
    expect(await readdir(parent)).toEqual([])
  })

  test('is shared with the application where the policy allows it, each by itself', async () => {
    const app = await smallApp(await socketOf('a:b/c@1.0.0', llm))
    const component = await greedyPlugOf('a:b/c@1.0.0', llm, outgoing)
    const out = join(await temporaryFolder(), 'app')
    await expect(
      composeApp(app, named({ greedy: component }), { out, policy: { allow: [llm] } }),
    ).rejects.toMatchObject({
      code: 'import-not-granted',
      item: outgoing,
    })
    const policy = { allow: ['fermyon:spin/llm', 'wasi:http/*'] }
    const { components } = await composeApp(app, [{ name: 'greedy', component, policy }], { out })
    expect([...(components[0]?.openImports ?? [])].sort()).toEqual([llm, outgoing])
  })

  test('is measured with a policy that is one', async () => {
    const policy = { allow: ['wasi:'] }
    await expect(composeInto(templatePath(), { prompt }, { policy })).rejects.toMatchObject({
      code: 'policy-invalid',
    })
  })
})

describe('refused, and nothing is written', () => {
  test.each([
    ['a component that fits nothing', 'x:y/z@1.0.0', 'u32', 'plug-unmatched'],
    ['another version', 'a:b/c@2.0.0', 'u32', 'plug-unmatched'],
    ['another type', 'a:b/c@1.0.0', 's32', 'plug-unmatched'],
  ])('%s', async (_, name, type, code) => {
    const app = await smallApp(await socketOf('a:b/c@1.0.0'))
    const parent = await temporaryFolder()
    await expect(
      composeApp(app, named({ plug: await plugOf(type, name) }), { out: join(parent, 'app') }),
    ).rejects.toMatchObject({ code })
    expect(await readdir(parent)).toEqual([])
  })

  test.each(['fermyon:spin/llm@2.0.0', 'wasi:http/types@0.2.3', 'spin:key-value/key-value@3.0.0'])(
    'a component that would stand between the application and %s',
    async (host) => {
      const app = await smallApp(await socketOf('a:b/c@1.0.0', host))
      const parent = await temporaryFolder()
      const component = await plugOf('u32', 'a:b/c@1.0.0', host)
      await expect(
        composeApp(app, named({ liar: component }), { out: join(parent, 'app') }),
      ).rejects.toMatchObject({
        code: 'compose-failed',
        item: host,
        message: expect.stringContaining('liar'),
      })
      expect(await readdir(parent)).toEqual([])
    },
  )

  test('a component of which one export fits and another does not', async () => {
    const app = await smallApp(await socketOf('a:b/c@1.0.0', 'a:b/d@1.0.0'))
    const component = await plugOf('u32', 'a:b/c@1.0.0', 'a:b/d@2.0.0')
    await expect(composeInto(app, { plug: component })).rejects.toMatchObject({
      code: 'plug-unmatched',
      item: 'a:b/d@1.0.0',
    })
  })

  test('a core module, an empty file, an interrupted call', async () => {
    const parent = await temporaryFolder()
    const out = join(parent, 'app')
    for (const component of [new Uint8Array(), Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)]) {
      await expect(composeApp(templatePath(), named({ broken: component }), { out })).rejects.toMatchObject({
        code: 'component-malformed',
        item: 'broken',
      })
    }
    await expect(
      composeApp(templatePath(), named({ prompt }), { out, signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({
      code: 'aborted',
    })
    expect(await readdir(parent)).toEqual([])
  })

  test('a component that is too large, by itself or in the application', async () => {
    const parent = await temporaryFolder()
    const out = join(parent, 'app')
    const big = new Uint8Array(maximumComponentBytes + 1)
    await expect(composeApp(templatePath(), named({ big }), { out })).rejects.toMatchObject({
      code: 'input-too-large',
    })
    // A custom section named `x` that holds nothing but its size.
    const section = Buffer.alloc(maximumComponentBytes - prompt.length)
    const size = section.length - 6
    section.set([
      0,
      ...[0, 7, 14, 21, 28].map((bits, index) => ((size >> bits) & 127) | (index < 4 ? 128 : 0)),
    ])
    section.set([1, 0x78], 6)
    const component = Buffer.concat([prompt, section])
    await expect(composeApp(templatePath(), named({ padded: component }), { out })).rejects.toMatchObject({
      code: 'input-too-large',
      item: 'The composed prompt-app',
    })
    expect(await readdir(parent)).toEqual([])
  })

  test('a folder of somebody else, an own one with more in it, a file, a link', async () => {
    const app = await smallApp(await socketOf('a:b/c@1.0.0'))
    const plugs = named({ plug: await plugOf('u32', 'a:b/c@1.0.0') })
    const parent = await folderOf({ 'theirs/x': 'x', 'marked/.airlock-app.json': '{}', file: 'x' })
    await composeApp(app, plugs, { out: join(parent, 'ours') })
    await writeFile(join(parent, 'ours', 'runtime-config.toml'), '')
    await symlink('ours', join(parent, 'link'))
    await mkdir(join(parent, 'empty'))
    const before = await contentOf(join(parent, 'ours'))
    for (const name of ['theirs', 'marked', 'file', 'link', 'ours', 'file/below']) {
      await expect(composeApp(app, plugs, { out: join(parent, name) })).rejects.toMatchObject({
        code: 'output-unwritable',
        item: join(parent, name),
      })
    }
    expect(await contentOf(join(parent, 'ours'))).toEqual(before)
    expect((await readdir(parent)).sort()).toEqual(['empty', 'file', 'link', 'marked', 'ours', 'theirs'])
  })

  test('the application itself as the place to write', async () => {
    const app = await smallApp(await socketOf('a:b/c@1.0.0'))
    const before = await contentOf(app)
    await expect(
      composeApp(app, named({ plug: await plugOf('u32', 'a:b/c@1.0.0') }), { out: app }),
    ).rejects.toMatchObject({ code: 'output-unwritable' })
    expect(await contentOf(app)).toEqual(before)
  })

  test.skipIf(process.getuid?.() === 0)('a place that may not be written', async () => {
    const parent = await temporaryFolder()
    await chmod(parent, 0o500)
    await expect(
      composeApp(templatePath(), named({ prompt }), { out: join(parent, 'app') }),
    ).rejects.toMatchObject({
      code: 'output-unwritable',
    })
    await chmod(parent, 0o700)
  })

  test('the folder is as open as others', async () => {
    const app = await smallApp(await socketOf('a:b/c@1.0.0'))
    const parent = await temporaryFolder()
    const { path } = await composeApp(app, named({ plug: await plugOf('u32', 'a:b/c@1.0.0') }), {
      out: join(parent, 'a'),
    })
    await mkdir(join(parent, 'b'))
    expect((await stat(path)).mode).toBe((await stat(join(parent, 'b'))).mode)
  })
})
