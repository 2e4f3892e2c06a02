import { readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { componentizeSource } from '@wasm-airlock/componentize'
import { composeApp } from '@wasm-airlock/compose'
import { createEchoLlm, createSpinHost, readSpinApp, serveApp } from '@wasm-airlock/host'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { richWit } from '../../../compose/src/testing/rich-wit.ts'
import type { RunResult } from '../run-result.ts'
import { root, Workplace } from '../testing/command.ts'

let place: Workplace
beforeAll(async () => {
  place = await Workplace.create()
  // What `npm install` would put there.
  await symlink(join(root, 'node_modules'), join(place.work, 'node_modules'))
  await writeFile(join(place.work, 'rich.wit'), richWit['rich.wit'])
})
afterAll(() => place[Symbol.asyncDispose]())

/** Creates a project; an application is built as its own script says. */
async function create(kind: string, name: string, words: readonly string[] = []): Promise<string> {
  const made = await place.run(['new', kind, name, ...words])
  expect(made).toMatchObject({ status: 0, stderr: '' })
  const cwd = join(place.work, name)
  if (kind === 'app') {
    const built = await place.run(['run', '--silent', 'build'], { cwd, command: ['npm'] })
    expect(built, built.stderr).toMatchObject({ status: 0 })
  }
  return cwd
}

/** The whole flow, to an endpoint. */
async function deploy(project: string, words: readonly string[] = []): Promise<string> {
  const outcome = await place.run(['run', project, ...words, '--json'])
  const { cases, deployment, error } = outcome.json<RunResult & { error?: unknown }>()
  expect(error).toBeUndefined()
  expect(cases.length).toBeGreaterThan(0)
  expect(cases.filter((each) => !each.ok)).toEqual([])
  return deployment.endpoint
}

async function send(url: string, body: string, type: string): Promise<{ status: number; text: string }> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': type }, body })
  return { status: response.status, text: await response.text() }
}

test('what was written and what comes next is told', async () => {
  const { stdout } = await place.run(['new', 'typescript', 'told', '--out', 'somewhere/told'])
  expect(stdout).toMatch(
    /^.*\/somewhere\/told: \d+ files\nNext:\n {2}cd somewhere\/told\n {2}npm test\n {2}airlock /,
  )
  expect((await place.run(['new', 'python', 'told', '--out', '-'])).stdout).toContain('\n  cd ./-\n')
  const outcome = await place.run(['new', 'python', 'told', '--json'])
  expect(outcome.json()).toMatchObject({
    project: {
      kind: 'python',
      name: 'told',
      files: expect.arrayContaining(['app.py', 'wit/promptprocessor.wit']),
    },
  })
  const again = await place.run(['new', 'python', 'told', '--json'])
  expect(again).toMatchObject({ status: 2 })
  expect(again.json()).toMatchObject({ error: { code: 'output-unwritable', item: 'told', step: 'compose' } })
})

test('prompts: components run in the template and in an application of one’s own', async () => {
  const python = await create('python', 'my-python')
  const typescript = await create('typescript', 'my-typescript')
  await create('app', 'my-app')
  for (const endpoint of [await deploy(python, ['--app', 'my-app']), await deploy(typescript)]) {
    const { text } = await send(`${endpoint}/api/prompt`, '{"prompt":"Hi"}', 'application/json')
    expect(JSON.parse(text)).toMatchObject({ modifiedPrompt: 'Hi\n\nAnswer in one sentence.' })
  }
})

test('filters: components run in the template and in an application of one’s own', async () => {
  const python = await create('python', 'filter-python', ['--template', 'filter'])
  const typescript = await create('typescript', 'filter-typescript', ['--template', 'filter'])
  const app = await create('app', 'filter-app', ['--template', 'filter'])
  const endpoint = await deploy(python, ['--app', app])
  expect(await send(endpoint, 'Hello 😀', 'text/plain')).toEqual({ status: 200, text: 'Hello 😀' })

  const source = 'export const apply = (text: string): string => text.toUpperCase()\n'
  await writeFile(join(typescript, 'src/index.ts'), source)
  const { bytes } = await componentizeSource(typescript)
  const template = join(root, 'spin-filter-template')
  const composed = await composeApp(template, [{ name: 'loud', component: bytes }], {
    out: join(place.path, 'composed'),
  })
  await using host = await createSpinHost(await readSpinApp(composed.path), {
    llm: createEchoLlm(),
    stateDir: join(place.path, 'spin'),
  })
  await using server = await serveApp(host)
  const ask = (method: string, path: string, body?: string) =>
    fetch(server.endpoint + path, {
      method,
      headers: { 'content-type': 'text/plain' },
      ...(body === undefined ? {} : { body }),
    })
  expect(await (await ask('POST', '/', 'loud')).text()).toBe('LOUD')
  expect(await (await ask('GET', '/')).text()).toContain('POST a text')
  expect((await ask('PUT', '/', 'x')).status).toBe(405)
  expect(await (await ask('GET', '/x')).json()).toMatchObject({ error: { code: 'not-found' } })
})

test('a WIT of one’s own: every function is there over HTTP, in both languages', async () => {
  const wit = ['--wit', 'rich.wit']
  const app = await create('app', 'rich-app', wit)
  for (const kind of ['python', 'typescript']) {
    const endpoint = await deploy(await create(kind, `rich-${kind}`, wit), ['--app', app])
    const usage = await (await fetch(endpoint)).text()
    const examples = [...usage.matchAll(/^(\/\S+)\n {2}.*\n {2}for example (.*)$/gm)]
    const answers: Record<string, unknown> = {}
    for (const [, path = '', example = ''] of examples) {
      const { status, text } = await send(endpoint + path, example, 'application/json')
      answers[path] = status === 200 ? JSON.parse(text) : status
    }
    expect(answers).toEqual({
      '/move-by': { x: 0, from: 0, tags: [], maybe: null, size: { width: 0, height: 0 } },
      '/pick': 'red',
      '/allow': { read: false, 'write-all': false },
      '/draw': { tag: 'circle', val: 0 },
      '/nested': { tag: 'none' },
      '/try-it': 0,
      '/upper': 'text',
      '/nothing': null,
      '/tag': { text: '' },
      '/void': null,
      '/inner': { tag: 'ok', val: 0 },
      '/tup': [0, 'a', false],
      '/numbers': [],
      '/delete': [],
      '/import': 0,
      '/print': 'text',
      '/pass': 0,
    })
  }
})

test('values that JSON lacks go through, and the error of a result is an answer', async () => {
  const wit = `package my:sums@1.0.0;
interface sums {
  add: func(left: u64, right: u64) -> u64;
  invert: func(bytes: list<u8>) -> list<u8>;
  halve: func(n: s32) -> result<s32, string>;
}
world sums-world { export sums; }
`
  await writeFile(join(place.work, 'sums.wit'), wit)
  const app = await create('app', 'sums-app', ['--wit', 'sums.wit'])
  const typescript = await create('typescript', 'sums', ['--wit', 'sums.wit'])
  const source = `export const add = (left: bigint, right: bigint): bigint => left + right
export const invert = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => 255 - byte)
export function halve(n: number): number {
  if (n % 2 !== 0) throw 'odd'
  return n / 2
}
`
  await writeFile(join(typescript, 'src/index.ts'), source)
  const { bytes } = await componentizeSource(typescript)
  const composed = await composeApp(app, [{ name: 'sums', component: bytes }], {
    out: join(place.path, 'sums'),
  })
  expect(await readFile(join(composed.path, 'spin.toml'), 'utf8')).toContain('sums-app')
  await using host = await createSpinHost(await readSpinApp(composed.path), {
    llm: createEchoLlm(),
    stateDir: join(place.path, 'spin'),
  })
  await using server = await serveApp(host)
  const ask = async (path: string, args: unknown) => {
    const { status, text } = await send(server.endpoint + path, JSON.stringify(args), 'application/json')
    return [status, JSON.parse(text)]
  }
  expect(await ask('/add', [1, 2])).toEqual([200, 3])
  expect(await ask('/add', ['9007199254740993', 1])).toEqual([200, '9007199254740994'])
  expect(await ask('/invert', [[0, 255, 7]])).toEqual([200, [255, 0, 248]])
  expect(await ask('/halve', [8])).toEqual([200, 4])
  const failed = { error: { code: 'function-returned-error', message: '"odd"' } }
  expect(await ask('/halve', [7])).toEqual([422, failed])
  const refused = [400, { error: { code: 'arguments-invalid', message: expect.any(String) } }]
  for (const args of [[-1, 1], [0.5, 1], ['18446744073709551616', 1], [1], {}])
    expect(await ask('/add', args)).toEqual(refused)
  expect(await ask('/invert', [[256]])).toEqual(refused)
})
