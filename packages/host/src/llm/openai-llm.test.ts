import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import {
  startAnsweringServer as answering,
  llmFailure as failure,
  llmKey as key,
  llmRequest as request,
  startLlmServer as startServer,
  stopLlmServers,
} from '../test-support/llm-server.ts'
import { createOpenAiLlm } from './openai-llm.ts'

function completion(content: unknown, usage?: unknown): string {
  return JSON.stringify({ choices: [{ message: { role: 'assistant', content } }], usage })
}

describe('createOpenAiLlm', () => {
  it('speaks the protocol: path, key, mapped model, parameters, usage', async () => {
    const seen: { url?: string | undefined; headers?: IncomingMessage['headers']; body?: unknown } = {}
    const url = await startServer(async (incoming, response) => {
      Object.assign(seen, {
        url: `${incoming.method} ${incoming.url}`,
        headers: incoming.headers,
        body: JSON.parse(await text(incoming)),
      })
      response.end(completion('ahoy!', { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 }))
    })
    const llm = createOpenAiLlm({ url, key, models: { 'llama2-chat': 'small' } })
    expect(await llm.infer(request)).toEqual({
      text: 'ahoy!',
      usage: { promptTokenCount: 5, generatedTokenCount: 2 },
    })
    expect(seen.url).toBe('POST /v1/chat/completions')
    expect(seen.headers?.authorization).toBe(`Bearer ${key}`)
    expect(seen.body).toEqual({
      model: 'small',
      messages: [{ role: 'user', content: 'say ahoy' }],
      stream: false,
      max_tokens: 100,
      temperature: 0.8,
      top_p: 0.9,
    })
  })

  it.each(['', '/', '/v1', '/v1/', '/proxy', '/proxy/v1'])('finds the endpoint below "%s"', async (path) => {
    let asked: string | undefined
    const url = await startServer((incoming, response) => {
      asked = incoming.url
      response.end(completion(''))
    })
    await createOpenAiLlm({ url: url + path }).infer(request)
    expect(asked).toBe(path.startsWith('/proxy') ? '/proxy/v1/chat/completions' : '/v1/chat/completions')
  })

  it('sends no key and an unmapped model as it is, and counts words where usage is missing', async () => {
    let authorization: string | undefined
    let model: unknown
    const url = await startServer(async (incoming, response) => {
      authorization = incoming.headers.authorization
      model = JSON.parse(await text(incoming)).model
      response.end(completion('one two three', null))
    })
    expect(await createOpenAiLlm({ url }).infer({ ...request, model: 'toString' })).toEqual({
      text: 'one two three',
      usage: { promptTokenCount: 2, generatedTokenCount: 3 },
    })
    expect([authorization, model]).toEqual([undefined, 'toString'])
  })

  it.each([401, 404, 429, 500, 503])(
    'reports status %i, with what the server said but not the key',
    async (status) => {
      const url = await answering(JSON.stringify({ error: { message: `bad key ${key}` } }), status)
      const error = await failure(createOpenAiLlm({ url, key, maxRetries: 0 }).infer(request))
      expect(error.code).toBe('llm-failed')
      expect(error.message).toBe(`The LLM server answered with status ${status}.`)
      expect(error.details).toEqual({ serverMessage: 'bad key [key]' })
    },
  )

  it.each([
    ['text', 'no json'],
    ['nothing', ''],
    ['no choices', '{"choices":[]}'],
    ['no text', completion(null)],
    ['a negative usage', completion('x', { prompt_tokens: -1, completion_tokens: 0 })],
  ])('refuses %s', async (_, body) => {
    const error = await failure(createOpenAiLlm({ url: await answering(body) }).infer(request))
    expect(error.message).toBe('The LLM server sent something that is no chat completion.')
  })

  it('does not follow a redirect', async () => {
    let followed = false
    const elsewhere = await startServer((_, response) => {
      followed = true
      response.end(completion('stolen'))
    })
    const url = await answering('', 307, { location: `${elsewhere}/v1/chat/completions` })
    const error = await failure(createOpenAiLlm({ url, key }).infer(request))
    expect([error.message, followed]).toEqual(['The LLM server answered with status 307.', false])
  })

  it('stops reading an answer that is too large', async () => {
    const url = await startServer((_, response) => {
      const pour = () => {
        while (response.write('x'.repeat(10_000)));
      }
      response.on('drain', pour)
      pour()
    })
    const error = await failure(createOpenAiLlm({ url, maxResponseBytes: 50_000 }).infer(request))
    expect(error.message).toBe(
      'The LLM server sent more than 50000 bytes, the limit that maxResponseBytes sets.',
    )
  })

  it('gives up at the deadline, before and in the middle of an answer', async () => {
    for (const url of [
      await startServer(() => {}),
      await startServer((_, response) => response.write('{')),
    ]) {
      const error = await failure(createOpenAiLlm({ url, timeoutMs: 50 }).infer(request))
      expect(error.message).toBe('The LLM server did not answer within 50 ms.')
    }
  })

  it('stops when it is told to', async () => {
    const controller = new AbortController()
    const url = await startServer(() => controller.abort())
    const error = await failure(createOpenAiLlm({ url }).infer(request, controller.signal))
    expect(error.code).toBe('aborted')
  })

  it('reports a server that is not there', async () => {
    const url = await answering('')
    stopLlmServers()
    const error = await failure(createOpenAiLlm({ url, key, maxRetries: 1 }).infer(request))
    expect([error.code, error.message]).toEqual(['llm-failed', 'The LLM server cannot be reached.'])
  })

  it.each([
    '',
    'nonsense',
    'ftp://host',
    'file:///etc/passwd',
    'http://u:p@host',
    'http://host/?a=b',
    'http://h/#f',
  ])('refuses the URL "%s"', (url) => {
    expect(() => createOpenAiLlm({ url })).toThrow('The URL of the LLM cannot be used.')
  })

  it.each(['two words', 'line\nend', ''])('refuses the key %j without repeating it', (badKey) => {
    expect(() => createOpenAiLlm({ url: 'http://127.0.0.1', key: badKey })).toThrow(
      /^The key of the LLM holds characters that no header can carry\.$/,
    )
  })
})

describe('embeddings of createOpenAiLlm', () => {
  const asked = { model: 'embedder', texts: ['one two', 'three'] }
  const list = (data: unknown, usage?: unknown) => JSON.stringify({ object: 'list', data, usage })

  it('speaks the protocol, and puts the vectors into the order of the texts', async () => {
    const seen: { url?: string | undefined; body?: unknown } = {}
    const url = await startServer(async (incoming, response) => {
      Object.assign(seen, { url: incoming.url, body: JSON.parse(await text(incoming)) })
      const data = [
        { object: 'embedding', index: 1, embedding: [0.25, -1e-9] },
        { object: 'embedding', index: 0, embedding: [1, 0] },
      ]
      response.end(list(data, { prompt_tokens: 9, total_tokens: 9 }))
    })
    const llm = createOpenAiLlm({ url: `${url}/v1`, key, models: { embedder: 'small' } })
    expect(await llm.embed(asked)).toEqual({
      embeddings: [
        [1, 0],
        [0.25, -1e-9],
      ],
      usage: { promptTokenCount: 9 },
    })
    expect(seen).toEqual({ url: '/v1/embeddings', body: { model: 'small', input: ['one two', 'three'] } })
  })

  it('takes answers without index and usage', async () => {
    const url = await answering(list([{ embedding: [1] }, { embedding: [2] }]))
    expect(await createOpenAiLlm({ url }).embed(asked)).toEqual({
      embeddings: [[1], [2]],
      usage: { promptTokenCount: 3 },
    })
  })

  it.each([
    ['too few', list([{ embedding: [1] }])],
    ['one twice', list([0, 0].map((index) => ({ index, embedding: [1] })))],
    ['text for numbers', list([{ embedding: ['1'] }, { embedding: [2] }])],
    ['what no 32-bit float can say', list([{ embedding: [1e39] }, { embedding: [2] }])],
    ['a completion', completion('x')],
  ])('refuses %s', async (_, body) => {
    const error = await failure(createOpenAiLlm({ url: await answering(body) }).embed(asked))
    expect(error.message).toBe('The LLM server sent something that is no list of embeddings.')
  })
})
