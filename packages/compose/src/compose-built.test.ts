import { appendFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { composeApp } from './compose-app.ts'
import { calculatingApp, calculator } from './testing/calculators.ts'
import { composeInto, contentOf, named, smallApp } from './testing/composing.ts'
import { temporaryFolder } from './testing/fixtures.ts'

const calc = 'a:b/calc@1.0.0'
let ten: Uint8Array
beforeAll(async () => {
  ten = await calculator(calc, 'timesTen')
})

describe('what a build leaves is what is composed', () => {
  const building = async (command: string, workdir = '.') =>
    smallApp(
      await calculatingApp(calc),
      '[component.web.build]',
      `command = ${JSON.stringify(command)}`,
      `workdir = ${JSON.stringify(workdir)}`,
    )

  test('a manifest that it changes', async () => {
    const app = await building(`echo '# built' >> spin.toml`)
    const { path } = await composeInto(app, { ten }, { build: true })
    expect(await readFile(join(path, 'spin.toml'), 'utf8')).toContain('# built')
    await composeApp(app, named({ ten }), { build: true, mode: 'spin-dependencies', out: app })
    expect(await readFile(join(app, 'spin.toml'), 'utf8')).toContain('# built\n# built')
  })

  test('a source that it moves', async () => {
    const app = await building('sed -i.old s/web.wasm/other.wasm/ spin.toml; mv web.wasm other.wasm')
    const { path } = await composeInto(app, { ten }, { build: true })
    expect(Object.keys(await contentOf(path))).toContain('other.wasm')
  })

  test('a document that it writes', async () => {
    const app = await building(`printf 'package a:b;' > compose.wac`)
    await expect(composeInto(app, { ten }, { build: true })).rejects.toMatchObject({
      code: 'document-invalid',
      item: 'compose.wac',
    })
  })

  test('a source that it does not leave, or a folder that is not there, is said to be so', async () => {
    await expect(composeInto(await building('rm web.wasm'), { ten }, { build: true })).rejects.toMatchObject({
      code: 'input-not-found',
      item: 'web.wasm',
      hint: expect.stringContaining('left no such file'),
    })
    const idle = await building('true')
    await appendFile(
      join(idle, 'spin.toml'),
      '[component.idle]\nsource = { url = "https://a.b/x", digest = "sha256:00" }\n[component.idle.dependencies]\n"a:b" = { path = "none.wasm" }\n',
    )
    await expect(composeInto(idle, { ten }, { build: true })).rejects.toMatchObject({
      code: 'input-not-found',
      item: 'none.wasm',
      hint: expect.stringContaining('left no such file'),
    })
    await expect(composeInto(await building('true', 'none'), { ten }, { build: true })).rejects.toMatchObject(
      {
        code: 'input-not-found',
        item: 'none',
        hint: expect.not.stringMatching(/build the application first/i),
      },
    )
  })
})

test('a folder of ours that somebody edited is not replaced', async () => {
  const app = await smallApp(await calculatingApp(calc))
  const out = join(await temporaryFolder(), 'out')
  for (const mode of ['plug', 'spin-dependencies'] as const) {
    await composeApp(app, named({ ten }), { mode, out })
    await composeApp(app, named({ ten }), { mode, out })
  }
  // In place of itself it is still ours.
  await composeApp(out, named({ ten }), { mode: 'spin-dependencies', out })
  await composeApp(app, named({ ten }), { mode: 'spin-dependencies', out })
  await appendFile(join(out, 'spin.toml'), '# mine\n')
  await composeApp(out, named({ ten }), { mode: 'spin-dependencies', out })
  const before = await contentOf(out)
  await expect(composeApp(app, named({ ten }), { out })).rejects.toMatchObject({
    code: 'output-unwritable',
    message: expect.stringContaining('was changed'),
    hint: expect.stringContaining('another folder'),
  })
  expect(await contentOf(out)).toEqual(before)
})

test.each(['spin.toml', './spin.toml', '.airlock-app.json', 'x/../.airlock-app.json'])(
  'no component is %s',
  async (source) => {
    const app = await smallApp(await calculatingApp(calc))
    const text = (await readFile(join(app, 'spin.toml'), 'utf8')).replace('web.wasm', source)
    await appendFile(join(app, '.airlock-app.json'), await calculatingApp(calc))
    await appendFile(join(app, 'other.toml'), text)
    await appendFile(join(app, 'x'), '')
    const expected = { code: 'manifest-invalid', item: 'component.web.source' }
    for (const mode of ['plug', 'spin-dependencies'] as const) {
      await expect(composeInto(join(app, 'other.toml'), { ten }, { mode })).rejects.toMatchObject(expected)
    }
  },
)
