import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { templatePath } from '@wasm-airlock/compose'
import { parseWat } from '@wasm-airlock/wac'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunResult } from '../run-result.ts'
import { root, Workplace } from '../testing/command.ts'
import { buildWithComponentizeJs } from '../testing/outside-tools.ts'
import { promptWat } from '../testing/prompt-wat.ts'

const template = join(templatePath(), 'dist', 'app.wasm')

let place: Workplace

beforeAll(async () => {
  place = await Workplace.create()
  const write = (name: string, content: string | Uint8Array) => writeFile(join(place.work, name), content)
  await write(
    'shout.ts',
    `export const promptmodification = {
       before: (prompt: string): string => prompt.toUpperCase(),
       after: (answer: string): string => \`\${answer}!\`,
     }`,
  )
  await write(
    'sums.wasm',
    await parseWat(`(component
      (core module $m
        (func (export "add") (param i64 i64) (result i64) (i64.add (local.get 0) (local.get 1)))
        (memory (export "memory") 1)
        (func (export "fail") (result i32)
          (i32.store8 (i32.const 8) (i32.const 1)) (i32.store (i32.const 12) (i32.const 7)) (i32.const 8))
        (func (export "loop") (loop $again (br $again)))
        (func (export "trap") unreachable))
      (core instance $i (instantiate $m))
      (func (export "fail") (result (result u32 (error u32))) (canon lift (core func $i "fail") (memory $i "memory")))
      (func (export "loop") (canon lift (core func $i "loop")))
      (func (export "add") (param "left" s64) (param "right" s64) (result s64) (canon lift (core func $i "add")))
      (func (export "trap") (canon lift (core func $i "trap"))))`),
  )
  await write(
    'composition.wac',
    'package test:composition;\n\nlet shout = new test:shout { ... };\n\nexport shout...;\n',
  )
  expect(await place.run(['componentize', 'shout.ts', '-o', 'shout.wasm'])).toMatchObject({ status: 0 })
})
afterAll(() => place[Symbol.asyncDispose]())

test('a component is called with plain text and with JSON', async () => {
  expect(await place.run(['call', 'shout.wasm', 'before', 'hello "you"'])).toMatchObject({
    status: 0,
    stdout: 'HELLO "YOU"\n',
  })
  expect(
    (await place.run(['call', 'shout.wasm', 'promptmodification#after', 'hi', '--json'])).json(),
  ).toEqual({
    function: 'after',
    interface: 'component:promptprocessor/promptmodification@0.0.1',
    args: ['hi'],
    result: 'hi!',
  })
  const sum = await place.run(['call', 'sums.wasm', 'add', '--', '-1', '9007199254740993'])
  expect(sum).toMatchObject({ status: 0, stdout: '9007199254740992\n' })
})

test('a trap is a failed step', async () => {
  const outcome = await place.run(['call', 'sums.wasm', 'trap', '--json'])
  expect(outcome.status).toBe(1)
  expect(outcome.json()).toMatchObject({ error: { code: 'guest-trapped', step: 'sandbox' } })
})

test('the error of a result type is a failed step that prints its value', async () => {
  const value = '{"tag":"err","val":7}'
  const outcome = await place.run(['call', 'sums.wasm', 'fail'])
  expect(outcome).toMatchObject({ status: 1, stdout: `${value}\n` })
  expect((await place.run(['call', 'sums.wasm', 'fail', '--json'])).json()).toMatchObject({
    error: {
      code: 'function-returned-error',
      step: 'sandbox',
      item: 'fail',
      message: `fail returned an error: ${value}.`,
    },
    result: JSON.parse(value),
  })
})

test('deadlines are options', async () => {
  const call = await place.run(['call', 'sums.wasm', 'loop', '--timeout', '0.2', '--json'])
  expect(call.json()).toMatchObject({
    error: { code: 'call-timeout', message: expect.stringContaining('200 ms') },
  })
  for (const words of [['componentize', '-o', 'late.wasm'], ['run']]) {
    const build = await place.run([...words, 'shout.ts', '--timeout', '0.001', '--json'])
    expect(build.json()).toMatchObject({
      error: { code: 'build-timeout', step: 'componentize', hint: expect.stringContaining('--timeout') },
    })
  }
})

test('validate and targets judge a component', async () => {
  const fine = await place.run(['validate', 'shout.wasm', '--json'])
  expect(fine.json()).toMatchObject({ ok: true, imports: [], exports: [{ kind: 'interface' }] })
  expect((await place.run(['targets', 'shout.wasm', '--world', 'promptmodifier'])).stdout).toContain(
    'fits the world',
  )
  expect((await place.run(['targets', 'shout.wasm'])).stdout).toContain('promptmodifier@')
  const two =
    'package a:b;\nworld guest { export add: func(left: s64, right: s64) -> s64; }\nworld host { import x: func(); }\n'
  await writeFile(join(place.work, 'two.wit'), two)
  expect((await place.run(['targets', 'sums.wasm', '--wit', 'two.wit'])).stdout).toContain('a:b/guest')
  const wrong = await place.run(['targets', 'sums.wasm', '--world', 'promptmodifier', '--json'])
  expect(wrong.status).toBe(1)
  expect(wrong.json()).toMatchObject({ ok: false, mismatches: [{ kind: 'export-missing' }] })
})

test('plug, parse, resolve and compose work on files', async () => {
  const plugged = await place.run(['plug', template, '--plug', 'shout.wasm', '-o', 'plugged.wasm', '--json'])
  expect(plugged.json()).toMatchObject({
    connections: [{ plug: 'shout', import: 'component:promptprocessor/promptmodification@0.0.1' }],
    openImports: expect.arrayContaining(['fermyon:spin/llm@2.0.0']),
  })
  expect((await place.run(['parse', 'composition.wac'])).stdout).toContain('test:shout')
  const dep = ['--dep', 'test:shout=shout.wasm']
  expect((await place.run(['resolve', 'composition.wac', ...dep, '--json'])).stdout).toContain('test:shout')
  expect(await place.run(['compose', 'composition.wac', ...dep, '-o', 'out.wasm'])).toMatchObject({
    status: 0,
  })
  expect((await place.run(['call', 'out.wasm', 'before', 'x'])).stdout).toBe('X\n')
  expect((await readFile(join(place.work, 'out.wasm'))).length).toBeGreaterThan(1000)
})

test('what a component imports is shared with it where a policy says so, and what stays open is told', async () => {
  const name = 'wasi:random/random@0.2.3'
  await writeFile(join(place.work, 'random.wasm'), await parseWat(promptWat(`(import "${name}" (instance))`)))
  await writeFile(join(place.work, 'policy.toml'), `allow = ["${name}"]\n`)
  const words = ['compose', 'random.wasm', '--out', 'random-app', '--policy', 'policy.toml']
  const { stdout } = await place.run(words)
  expect(stdout).toContain(`open: ${name}\n`)
  expect(stdout).toContain('open: fermyon:spin/llm@2.0.0\n')
})

test('an application is composed, tested, deployed and stopped', async () => {
  expect(await place.run(['compose', 'shout.wasm', '--out', 'app'])).toMatchObject({ status: 0 })
  const cases = `[[request]]\nmethod = "POST"\nheaders = { content-type = "text/plain" }\nbody = "hi"\nllm = { reply = "ahoy" }\nexpect = { text = "ahoy!", prompt = "HI" }\n`
  await writeFile(join(place.work, 'cases.toml'), cases)
  const tested = await place.run(['test', 'app', '--cases', 'cases.toml', '--json'])
  expect(tested.json()).toMatchObject({
    ok: true,
    tests: expect.arrayContaining([{ name: 'POST /', ok: true, ms: expect.any(Number) }]),
  })
  await writeFile(join(place.work, 'wrong.toml'), cases.replace('ahoy!', 'nonsense'))
  const failed = await place.run(['test', 'app', '--cases', 'wrong.toml'])
  expect(failed.status).toBe(1)
  expect(failed.stdout).toContain('nonsense')
  const deployed = await place.run(['deploy', 'app', '--json'])
  const { deployment } = deployed.json<{ deployment: { id: string; endpoint: string } }>()
  const headers = { 'content-type': 'text/plain' }
  const response = await fetch(deployment.endpoint, { method: 'POST', headers, body: 'hello' })
  expect(await response.text()).toBe('echo: HELLO!')
  expect(await place.run(['stop', deployment.id])).toMatchObject({ status: 0 })
  expect(await place.leftovers()).toEqual([])
})

test('a component from plain componentize-js is accepted', async () => {
  const component = await buildWithComponentizeJs(join(place.path, 'outside'))
  expect((await place.run(['validate', component, '--world', 'promptmodifier'])).status).toBe(0)
  expect((await place.run(['call', component, 'before', 'hi'])).stdout).toBe('<hi\n')
})

test('the TypeScript example becomes an endpoint', async () => {
  const outcome = await place.run(['run', join(root, 'js-example'), '--json'])
  expect(outcome).toMatchObject({ status: 0, stderr: '' })
  const { component, cases, deployment } = outcome.json<RunResult>()
  expect(component).toMatchObject({ language: 'typescript', imports: [] })
  expect(cases.every((each) => each.ok)).toBe(true)
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ prompt: ' Hello ' })
  const response = await fetch(`${deployment.endpoint}/api/prompt`, { method: 'POST', headers, body })
  expect(await response.json()).toMatchObject({ modifiedPrompt: 'Hello\n\nAnswer in plain text.' })
})
