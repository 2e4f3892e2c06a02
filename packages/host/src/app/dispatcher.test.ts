import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createEchoLlm } from '../llm/echo-llm.ts'
import type { LlmProvider } from '../llm/llm.ts'
import { startFakeApp } from '../test-support/fake-app.ts'
import type { AppDispatcher } from './dispatcher.ts'
import type { AppResponse } from './request.ts'
import type { Grants } from './worker.ts'

let folder: string
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'airlock-test-')))
})
afterEach(() => rm(folder, { recursive: true }))

const startWorker = (onRequest: string, options: Partial<Parameters<typeof startFakeApp>[1]> = {}) =>
  startFakeApp(folder, { ...options, onRequest })

function ask(app: AppDispatcher, path = '/'): Promise<AppResponse> {
  return app.submit({ method: 'GET', path, headers: [], body: new Uint8Array() })
}

describe('a worker that asks for what no guest can is ended, and nothing else', () => {
  test.each([
    ['a time that no timer can count', `request({ connectTimeoutMs: 2 ** 40 })`],
    ['a path that is too long', `request({ path: '/' + 'x'.repeat(70_000) })`],
    ['header fields that are too large', `request({ headers: [['a', 'x'.repeat(70_000)]] })`],
    ['a body above the limit', `request({}, 1001)`],
    ['a prompt above the limit', `infer({ prompt: 'x'.repeat(1001) })`],
    ['a model with a name that is too long', `infer({ model: 'x'.repeat(1001) })`],
    ['a number that WIT cannot say', `infer({ params: { ...params, topK: 2 ** 32 } })`],
    ['an operation that there is not', `ask('files.read', {})`],
    ['that it is ready, again', `send({ type: 'ready' })`],
    ['that it cannot be used, after it was', `send({ type: 'unusable', kind: 'trapped', message: '' })`],
    [
      'arguments that are nested too deeply',
      `let deep = []; for (let n = 0; n < 5000; n++) deep = [deep]; ask('llm.infer', deep)`,
    ],
    ['a line that is too long', `log('x'.repeat(8193))`],
    ['a chunk of a channel that it never opened', `chunk({ stream: 7 })`],
    ['a chunk of a request that there is not', `chunk({ call: message.id + 1 })`],
    ['a chunk after the end', `request({}, 0, 1); chunk({ end: true }); chunk({})`],
    ['a chunk after a reset', `request({}, 0, 1); reset(); chunk({})`],
    ['a chunk of nothing', `request({}, 0, 1); chunk({}, 0)`],
    ['a channel twice', `request({}, 0, 1); request({}, 0, 1)`],
    ['more channels than it may have', `for (let n = 1; n < 40; n++) request({}, 0, n)`],
    ['more bytes in parts than a body may have', `request({}, 0, 1); chunk({}, 900); chunk({}, 101)`],
    ['credit for a channel that there is not', `send({ type: 'credit', call: last, stream: 3, bytes: 1 })`],
    [
      'trailers that are too large',
      `request({}, 0, 1); chunk({ end: true, trailers: [['a', 'x'.repeat(70_000)]] })`,
    ],
  ])('%s', async (_, onRequest) => {
    const { app } = await startWorker(onRequest)
    expect((await ask(app)).status).toBe(503)
    await app.close()
  })

  test('more bytes than it has credit for', async () => {
    const onRequest = `request({}, 0, 1); for (let n = 0; n < 5; n++) chunk({}, 60_000)`
    const { app, lines } = await startWorker(onRequest, { limits: { maxBodyBytes: 1_000_000 } })
    expect((await ask(app)).status).toBe(503)
    expect(lines.join()).toMatch(/without credit/)
    await app.close()
  })

  test('more things at once than it may', async () => {
    const llm = { infer: () => new Promise<never>(() => {}) }
    const { app, lines } = await startWorker(`for (let n = 0; n < 257; n++) infer()`, { llm })
    expect((await ask(app)).status).toBe(503)
    expect(lines.join()).toMatch(/more than 256 at once/)
    await app.close()
  })

  test('what cannot be served', async () => {
    const isAllowed = () => {
      throw new Error('a bug')
    }
    const { app, lines } = await startWorker('request({})', { isAllowed })
    expect((await ask(app)).status).toBe(503)
    expect(lines.join()).toMatch(/could not be served/)
  })
})

test('who breaks a rule is the request that the message is about, not the one that runs', async () => {
  const onRequest = `
    if (message.path === '/bad') { bad = message.id; send({ type: 'suspended', id: message.id }) }
    else if (bad !== undefined) chunk({ call: bad, stream: 7 })
    else {
      send({ type: 'response', id: message.id, status: 200, headers: [] })
      send({ type: 'done', id: message.id })
    }`
  const { app } = await startWorker(onRequest, { top: 'let bad' })
  const both = await Promise.all([ask(app, '/bad'), ask(app, '/good')])
  expect(both.map(({ status }) => status)).toEqual([503, 200])
  await app.close()
})

test('a worker that tells of failures without end is ended', async () => {
  const onRequest = `for (let n = 0; n < 1000; n++) send({ type: 'failed', id: last, kind: 'trapped', message: 'm' })`
  const { app, lines } = await startWorker(onRequest)
  expect((await ask(app)).status).toBe(500)
  await expect.poll(() => lines.join()).toContain('again and again')
  expect(lines).toHaveLength(3)
  await app.close()
})

test('a worker that prints more than its instances may is ended', async () => {
  const { app } = await startWorker(`for (let line = 0; line < 1000; line++) log('x'.repeat(100))`)
  expect((await ask(app)).status).toBe(503)
  await app.close()
})

test('a worker that ends before it is ready, three times, is given up until the next request', async () => {
  const { app, lines } = await startWorker('', { top: 'process.exit(3)' })
  expect((await ask(app)).status).toBe(503)
  expect(lines.filter((text) => text.includes('exited with status 3'))).toHaveLength(3)
  await app.close()
})

describe('time', () => {
  test('covers what the instance does after the response', async () => {
    const { app, lines } = await startWorker(
      `send({ type: 'response', id: message.id, status: 200, headers: [] })`,
      { limits: { requestTimeoutMs: 300 } },
    )
    expect((await ask(app)).status).toBe(200)
    // Only a new worker can answer, since the first instance never ends.
    await vi.waitFor(() => expect(lines.join()).toMatch(/deadline-exceeded: .* 300 ms.*requestTimeoutMs/))
    expect((await ask(app)).status).toBe(200)
    await app.close()
  })

  test('of the processor ends with an error of its own', async () => {
    const { app, lines } = await startWorker(
      `if (message.path === '/loop') for (;;);
      send({ type: 'response', id: message.id, status: 200, headers: [] })
      send({ type: 'done', id: message.id })`,
      { limits: { cpuTimeMs: 200 } },
    )
    const [loop, behind] = await Promise.all([ask(app, '/loop'), ask(app, '/')])
    expect(loop.status).toBe(504)
    expect(new TextDecoder().decode(await loop.body.bytes())).toContain('cpu-time-exceeded')
    expect(behind.status).toBe(200)
    expect(lines.join()).toMatch(/cpu-time-exceeded: .* 200 ms.*cpuTimeMs/)
    await app.close()
  })
})

describe('requests behind one that runs and runs', () => {
  // Answers with the number of its process, so that a test sees who did.
  const onRequest = `
    if (message.path === '/loop') for (;;);
    if (message.path === '/answer-and-loop') {
      send({ type: 'response', id: message.id, status: 200, headers: [] })
      for (;;);
    }
    if (message.path === '/suspend') { infer(); send({ type: 'suspended', id: message.id }) }
    else {
      send({ type: 'response', id: message.id, status: 200, headers: [['pid', String(process.pid)]] })
      send({ type: 'done', id: message.id })
    }`
  const onAnswer = `
    send({ type: 'running', id: last })
    send({ type: 'response', id: last, status: 200, headers: [['answer', message.answer.text]] })
    send({ type: 'done', id: last })`

  test('are run elsewhere: one that was not entered yet', async () => {
    const { app } = await startWorker(onRequest, { limits: { workers: 2 } })
    expect((await ask(app, '/answer-and-loop')).status).toBe(200)
    const answer = await ask(app, '/')
    expect(answer.status).toBe(200)
    await app.close()
  })

  test('are run elsewhere: one that waits for the model, which is not asked again', async () => {
    const asked: string[] = []
    const waiting = Promise.withResolvers<void>()
    const first = Promise.withResolvers<void>()
    const llm: LlmProvider = {
      infer: async (request) => {
        asked.push(request.prompt)
        first.resolve()
        await waiting.promise
        return createEchoLlm().infer(request)
      },
    }
    const { app } = await startWorker(onRequest, { limits: { workers: 2 }, llm, onAnswer })
    const patient = ask(app, '/suspend')
    await first.promise
    const loop = ask(app, '/loop')
    waiting.resolve()
    expect((await patient).headers).toEqual([['answer', 'echo: p']])
    expect(asked).toEqual(['p'])
    await app.close()
    expect((await loop).status).toBe(503)
  })
})

describe('memory', () => {
  const usage = (made: number, instances: number, bytes: number) =>
    `send({ type: 'usage', made: ${made}, instances: ${instances}, bytes: ${bytes} });`
  const answer = `
    send({ type: 'response', id: message.id, status: 200, headers: [['pid', String(process.pid)]] })
    send({ type: 'done', id: message.id })`

  test('of instances says how many requests are in flight', async () => {
    const entered: string[] = []
    const onRequest = `${usage(2, 2, 100)} log(message.path)
      if (message.path === '/last') { ${answer} } else send({ type: 'suspended', id: message.id })`
    const log: Grants['log'] = ({ text }) => void entered.push(text)
    const { app, lines } = await startWorker(onRequest, {
      limits: { maxGuestBytes: 149, requestTimeoutMs: 1000 },
      log,
    })
    const all = ['/1', '/2', '/3'].map((path) => ask(app, path))
    expect((await Promise.all(all)).map(({ status }) => status)).toEqual([504, 504, 504])
    // Two instances of 50 bytes fit, a third does not; it waits for as long as it may.
    expect(entered.filter((text) => text.startsWith('/'))).toEqual(['/1', '/2'])
    expect(lines).toEqual([])
    await app.close()
  })

  test('that a worker has made too much of replaces it, when the next one is ready', async () => {
    const { app } = await startWorker(`${usage(100_000, 1, 10)} ${answer}`)
    const pids = new Set<string | undefined>()
    await vi.waitFor(async () => {
      const response = await ask(app)
      expect(response.status).toBe(200)
      pids.add(response.headers[0]?.[1])
      expect(pids.size).toBeGreaterThan(2)
    })
    await app.close()
  })
})

test('a queue that is full takes nobody, and says so', async () => {
  const { app, lines } = await startWorker('', { limits: { maxWaiting: 1 } })
  const answers = [ask(app), ask(app), ask(app)]
  expect((await Promise.race(answers)).status).toBe(503)
  expect(lines.join()).toMatch(/queue-full: .* 1 others.*maxWaiting/)
  await app.close()
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([503, 503, 503])
})
