import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Workplace } from '../testing/command.ts'
import { manifestOf, smallComponent } from '../testing/composition-wat.ts'

const head = 'spin_manifest_version = 2\n[application]\nname = "app"\n'
const response = '[[trigger.http]]\nroute = "/..."\nstatic_response = { body = "as it is" }\n'

let place: Workplace
beforeAll(async () => {
  place = await Workplace.create()
  const files: Record<string, string | Uint8Array> = {
    'static/spin.toml': `${head}${response}`,
    'cases.toml': '[[request]]\npath = "/"\nexpect.text = "as it is"\n',
    'open/web.wasm': await smallComponent({ imports: ['a:b/c@1.2.0'] }),
    'open/spin.toml': manifestOf({ web: '"web.wasm"' }),
    'ghost/spin.toml': `${head}[[trigger.http]]\nroute = "/..."\ncomponent = "ghost"\n`,
    'redis/spin.toml': `${head}${response}[[trigger.redis]]\nchannel = "c"\ncomponent = "web"\n[component.web]\nsource = "web.wasm"\n`,
    'redis/web.wasm': await smallComponent({}),
    'problems/spin.toml': `${head}colour = "red"\n${response}size = 3\n[component.web]\nsource = 5\n`,
    'quiet/spin.toml': manifestOf({ web: '"web.wasm"' }, '[component.web.build]\ncommand = "exit 3"\n'),
    'quiet/web.wasm': await smallComponent({ imports: ['a:b/c@1.2.0'] }),
    'c.wasm': await smallComponent({ exports: ['a:b/c@1.2.0'] }),
  }
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(place.work, name)), { recursive: true })
    await writeFile(join(place.work, name), content)
  }
})
afterAll(() => place[Symbol.asyncDispose]())

test('an application without an LLM is tested without prompts, and that is said', async () => {
  const words = ['test', 'static', '--cases', 'cases.toml']
  const tested = await place.run(words)
  expect(tested).toMatchObject({ status: 0, stdout: expect.stringMatching(/left out: .*--prompt-path/) })
  expect((await place.run([...words, '--json'])).json()).toMatchObject({ ok: true, leftOut: ['prompt'] })
  // Who names the path wants the tests.
  const named = await place.run([...words, '--prompt-path', '/ask', '--json'])
  expect(named.status).toBe(1)
  expect(named.json()).not.toHaveProperty('leftOut')
})

test.each([['test'], ['deploy'], ['up', '--listen', '127.0.0.1:0']])(
  '%s of an application that is not composed yet says what to compose',
  async (...words) => {
    const { stdout } = await place.run([...words, 'open', '--json'])
    const { error } = JSON.parse(stdout) as { error: { code: string; hint: string } }
    expect(error.code).toBe('import-not-granted')
    expect(error.hint).toMatch(/No host offers a:b\/c@1\.2\.0: .*airlock compose/)
  },
)

test.each([
  ['ghost', /\[component\.ghost\]/],
  ['redis', /Spin/],
])('the hint about %s is true', async (app, hint) => {
  const { error } = (await place.run(['test', app, '--json'])).json<{ error: { hint: string } }>()
  expect(error.hint).toMatch(hint)
  expect(error.hint).not.toContain('without dependencies')
})

test('all problems of a manifest are printed, one a line', async () => {
  const { stderr } = await place.run(['test', 'problems'])
  for (const key of ['application.colour', 'trigger.http.0.size', 'component.web.source'])
    expect(stderr).toMatch(new RegExp(`^  ${key}: .+$`, 'm'))
})

test('a build that fails without a word has no output to read', async () => {
  const outcome = await place.run(['compose', 'c.wasm', '--app', 'quiet', '--out', 'out', '--build'])
  expect(outcome.status).toBe(1)
  expect(outcome.stderr).toContain('printed nothing')
  expect(outcome.stderr).not.toContain('below')
})
