import assert from 'node:assert/strict'
import { test } from 'node:test'
import { handleRequest } from '@wasm-airlock/spin-app-template/src/app.ts'
import type { HttpRequest } from '@wasm-airlock/spin-app-template/src/http.ts'
import type { PromptServices } from '@wasm-airlock/spin-app-template/src/prompt.ts'
import { page } from './page.ts'

const services: PromptServices = {
  before: (prompt) => `<${prompt}>`,
  after: (completion) => `[${completion}]`,
  infer: (_, prompt) => ({ text: `echo: ${prompt}`, usage: { promptTokenCount: 1, generatedTokenCount: 2 } }),
}

function request(method: string, path: string, body = '', mediaType = 'text/plain'): HttpRequest {
  return {
    method,
    path,
    header: (name) => (name === 'content-type' ? mediaType : undefined),
    readBody: () => new TextEncoder().encode(body),
  }
}

test('a prompt goes through the component, the model and the component again', () => {
  const { status, body } = handleRequest(
    request('POST', '/api/prompt', '{"prompt":"Hi"}', 'application/json'),
    services,
    page,
  )
  assert.equal(status, 200)
  const { modifiedPrompt, completion, result } = JSON.parse(body)
  assert.deepEqual(
    { modifiedPrompt, completion, result },
    {
      modifiedPrompt: '<Hi>',
      completion: 'echo: <Hi>',
      result: '[echo: <Hi>]',
    },
  )
})

test('a prompt as text is answered as text', () => {
  assert.equal(handleRequest(request('POST', '/', 'Hi'), services, page).body, '[echo: <Hi>]')
})

test('the page says how it is used', () => {
  assert.match(handleRequest(request('GET', '/'), services, page).body, /api\/prompt/)
})
