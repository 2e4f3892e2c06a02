import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Workplace } from '../testing/command.ts'
import { manifestOf, smallComponent } from '../testing/composition-wat.ts'

let place: Workplace
beforeAll(async () => {
  place = await Workplace.create()
  const web = await smallComponent({ imports: ['a:b/c@1.2.0'] })
  const one = manifestOf({ web: '"web.wasm"' })
  const files: Record<string, string | Uint8Array> = {
    'fits.wasm': await smallComponent({ exports: ['a:b/c@1.2.0'] }),
    'c.wit': 'package a:b@1.2.0;\ninterface c { f: func() -> u32; }\nworld w { export c; }\n',
    'two/web.wasm': web,
    'two/spin.toml': manifestOf({ web: '"web.wasm"', admin: '"web.wasm"' }),
    'unbuilt/spin.toml': one,
    'folder/web.wasm/notes.txt': 'the source is a folder',
    'folder/spin.toml': one,
    'syntax/web.wasm': web,
    'syntax/spin.toml': one,
    'syntax/compose.wac': 'package a:b;\nlet x = new ;\n',
    'unused/web.wasm': web,
    'unused/spin.toml': one,
    'unused/compose.wac': 'package a:b;\nlet x = new component:fits { ... };\nexport x...;\n',
    'built/spin.toml': manifestOf({ web: '"web.wasm"' }, '[component.web.build]\ncommand = "true"\n'),
    'needs/web.wasm': web,
    'needs/spin.toml': `${one}[variables]\nneed = { required = true }\nhas = { default = "x" }\n`,
    'one/web.wasm': web,
    'one/spin.toml': one,
    'code.js': 'export const c = { f: () => 7 }\n',
    'other/web.wasm': await smallComponent({ imports: ['x:y/z@1.0.0'] }),
    'other/spin.toml': one,
  }
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(place.work, name)), { recursive: true })
    await writeFile(join(place.work, name), content)
  }
})
afterAll(() => place[Symbol.asyncDispose]())

test.each([
  ['two', [], 'fits.wasm', /--into web or --into admin/],
  ['unbuilt', [], 'unbuilt/web.wasm', /--build/],
  ['built', ['--build'], 'built/web.wasm', /build command/],
  ['folder', [], 'folder/web.wasm', /./],
  ['syntax', [], 'syntax/compose.wac', /line 2/],
  ['unused', [], 'unused/compose.wac', /app:web/],
  ['other', [], 'fits.wasm', /./],
] as const)('run and compose say the same of %s', async (app, more, item, hint) => {
  const said = async (command: string, words: readonly string[]) => {
    const { stdout, status } = await place.run([
      command,
      'fits.wasm',
      '--app',
      app,
      ...more,
      ...words,
      '--json',
    ])
    expect(stdout).not.toContain(place.path.concat('/work/', app))
    const { error } = JSON.parse(stdout) as { error: { message: string; hint: string; item: string } }
    return { status, ...error }
  }
  const run = await said('run', ['--wit', 'c.wit'])
  expect(run).toEqual(await said('compose', ['--out', 'out']))
  expect(run).toMatchObject({ item, hint: expect.stringMatching(hint) })
})

test.each([[], ['--build']])(
  'a variable that nobody gives a value to shows before anything is made',
  async (...more) => {
    const deployed = (await place.run(['deploy', 'needs', '--json'])).json<{ error: { message: string } }>()
    const { message } = deployed.error
    const outcome = await place.run([
      'run',
      'fits.wasm',
      '--wit',
      'c.wit',
      '--app',
      'needs',
      ...more,
      '--json',
    ])
    expect(outcome.json()).toEqual({
      error: {
        code: 'variable-missing',
        step: 'deploy',
        item: 'need',
        message,
        hint: 'A deployment takes no values: give each a default in [variables] of spin.toml.',
        details: { missing: ['need'] },
      },
    })
    expect(outcome.status).not.toBe(0)
  },
)

test('a finished component is measured against its application alone', async () => {
  const words = ['run', 'fits.wasm', '--json']
  expect((await place.run([...words, '--app', 'one'])).json()).toMatchObject({
    app: { path: expect.any(String) },
  })
  expect((await place.run([...words, '--app', 'other'])).json()).toMatchObject({
    error: { code: 'plug-unmatched', step: 'compose', item: 'fits.wasm' },
  })
})

test.each([
  ['fits.wasm', 'validation-failed'],
  ['fits.wasm', 'validation-failed', '--app', 'one', '--world', 'promptmodifier'],
  ['code.js', 'function-missing', '--app', 'one'],
])(
  '%s without --wit: %s, and the hint names the WIT that it was measured against',
  async (source, code, ...more) => {
    const said = async (words: readonly string[]) => {
      const { error } = (await place.run(['run', source, ...more, ...words, '--json'])).json<{
        error: { code: string; hint: string }
      }>()
      return error
    }
    expect(await said([])).toMatchObject({
      code,
      hint: expect.stringMatching(/prompt interface.*--wit WIT.*--world/),
    })
  },
)
