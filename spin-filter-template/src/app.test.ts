import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { HttpRequest } from '@wasm-airlock/spin-app-template/src/http.ts'
import { handleRequest, usage } from './app.ts'

const apply = (text: string) => text.toUpperCase()

function request(method: string, path: string, body = '', mediaType = 'text/plain'): HttpRequest {
  const bytes = new TextEncoder().encode(body)
  return {
    method,
    path,
    header: (name) => (name === 'content-type' ? mediaType : undefined),
    readBody: (limit) => (bytes.length > limit ? undefined : bytes),
  }
}

test('a text is answered with what the filter makes of it, never as HTML', () => {
  const { status, headers, body } = handleRequest(request('POST', '/', '<b>hello 😀</b>'), apply)
  assert.deepEqual([status, body], [200, '<B>HELLO 😀</B>'])
  assert.deepEqual(headers[0], ['content-type', 'text/plain; charset=utf-8'])
})

test('no text is a text too', () => {
  assert.equal(handleRequest(request('POST', '/?'), apply).status, 200)
})

test('the address says how it is used', () => {
  assert.equal(handleRequest(request('GET', '/'), apply).body, usage)
  assert.equal(handleRequest(request('HEAD', '/'), apply).status, 200)
})

test('what cannot be served is refused with a code', () => {
  const refusal = (...given: Parameters<typeof request>) => {
    const { status, body } = handleRequest(request(...given), apply)
    return [status, JSON.parse(body).error.code]
  }
  assert.deepEqual(refusal('GET', '/x'), [404, 'not-found'])
  assert.deepEqual(refusal('DELETE', '/'), [405, 'method-not-allowed'])
  assert.deepEqual(refusal('POST', '/', 'x', 'text/html'), [415, 'media-type-unsupported'])
  assert.deepEqual(refusal('POST', '/', 'x'.repeat(65_537)), [413, 'body-too-large'])
})

test('a filter that fails is not the answer', () => {
  const failing = () => {
    throw new Error('secret')
  }
  const { status, body } = handleRequest(request('POST', '/', 'x'), failing)
  assert.equal(status, 500)
  assert.doesNotMatch(body, /secret/)
})
