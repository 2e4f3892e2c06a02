import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { componentizeSource } from '@wasm-airlock/componentize'
import { composeApp, templatePath } from '@wasm-airlock/compose'
import { readSpinApp, type SpinApp } from '@wasm-airlock/host'
import { parseWat } from '@wasm-airlock/wac'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApp } from './test-app.ts'
import { writeWholeApp } from './testing/whole-app.ts'

const names = [
  'a prompt reaches the LLM as `before` left it',
  'the answer comes back as `after` left it',
  'a model outside `ai_models` is refused',
  'an outbound host outside the manifest is refused',
]

let folder: string
let pirate: Uint8Array
let app: SpinApp

/** A component whose functions answer `Please`, or do what the instruction does. */
function constantComponent(instruction: string): Promise<Uint8Array> {
  return parseWat(`(component
    (core module $m
      (memory (export "memory") 1)
      (data (i32.const 0) "\\08\\00\\00\\00\\06\\00\\00\\00Please")
      (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 1024))
      (func (export "answer") (param i32 i32) (result i32) ${instruction}))
    (core instance $i (instantiate $m))
    (alias core export $i "memory" (core memory $memory))
    (alias core export $i "cabi_realloc" (core func $realloc))
    (alias core export $i "answer" (core func $answer))
    (func $before (param "userprompt" string) (result string)
      (canon lift (core func $answer) (memory $memory) (realloc $realloc)))
    (func $after (param "promptresult" string) (result string)
      (canon lift (core func $answer) (memory $memory) (realloc $realloc)))
    (instance $functions (export "before" (func $before)) (export "after" (func $after)))
    (export "component:promptprocessor/promptmodification@0.0.1" (instance $functions)))`)
}

async function compose(name: string, component: Uint8Array): Promise<SpinApp> {
  const out = join(folder, name)
  await composeApp(templatePath(), [{ name: 'pirate', component }], { out })
  return await readSpinApp(out)
}

/** The application with other bytes in the place of its component. */
function holding(component: Uint8Array): SpinApp {
  return { ...app, components: app.components.map((each) => ({ ...each, component })) }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airlock-spin-test-'))
  const source = join(folder, 'pirate.js')
  await writeFile(
    source,
    `export function before(userprompt) { return 'Arr! ' + userprompt }
     export function after(promptresult) { return promptresult + ' Yarr!' }`,
  )
  pirate = (await componentizeSource(source)).bytes
  app = await compose('pirate-app', pirate)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('an application that works', () => {
  test('passes the built-in tests and those of its author', async () => {
    const json = { 'content-type': 'application/json' }
    const cacheDir = join(folder, 'cache')
    const report = await testApp(app.path, {
      component: pirate,
      cacheDir,
      requests: [
        {
          name: 'plain text',
          method: 'POST',
          path: '/',
          headers: { 'content-type': 'text/plain' },
          body: 'Hi',
          llm: { reply: 'Ahoy' },
          expect: { text: 'Ahoy Yarr!', prompt: 'Arr! Hi' },
        },
        {
          method: 'POST',
          path: '/api/prompt',
          headers: json,
          body: '{"prompt":"Hi"}',
          expect: { status: 200, json: { completion: 'echo: Arr! Hi', usage: { promptTokenCount: 2n } } },
        },
        { path: '/none', expect: { status: 404, json: { error: { code: 'not-found' } } } },
      ],
    })
    expect(report.tests.filter(({ ok }) => !ok)).toEqual([])
    // The application, the component by itself and the probe.
    expect(await readdir(join(cacheDir, 'transpiled'))).toHaveLength(3)
    expect(report.tests.map(({ name }) => name)).toEqual([
      ...names,
      'plain text',
      'POST /api/prompt',
      'GET /none',
    ])
    expect(report.ok).toBe(true)
  })

  test('fails what it was not expected to do, with both values', async () => {
    const { ok, tests } = await testApp(app, {
      promptPath: false,
      requests: [
        {
          method: 'POST',
          path: '/',
          headers: { 'content-type': 'text/plain' },
          body: 'Hi',
          llm: { reply: 'Ahoy' },
          expect: { text: 'Ahoy', prompt: 'Hi' },
        },
        { path: '/none', expect: {} },
        { path: '/', expect: { json: { a: 1 }, prompt: 'Hi' } },
      ],
    })
    expect(ok).toBe(false)
    expect(tests[0]).toMatchObject({ name: names[3], ok: true })
    expect(tests.slice(1)).toMatchObject([
      {
        ok: false,
        expected: { text: 'Ahoy', prompt: 'Hi' },
        actual: { text: 'Ahoy Yarr!', prompt: 'Arr! Hi' },
      },
      { ok: false, expected: { status: 200 }, actual: { status: 404, text: /not-found/ } },
      {
        ok: false,
        expected: { json: { a: 1 }, prompt: 'Hi' },
        actual: { json: /^<!doctype html>/, prompt: [] },
      },
    ])
  })
})

describe('an application that is broken', () => {
  test('one that holds another component than it should', async () => {
    const { ok, tests } = await testApp(app, { component: await constantComponent('(i32.const 0)') })
    expect(ok).toBe(false)
    expect(tests).toMatchObject([
      {
        name: names[0],
        ok: false,
        expected: { prompt: 'Please' },
        actual: { prompt: /^Arr! / },
      },
      {
        name: names[1],
        ok: false,
        expected: { json: { result: 'Please' } },
        actual: { json: { result: / Yarr!$/ } },
      },
      { name: names[2], ok: true },
      { name: names[3], ok: true },
    ])
  })

  test('one whose component traps', async () => {
    const trapping = await constantComponent('(unreachable)')
    const { tests } = await testApp(await compose('trapping-app', trapping), { component: trapping })
    expect(tests.map(({ ok }) => ok)).toEqual([false, false, false, true])
    const error = { code: 'guest-trapped' }
    expect(tests.slice(0, 2)).toMatchObject([
      { expected: { prompt: 'an answer of `before`' }, actual: { error } },
      { expected: { json: { result: 'an answer of `after`' } }, actual: { error } },
    ])
    const { tests: alone } = await testApp(await compose('trapping-app', trapping))
    expect(alone.slice(0, 2)).toMatchObject([
      { expected: { prompt: 'an answer of `before`' }, actual: { prompt: [] } },
      { expected: { json: { result: 'an answer of `after`' } }, actual: { status: 500 } },
    ])
    expect(tests[2]).toMatchObject({ expected: { status: 502 }, actual: { status: 500 } })
  })

  test('one that does something else altogether', async () => {
    const probe = await readFile(new URL('../dist/probe.wasm', import.meta.url))
    const { tests } = await testApp(holding(probe))
    expect(tests.map(({ ok }) => ok)).toEqual([false, false, false, true])
    expect(tests[2]).toMatchObject({ actual: { status: 500, prompts: [] } })
  })
})

describe('an application of several components', () => {
  let path: string
  beforeAll(async () => {
    path = join(folder, 'whole-app')
    await writeWholeApp(path)
  }, 60_000)

  test('is tested with its routes, variables, files, stores and dependencies', async () => {
    const lines: string[] = []
    const probe = (...steps: unknown[]) => ({
      method: 'POST',
      path: '/probe/x',
      body: JSON.stringify(steps),
    })
    const { tests } = await testApp(path, {
      variables: { greeting: 'hello' },
      onLog: ({ text }, component) => lines.push(`${component}: ${text}`),
      requests: [
        {
          ...probe(
            ['variable', 'word'],
            ['file', '/data/a.txt'],
            ['file', '/static/index.html'],
            ['store', 'default'],
            ['set', 'key', 'kept'],
            ['variable', 'greeting'],
          ),
          expect: {
            json: {
              results: [
                { ok: 'hello!' },
                { ok: 'from a file' },
                { ok: '<!doctype html>' },
                { ok: null },
                { ok: null },
                { err: { tag: 'undefined' } },
              ],
            },
          },
        },
        {
          ...probe(['store', 'default'], ['get', 'key'], ['file', '/data/private.txt']),
          expect: { json: { results: [{ ok: null }, { ok: 'kept' }, { err: 'no-entry' }] } },
        },
        {
          method: 'POST',
          path: '/',
          headers: { 'content-type': 'text/plain' },
          body: 'hi',
          llm: { reply: 'aye' },
          expect: { prompt: 'hi', text: 'AYE' },
        },
        { path: '/old', expect: { status: 503, text: 'gone' } },
      ],
    })
    expect(tests.filter(({ ok }) => !ok)).toEqual([])
    expect(tests.map(({ name }) => name)).toEqual([
      ...names,
      'POST /probe/x',
      'POST /probe/x',
      'POST /',
      'GET /old',
    ])
    expect(lines).toContainEqual(expect.stringMatching(/^probe: .*greeting/))
  })

  test.each(['plug', 'spin-dependencies'] as const)('is tested as compose writes it: %s', async (mode) => {
    const open = join(folder, `open-${mode}`)
    await cp(path, open, { recursive: true })
    const manifest = await readFile(join(path, 'spin.toml'), 'utf8')
    const [start, end] = [
      manifest.indexOf('[component.prompt-app.dep'),
      manifest.indexOf('[component.probe]'),
    ]
    await writeFile(join(open, 'spin.toml'), manifest.slice(0, start) + manifest.slice(end))
    const out = join(folder, mode)
    await composeApp(open, [{ name: 'pirate', component: pirate }], { mode, out })
    const { tests } = await testApp(out, {
      component: pirate,
      requests: [
        {
          method: 'POST',
          path: '/probe/x',
          body: '[["file", "/data/a.txt"], ["variable", "word"]]',
          expect: { json: { results: [{ ok: 'from a file' }, { ok: 'ahoy!' }] } },
        },
      ],
    })
    expect(tests.filter(({ ok }) => !ok)).toEqual([])
    expect(tests).toHaveLength(5)
  })

  test('needs values for variables that have none', async () => {
    const whole = await readSpinApp(path)
    const app = { ...whole, variables: { ...whole.variables, greeting: { isSecret: true } } }
    await expect(testApp(app)).rejects.toMatchObject({ code: 'variable-missing', item: 'greeting' })
  })

  test('needs no component at all', async () => {
    const whole = await readSpinApp(path)
    const triggers = whole.triggers.filter((trigger) => !('component' in trigger))
    const { tests } = await testApp(
      { ...whole, triggers, components: [] },
      { promptPath: false, requests: [{ path: '/old', expect: { status: 503 } }] },
    )
    expect(tests).toMatchObject([{ name: 'GET /old', ok: true }])
  })
})

test('what cannot be started is an error', async () => {
  await expect(testApp(join(folder, 'none'))).rejects.toMatchObject({ code: 'input-not-found' })
  const component = await readFile(join(folder, 'pirate.js'))
  await expect(testApp(holding(component))).rejects.toMatchObject({ code: 'validation-failed' })
})

test('an abort ends the tests', async () => {
  await expect(testApp(app, { signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: 'aborted',
  })
})
