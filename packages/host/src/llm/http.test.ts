import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import {
  llmKey as key,
  llmFailure,
  startAnsweringServer,
  startLlmServer,
  stopLlmServers,
} from '../test-support/llm-server.ts'
import { createLlmServer, type LlmServerOptions } from './http.ts'

function ask(options: LlmServerOptions, signal?: AbortSignal): Promise<unknown> {
  return createLlmServer({ key, ...options }).post('/infer', { a: 1 }, signal)
}

/** Answers with the statuses one after the other, the last one for ever. */
async function startUnsteadyServer(...answers: [status: number, headers?: Record<string, string>][]) {
  const bodies: string[] = []
  const url = await startLlmServer(async (incoming, response) => {
    const [status, headers = {}] = answers[Math.min(bodies.length, answers.length - 1)] ?? [500]
    bodies.push(await text(incoming))
    response.writeHead(status, headers).end(JSON.stringify({ status }))
  })
  return { url, bodies }
}

describe('repetition', () => {
  it.each([429, 503])('sends the whole request again after %i', async (status) => {
    const { url, bodies } = await startUnsteadyServer([status, { 'retry-after': '0' }], [status], [200])
    expect(await ask({ url })).toEqual({ status: 200 })
    expect(bodies).toEqual(['{"a":1}', '{"a":1}', '{"a":1}'])
  })

  it('gives up after maxRetries', async () => {
    const { url, bodies } = await startUnsteadyServer([503, { 'retry-after': '0' }])
    const error = await llmFailure(ask({ url, maxRetries: 3 }))
    expect([error.message, bodies.length]).toEqual(['The LLM server answered with status 503.', 4])
  })

  it.each([500, 502, 504, 400])('does not repeat what may have been done: status %i', async (status) => {
    const { url, bodies } = await startUnsteadyServer([status, { 'retry-after': '0' }])
    await llmFailure(ask({ url }))
    expect(bodies.length).toBe(1)
  })

  it('does not wait beyond the deadline, but says at once what the server said', async () => {
    const { url, bodies } = await startUnsteadyServer([429, { 'retry-after': '20' }])
    const before = performance.now()
    const error = await llmFailure(ask({ url, timeoutMs: 10_000 }))
    expect([error.message, bodies.length]).toEqual(['The LLM server answered with status 429.', 1])
    expect(performance.now() - before).toBeLessThan(5_000)
  })

  it('waits for a server that is not there yet', async () => {
    const url = await startAnsweringServer('')
    stopLlmServers()
    const answer = ask({ url, maxRetries: 8 })
    await startLlmServer((_, response) => response.end('{"up":true}'), Number(new URL(url).port))
    expect(await answer).toEqual({ up: true })
  })

  it('never repeats once a byte of an answer came', async () => {
    let asked = 0
    const url = await startLlmServer((_, response) => {
      asked += 1
      response.writeHead(200, { 'content-length': '100' }).write('{')
      response.socket?.end()
    })
    const error = await llmFailure(ask({ url }))
    expect([error.message, asked]).toEqual(['The LLM server cannot be reached.', 1])
  })

  it('ends in the middle of a wait when it is told to', async () => {
    const controller = new AbortController()
    const url = await startLlmServer((_, response) => {
      response.writeHead(429, { 'retry-after': '15' }).end()
      response.once('close', () => setImmediate(() => controller.abort()))
    })
    const error = await llmFailure(ask({ url }, controller.signal))
    expect(error.code).toBe('aborted')
  })
})

describe('concurrency', () => {
  it('asks no more than maxConcurrent at once, and answers all', async () => {
    let now = 0
    let most = 0
    const url = await startLlmServer(async (incoming, response) => {
      most = Math.max(most, ++now)
      const body = await text(incoming)
      setTimeout(() => {
        now -= 1
        response.end(body)
      }, 5)
    })
    const server = createLlmServer({ url, maxConcurrent: 3 })
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, id) => server.post('/x', { id }, undefined)),
    )
    expect(answers).toEqual(Array.from({ length: 20 }, (_, id) => ({ id })))
    expect(most).toBe(3)
  })

  it('waits for a turn until the deadline', async () => {
    const url = await startLlmServer(() => {})
    const server = createLlmServer({ url, maxConcurrent: 1, timeoutMs: 100 })
    const errors = await Promise.all([1, 2, 3].map(() => llmFailure(server.post('/x', {}, undefined))))
    for (const { message } of errors) expect(message).toContain('The LLM server did not answer within 100 ms')
  })

  it('has a queue of limited length, and says which option would help', async () => {
    const url = await startLlmServer(() => {})
    const server = createLlmServer({ url, maxConcurrent: 1 })
    const controller = new AbortController()
    const waiting = Array.from({ length: 1025 }, () => llmFailure(server.post('/x', {}, controller.signal)))
    const error = await llmFailure(server.post('/x', {}, undefined))
    expect(error.message).toBe(
      'The LLM server is asked too much: all 1 places, which maxConcurrent sets, are taken.',
    )
    controller.abort()
    expect(new Set((await Promise.all(waiting)).map(({ code }) => code))).toEqual(new Set(['aborted']))
  })

  it('leaves the queue when it is told to, and gives its place to the next', async () => {
    const release: (() => void)[] = []
    const url = await startLlmServer((_, response) => release.push(() => response.end('{}')))
    const server = createLlmServer({ url, maxConcurrent: 1 })
    const first = server.post('/x', {}, undefined)
    const controller = new AbortController()
    const second = llmFailure(server.post('/x', {}, controller.signal))
    const third = server.post('/x', {}, undefined)
    controller.abort()
    expect((await second).code).toBe('aborted')
    await expect.poll(() => release.length).toBe(1)
    release.shift()?.()
    await first
    await expect.poll(() => release.length).toBe(1)
    release.shift()?.()
    expect(await third).toEqual({})
  })
})

it.each([0, 1.5, Number.NaN, -1])('refuses %d as maxConcurrent', (maxConcurrent) => {
  expect(() => createLlmServer({ url: 'http://127.0.0.1', maxConcurrent })).toThrow(
    'maxConcurrent of the LLM is no whole number from 1.',
  )
})

it.each([1.5, Number.NaN, -1])('refuses %d as maxRetries', (maxRetries) => {
  expect(() => createLlmServer({ url: 'http://127.0.0.1', maxRetries })).toThrow(
    'maxRetries of the LLM is no whole number from 0.',
  )
})
