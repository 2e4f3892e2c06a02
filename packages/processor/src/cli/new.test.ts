import { readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { componentizeSource } from '@wasm-airlock/componentize'
import { composeApp } from '@wasm-airlock/compose'
import { createEchoLlm, createSpinHost, readSpinApp, serveApp } from '@wasm-airlock/host'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { richWit } from '../../../compose/src/testing/rich-wit.ts'
import type { RunResult } from '../run-result.ts'
import { root, Workplace } from '../testing/command.ts'

const sums = `interface sums {
  add: func(left: u64, right: u64) -> u64;
  negate: func(n: s64, more: option<s64>) -> s64;
  invert: func(bytes: list<u8>) -> list<u8>;
  halve: func(n: s32) -> result<s32, string>;
}
/// A stranger's """ and \\
interface greet { greet: func(name: string) -> string; }
world app { export sums; export greet;`

let place: Workplace
beforeAll(async () => {
  place = await Workplace.create()
  // What `npm install` would put there.
  await symlink(join(root, 'node_modules'), join(place.work, 'node_modules'))
  await writeFile(join(place.work, 'rich.wit'), richWit['rich.wit'].replace('world app {', sums))
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
async function deploy(
  project: string,
  words: readonly string[] = [],
): Promise<{ endpoint: string; component: Uint8Array }> {
  const outcome = await place.run(['run', project, ...words, '--json'])
  const { cases, component, deployment, error } = outcome.json<RunResult & { error?: unknown }>()
  expect(error).toBeUndefined()
  expect(cases.length).toBeGreaterThan(0)
  expect(cases.filter((each) => !each.ok)).toEqual([])
  return { endpoint: deployment.endpoint, component: await readFile(String(component.path)) }
}

/** Puts a component into an application, and lends what serves it. */
async function serve(
  app: string,
  name: string,
  component: Uint8Array,
  use: (endpoint: string) => Promise<void>,
): Promise<void> {
  const out = join(place.path, `with-${name}`)
  const composed = await composeApp(app, [{ name, component }], { out })
  await using host = await createSpinHost(await readSpinApp(composed.path), {
    llm: createEchoLlm(),
    stateDir: join(place.path, `state-${name}`),
  })
  await using server = await serveApp(host)
  await use(server.endpoint)
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
  const strange = "-a $HOME's folder"
  const told = await place.run(['new', 'python', 'told', '--out', strange])
  const [line = ''] = told.stdout.match(/cd .*/) ?? []
  const there = await place.run(['-c', `${line} && ls app.py`], { command: ['/bin/sh'] })
  expect(there).toMatchObject({ status: 0, stdout: 'app.py\n' })
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

test('prompts: a component runs in the template and in an application of one’s own', async () => {
  const { endpoint, component } = await deploy(await create('python', 'my-python'))
  const ask = async (endpoint: string) => {
    const { text } = await send(`${endpoint}/api/prompt`, '{"prompt":"Hi"}', 'application/json')
    expect(JSON.parse(text)).toMatchObject({ modifiedPrompt: 'Hi\n\nAnswer in one sentence.' })
  }
  await ask(endpoint)
  await serve(await create('app', 'my-app'), 'python', component, ask)
})

test('filters: a component runs in an application of one’s own', async () => {
  const typescript = await create('typescript', 'filter-typescript', ['--template', 'filter'])
  const app = await create('app', 'filter-app', ['--template', 'filter'])
  const { endpoint } = await deploy(typescript, ['--app', app])
  expect(await send(endpoint, 'Hello 😀', 'text/plain')).toEqual({ status: 200, text: 'Hello 😀' })
  const ask = (method: string, path: string) => fetch(endpoint + path, { method })
  expect(await (await ask('GET', '/')).text()).toContain('POST a text')
  expect((await ask('PUT', '/')).status).toBe(405)
  expect(await (await ask('GET', '/x')).json()).toMatchObject({ error: { code: 'not-found' } })
})

describe('a WIT of one’s own', () => {
  const wit = ['--wit', 'rich.wit']
  const refused = [400, { error: { code: 'arguments-invalid', message: expect.any(String) } }]
  let app: string
  beforeAll(async () => {
    app = await create('app', 'rich-app', wit)
  })

  async function ask(url: string, args: unknown): Promise<[status: number, answer: unknown]> {
    const { status, text } = await send(url, JSON.stringify(args), 'application/json')
    return [status, JSON.parse(text)]
  }

  /** Calls every function with the example that the application gives for it. */
  async function checkExamples(endpoint: string): Promise<void> {
    const usage = await (await fetch(endpoint)).text()
    const examples = [...usage.matchAll(/^(\/\S+)\n {2}.*\n {2}for example (.*)$/gm)]
    const answers: Record<string, unknown> = {}
    for (const [, path = '', example = ''] of examples) {
      const [status, answer] = await ask(endpoint + path, JSON.parse(example))
      answers[path] = status === 200 ? answer : status
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
      '/add': 0,
      '/negate': 0,
      '/invert': expect.any(Array),
      '/halve': 0,
      '/greet': 'text',
    })
  }

  test('Python: every function is there over HTTP, and the error of a result is an answer', async () => {
    const python = await create('python', 'rich-python', wit)
    const code = await readFile(join(python, 'app.py'), 'utf8')
    const raising = 'if n % 2: raise Err("odd")\n    return n // 2'
    const [before = '', halve = ''] = code.split(/(?<=def halve)/)
    await writeFile(join(python, 'app.py'), before + halve.replace('return 0', raising))
    const { bytes } = await componentizeSource(python)
    await serve(app, 'rich-python', bytes, async (endpoint) => {
      await checkExamples(endpoint)
      expect(await ask(`${endpoint}/halve`, [7])).toMatchObject([422, { error: { message: '"odd"' } }])
    })
  })

  test('TypeScript: the same, and values that JSON lacks go through', async () => {
    const typescript = await create('typescript', 'rich-typescript', wit)
    const file = join(typescript, 'src/index.ts')
    const bodies: Readonly<Record<string, string>> = {
      add: 'left + right',
      negate: '-n + (more ?? 0n)',
      invert: 'bytes.map((byte) => 255 - byte)',
      halve: "n % 2 === 0 ? n / 2 : (() => { throw 'odd' })()",
    }
    const code = (await readFile(file, 'utf8')).replace(
      /(function (\w+)\(.*\n {2}return ).*/g,
      (whole, start: string, name: string) => (name in bodies ? start + bodies[name] : whole),
    )
    await writeFile(file, code)
    const { bytes } = await componentizeSource(typescript)
    await serve(app, 'rich-typescript', bytes, async (endpoint) => {
      await checkExamples(endpoint)
      expect(await ask(`${endpoint}/add`, [1, 2])).toEqual([200, 3])
      expect(await ask(`${endpoint}/add`, ['9007199254740993', 1])).toEqual([200, '9007199254740994'])
      expect(await ask(`${endpoint}/negate`, [-7, -1])).toEqual([200, 6])
      expect(await ask(`${endpoint}/negate`, [7, null])).toEqual([200, -7])
      expect(await ask(`${endpoint}/invert`, [[0, 255, 7]])).toEqual([200, [255, 0, 248]])
      expect(await ask(`${endpoint}/halve`, [8])).toEqual([200, 4])
      const failed = { error: { code: 'function-returned-error', message: '"odd"' } }
      expect(await ask(`${endpoint}/halve`, [7])).toEqual([422, failed])
      for (const args of [[-1, 1], [0.5, 1], ['18446744073709551616', 1], [1], {}])
        expect(await ask(`${endpoint}/add`, args)).toEqual(refused)
      expect(await ask(`${endpoint}/invert`, [[256]])).toEqual(refused)
    })
  })
})
