import { readFile } from 'node:fs/promises'
import { checkTargets, inspectComponent } from '@wasm-airlock/wac'
import { beforeAll, describe, expect, test } from 'vitest'
import { collectWit } from '../scripts/wit.ts'
import { type FakeRequest, loadComponent, type Serve } from './fake-host.ts'
import type { PromptServices } from './prompt.ts'

const services: PromptServices = {
  before: (prompt) => `<${prompt}>`,
  after: (completion) => `[${completion}]`,
  infer: (model, prompt) => ({
    text: `${model}: ${prompt}`,
    usage: { promptTokenCount: 3, generatedTokenCount: 4 },
  }),
}

let serve: Serve
beforeAll(async () => {
  serve = await loadComponent()
})

function post(prompt: string, overrides: Partial<FakeRequest> = {}): FakeRequest {
  return {
    method: 'POST',
    path: '/api/prompt',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ prompt }),
    ...overrides,
  }
}

describe('the built component', () => {
  test('conforms to its world and imports nothing but what serving a request takes', async () => {
    const bytes = await readFile(new URL('../dist/app.wasm', import.meta.url))
    const { mismatches } = await checkTargets(bytes, await collectWit(), { world: 'prompt-app' })
    expect(mismatches.filter(({ name }) => !name.startsWith('wasi:http/outgoing-handler@'))).toEqual([])
    const { imports } = await inspectComponent(bytes)
    expect(imports.map(({ name }) => name.replace(/@.*/, '')).sort()).toEqual([
      'component:promptprocessor/promptmodification',
      'fermyon:spin/llm',
      'wasi:clocks/monotonic-clock',
      'wasi:http/outgoing-handler',
      'wasi:http/types',
      'wasi:io/error',
      'wasi:io/poll',
      'wasi:io/streams',
    ])
  })

  test('answers a prompt with all its stages', async () => {
    const response = await serve(post('Ahoi ☠️'), services)
    expect(response.status).toBe(200)
    expect(response.headers['content-type']).toBe('application/json; charset=utf-8')
    expect(response.headers['content-length']).toBe(String(Buffer.byteLength(response.body)))
    expect(JSON.parse(response.body)).toEqual({
      prompt: 'Ahoi ☠️',
      modifiedPrompt: '<Ahoi ☠️>',
      completion: 'llama2-chat: <Ahoi ☠️>',
      result: '[llama2-chat: <Ahoi ☠️>]',
      model: 'llama2-chat',
      usage: { promptTokenCount: 3, generatedTokenCount: 4 },
    })
  })

  test('answers plain text with plain text', async () => {
    const request = post('', { path: '/', headers: { 'content-type': 'text/plain' }, body: 'Hi' })
    const { status, body } = await serve(request, services)
    expect({ status, body }).toEqual({ status: 200, body: '[llama2-chat: <Hi>]' })
  })

  test('serves the page, and to HEAD its headers alone', async () => {
    const get = await serve({ method: 'GET', path: '/?x' }, services)
    expect(get.status).toBe(200)
    expect(get.body).toMatch(/^<!doctype html>/)
    const head = await serve({ method: 'HEAD', path: '/' }, services)
    const { 'content-length': _, ...headers } = get.headers
    expect(head).toEqual({ status: 200, headers, body: '' })
  })

  test('reads a body that comes byte by byte, and characters cut in two', async () => {
    const response = await serve(post('ä☠️', { chunkBytes: 1 }), services)
    expect(JSON.parse(response.body)).toMatchObject({ prompt: 'ä☠️' })
  })

  test('takes a body of exactly the limit and not a byte more', async () => {
    const text = { path: '/', headers: { 'content-type': 'text/plain' } }
    const longest = await serve(post('', { ...text, body: 'x'.repeat(65_536) }), services)
    expect([longest.status, longest.body.length]).toEqual([200, 65_536 + '[llama2-chat: <>]'.length])
    const longer = await serve(post('', { ...text, body: 'x'.repeat(65_537) }), services)
    expect([longer.status, JSON.parse(longer.body).error.code]).toEqual([413, 'body-too-large'])
  })

  test('answers 502 where the language model fails, without the reason', async () => {
    const failing = (payload: unknown): PromptServices => ({
      ...services,
      infer: () => {
        throw payload
      },
    })
    const codeOf = async (payload: unknown) => {
      const { status, body } = await serve(post('Hi'), failing(payload))
      expect(body).not.toContain('secret')
      return [status, JSON.parse(body).error.code]
    }
    expect(await codeOf({ tag: 'runtime-error', val: 'secret' })).toEqual([502, 'llm-failed'])
    expect(await codeOf({ tag: 'invalid-input', val: 'secret' })).toEqual([502, 'llm-input-refused'])
    expect(await codeOf({ tag: 'model-not-supported' })).toEqual([502, 'llm-model-unsupported'])
  })

  test('dies with the component that traps', async () => {
    const trapping: PromptServices = {
      ...services,
      before: () => {
        throw new Error('the component trapped')
      },
    }
    await expect(serve(post('Hi'), trapping)).rejects.toThrow('the component trapped')
  })

  test('answers a method of its own with 405', async () => {
    const response = await serve({ method: 'BREW', path: '/' }, services)
    expect([response.status, response.headers.allow]).toEqual([405, 'GET, HEAD, POST'])
  })
})
