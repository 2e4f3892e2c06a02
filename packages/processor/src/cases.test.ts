import { readFile } from 'node:fs/promises'
import { AirlockError } from '@wasm-airlock/shared'
import { expect, test } from 'vitest'
import { parseCases } from './cases.ts'

function failureOf(toml: string): AirlockError {
  try {
    parseCases(toml, 'checks.toml')
  } catch (error) {
    if (error instanceof AirlockError) return error
  }
  throw new Error('no AirlockError')
}

test('calls and requests are read with their defaults', () => {
  const cases = parseCases(`
    [[call]]
    function = "before"
    args = ["hello", 9223372036854775807]
    expect = "HELLO"

    [[call]]
    function = "component:promptprocessor/promptmodification@0.0.1#after"
    error = "guest-trapped"

    [[request]]
    method = "POST"
    path = "/api/prompt"
    headers = { content-type = "application/json" }
    body = '{"prompt": "hello"}'
    llm = { reply = "ahoy" }
    expect = { status = 200, prompt = "HELLO", json = { result = "ahoy" } }
  `)
  expect(cases.call).toEqual([
    { function: 'before', args: ['hello', 9223372036854775807n], expect: 'HELLO' },
    {
      function: 'component:promptprocessor/promptmodification@0.0.1#after',
      args: [],
      error: 'guest-trapped',
    },
  ])
  expect(cases.request).toMatchObject([{ llm: { reply: 'ahoy' }, expect: { json: { result: 'ahoy' } } }])
  expect(parseCases('')).toEqual({ call: [], request: [] })
})

test('a body has a media type', () => {
  const { request } = parseCases(`
    [[request]]
    body = '{"prompt": "hello"}'
    expect = {}
    [[request]]
    body = 'hello'
    expect = {}
    [[request]]
    body = 'hello'
    headers = { Content-Type = "text/html" }
    expect = {}
    [[request]]
    expect = {}
  `)
  expect(request.map((each) => each.headers)).toEqual([
    { 'content-type': 'application/json' },
    { 'content-type': 'text/plain' },
    { 'Content-Type': 'text/html' },
    undefined,
  ])
})

test.each([
  ['a syntax error names the line', '[[call]]\nfunction = ', { line: 2 }, 'checks.toml:2:'],
  ['an unknown key', '[[call]]\nfunction = "f"\nexpected = 1', { key: 'call[0].expected' }, 'expected'],
  ['a missing key', '[[call]]\nargs = []', { key: 'call[0].function' }, 'call[0].function'],
  ['two outcomes', '[[call]]\nfunction = "f"\nexpect = 1\nerror = 2', { key: 'call[0].error' }, 'either'],
  ['a date', '[[call]]\nfunction = "f"\nargs = [1979-05-27]', { key: 'call[0].args[0]' }, 'quotes'],
  [
    'a status that is none',
    '[[request]]\nexpect = { status = 7 }',
    { key: 'request[0].expect.status' },
    '100',
  ],
  ['another table', 'requests = []', { key: 'requests' }, 'requests'],
])('%s', (_, toml, details, text) => {
  const error = failureOf(toml)
  expect(error).toMatchObject({ code: 'cases-invalid', item: 'checks.toml', details })
  expect(error.message).toContain(text)
  expect(error.hint).not.toBe('')
})

test('the published schema describes every key', async () => {
  const text = await readFile(new URL('../dist/cases.schema.json', import.meta.url), 'utf8')
  const schema = JSON.parse(text)
  const call = schema.properties.call.items
  const request = schema.properties.request.items
  expect(Object.keys(call.properties)).toEqual(['function', 'args', 'expect', 'error'])
  expect(call).toMatchObject({ required: ['function'], additionalProperties: false })
  expect(Object.keys(request.properties)).toEqual([
    'name',
    'method',
    'path',
    'headers',
    'body',
    'llm',
    'expect',
  ])
  expect(request).toMatchObject({ required: ['expect'] })
})
