import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { handleRequest } from './app.ts'
import { maximumBodyBytes } from './body.ts'
import type { HttpRequest } from './http.ts'
import { model, type PromptServices } from './prompt.ts'

const page = { html: '<!doctype html>', contentSecurityPolicy: "default-src 'none'" }

const services: PromptServices = {
  before: (prompt) => `<${prompt}>`,
  after: (completion) => `[${completion}]`,
  infer: (_, prompt) => ({ text: `echo: ${prompt}`, usage: { promptTokenCount: 1, generatedTokenCount: 2 } }),
}

interface Given {
  readonly body?: string | Uint8Array
  readonly headers?: Readonly<Record<string, string>>
}

function request(method: string, path: string, { body = '', headers = {} }: Given = {}): HttpRequest {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  return {
    method,
    path,
    header: (name) => headers[name],
    readBody: (limit) => (bytes.length > limit ? undefined : bytes),
  }
}

const json = { 'content-type': 'application/json' }
const text = { 'content-type': 'text/plain' }

/** Status and code of the error that a request gets. */
function refusal(method: string, path: string, given: Given): [number, string] {
  const { status, body } = handleRequest(request(method, path, given), services, page)
  return [status, JSON.parse(body).error.code]
}

describe('routes', () => {
  test('the page, with its own policy', () => {
    const { status, headers, body } = handleRequest(request('GET', '/'), services, page)
    expect([status, body]).toEqual([200, page.html])
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': page.contentSecurityPolicy,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
  })

  test('a query changes nothing', () => {
    expect(handleRequest(request('GET', '/?utm=1'), services, page).status).toBe(200)
  })

  test.each(['/x', '/api', '/api/prompt/', '//', '/constructor', '/__proto__'])('no path %s', (path) => {
    expect(refusal('GET', path, {})).toEqual([404, 'not-found'])
  })

  test.each([
    ['PUT', '/', 'GET, HEAD, POST'],
    ['OPTIONS', '/', 'GET, HEAD, POST'],
    ['constructor', '/', 'GET, HEAD, POST'],
    ['GET', '/api/prompt', 'POST'],
    ['HEAD', '/api/prompt', 'POST'],
  ])('%s %s is not allowed', (method, path, allowed) => {
    const { status, headers, body } = handleRequest(request(method, path), services, page)
    expect([status, JSON.parse(body).error.code]).toEqual([405, 'method-not-allowed'])
    expect(new Map(headers).get('allow')).toBe(allowed)
  })
})

describe('prompts', () => {
  test('as JSON: all the stages', () => {
    const given = { headers: json, body: '{"prompt":"Hi\\u0000 \\ud83d\\ude00","more":1}' }
    const { status, headers, body } = handleRequest(request('POST', '/api/prompt', given), services, page)
    expect([status, headers[0]]).toEqual([200, ['content-type', 'application/json; charset=utf-8']])
    expect(JSON.parse(body)).toEqual({
      prompt: 'Hi\0 😀',
      modifiedPrompt: '<Hi\0 😀>',
      completion: 'echo: <Hi\0 😀>',
      result: '[echo: <Hi\0 😀>]',
      model: 'llama2-chat',
      usage: { promptTokenCount: 1, generatedTokenCount: 2 },
    })
  })

  test('as text: the result, never as HTML', () => {
    const given = { headers: text, body: '<b>Hi</b>' }
    const { headers, body } = handleRequest(request('POST', '/', given), services, page)
    expect(headers[0]).toEqual(['content-type', 'text/plain; charset=utf-8'])
    expect(body).toBe('[echo: <<b>Hi</b>>]')
  })

  test.each(['Application/JSON', 'application/json; charset=UTF-8', 'application/json;charset="utf-8"'])(
    'media type %s is taken',
    (type) => {
      const given = { headers: { 'content-type': type }, body: '{"prompt":"Hi"}' }
      expect(handleRequest(request('POST', '/api/prompt', given), services, page).status).toBe(200)
    },
  )

  test.each(['', 'text/plain', 'application/jsonp', 'application/json; charset=utf-16'])(
    'media type "%s" is refused',
    (type) => {
      const given = { headers: { 'content-type': type }, body: '{"prompt":"Hi"}' }
      expect(refusal('POST', '/api/prompt', given)).toEqual([415, 'media-type-unsupported'])
    },
  )

  test.each([
    ['', 'json-invalid'],
    ['{"prompt":', 'json-invalid'],
    ['null', 'prompt-missing'],
    ['"Hi"', 'prompt-missing'],
    ['["prompt"]', 'prompt-missing'],
    ['{}', 'prompt-missing'],
    ['{"prompt":1}', 'prompt-missing'],
    ['{"prompt":""}', 'prompt-empty'],
  ])('the body %s is refused', (body, code) => {
    expect(refusal('POST', '/api/prompt', { headers: json, body })).toEqual([400, code])
  })

  test('a body that is not UTF-8 is refused, a lone surrogate is replaced', () => {
    const cut = { headers: text, body: new Uint8Array([0x61, 0xc3]) }
    expect(refusal('POST', '/', cut)).toEqual([400, 'encoding-invalid'])
    const lone = { headers: json, body: '{"prompt":"\\ud83d"}' }
    const { body } = handleRequest(request('POST', '/api/prompt', lone), services, page)
    expect(JSON.parse(body).prompt).toBe('\ufffd')
  })

  test('a body over the limit is refused', () => {
    const body = 'x'.repeat(maximumBodyBytes + 1)
    expect(refusal('POST', '/', { headers: text, body })).toEqual([413, 'body-too-large'])
  })

  test('the page of another site cannot spend the model', () => {
    const from = (site: string) => ({ headers: { ...text, 'sec-fetch-site': site }, body: 'Hi' })
    expect(refusal('POST', '/', from('cross-site'))).toEqual([403, 'other-site'])
    expect(refusal('POST', '/', from('same-site'))).toEqual([403, 'other-site'])
    expect(handleRequest(request('POST', '/', from('same-origin')), services, page).status).toBe(200)
  })
})

describe('the language model', () => {
  test('is the one that the manifest allows', async () => {
    const manifest = await readFile(new URL('../spin.toml', import.meta.url), 'utf8')
    expect(manifest).toContain(`ai_models = ["${model}"]`)
  })

  test.each([
    [{ payload: { tag: 'model-not-supported' } }, 'llm-model-unsupported'],
    [{ payload: { tag: 'invalid-input', val: 'secret' } }, 'llm-input-refused'],
    [{ payload: { tag: 'runtime-error', val: 'secret' } }, 'llm-failed'],
    [new Error('secret'), 'llm-failed'],
    [undefined, 'llm-failed'],
  ])('fails with %o', (reason, code) => {
    const failing: PromptServices = {
      ...services,
      infer: () => {
        throw reason
      },
    }
    const given = { headers: text, body: 'Hi' }
    const { status, body } = handleRequest(request('POST', '/', given), failing, page)
    expect([status, JSON.parse(body).error.code]).toEqual([502, code])
    expect(body).not.toContain('secret')
  })
})
