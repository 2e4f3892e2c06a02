import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { HttpRequest } from '@wasm-airlock/spin-app-template/src/http.ts'
import { type Calls, handleRequest, usage } from './app.ts'
import { functions } from './functions.ts'
import { exampleOf, fromJson } from './json-values.ts'

/** A component that returns the example of each result. */
const calls: Calls = Object.fromEntries(
  functions.map(({ path, returns }) => [
    path,
    () => (returns === null ? undefined : fromJson(returns, exampleOf(returns), 'result')),
  ]),
)

function request(method: string, path: string, body: unknown = ''): HttpRequest {
  return {
    method,
    path,
    header: (name) => (name === 'content-type' ? 'application/json' : undefined),
    readBody: () => new TextEncoder().encode(JSON.stringify(body)),
  }
}

for (const { path, signature, params, returns } of functions) {
  test(`${path} calls ${signature}`, () => {
    for (const isBare of [false, true]) {
      const args = params.map(([, type]) => exampleOf(type, isBare))
      const { status, body } = handleRequest(request('POST', path, args), calls)
      assert.deepEqual([status, JSON.parse(body)], [200, returns === null ? null : exampleOf(returns)])
    }
  })

  test(`${path} refuses what does not fit`, () => {
    const { status, body } = handleRequest(request('POST', path, [...params, 'more']), calls)
    assert.deepEqual([status, JSON.parse(body).error.code], [400, 'arguments-invalid'])
  })
}

test('the address says how it is used', () => {
  assert.equal(handleRequest(request('GET', '/'), calls).body, usage)
})
