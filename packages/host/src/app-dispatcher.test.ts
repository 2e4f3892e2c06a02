import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { AppDispatcher } from './app-dispatcher.ts'
import { type AppLimits, appLimits } from './app-limits.ts'
import type { AppResponse } from './app-request.ts'
import type { Grants } from './app-worker.ts'
import { createEchoLlm } from './echo-llm.ts'
import type { FetchOutbound } from './outbound.ts'
import { sayTo } from './say.ts'
import { createHttpHandlers } from './services/http/broker.ts'
import { createLlmHandlers } from './services/llm/broker.ts'

/** A worker that is not ours: the guest has taken its process over. */
const worker = (onRequest: string, top: string) => `
  ${top}
  function send(header, payloadBytes = 0) {
    const json = Buffer.from(JSON.stringify(header))
    const frame = Buffer.alloc(8 + json.length + payloadBytes)
    frame.writeUInt32BE(json.length, 0)
    frame.writeUInt32BE(payloadBytes, 4)
    json.copy(frame, 8)
    process.stdout.write(frame)
  }
  const ask = (operation, args, payloadBytes) => send({ type: 'ask', id: 1, call: last, operation, args }, payloadBytes)
  const params = {
    maxTokens: 1, repeatPenalty: 1, repeatPenaltyLastNTokenCount: 1, temperature: 1, topK: 1, topP: 1 }
  const infer = (other) => ask('llm.infer', { model: 'm', prompt: 'p', params, ...other })
  const request = (other, payloadBytes) => ask('http.send', {
    method: 'GET', scheme: 'http', authority: 'a.example', path: '/', headers: [], timeoutMs: null, ...other,
  }, payloadBytes)
  let last
  let rest = Buffer.alloc(0)
  process.stdin.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk])
    while (rest.length >= 8) {
      const header = rest.readUInt32BE(0)
      const total = 8 + header + rest.readUInt32BE(4)
      if (rest.length < total) return
      const message = JSON.parse(rest.subarray(8, 8 + header).toString())
      rest = rest.subarray(total)
      on(message)
    }
  })
  function on(message) {
    if (message.type === 'start') send({ type: 'ready' })
    if (message.type === 'request') {
      last = message.id
      send({ type: 'running', id: message.id })
      ${onRequest}
    }
  }
  function log(text) { send({ type: 'log', stream: 'stdout', text }) }`

let folder: string
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'airlock-test-')))
})
afterEach(() => rm(folder, { recursive: true }))

const limits = appLimits({
  requestTimeoutMs: 60_000,
  maxMemoryBytes: 1024 * 1024,
  maxBodyBytes: 1000,
  workers: 1,
})

async function startWorker(
  onRequest: string,
  options: {
    fetchOutbound?: FetchOutbound
    log?: Grants['log']
    limits?: Partial<AppLimits>
    top?: string
  } = {},
) {
  await writeFile(join(folder, 'worker.mjs'), worker(onRequest, options.top ?? ''))
  const lines: string[] = []
  const prepared = { folder, interfaces: [], exports: [], suspends: true, remove: async () => {} }
  const { fetchOutbound, log = ({ text }) => void lines.push(text), limits: other } = options
  const handlers = new Map([
    ...createLlmHandlers({ aiModels: ['m'], llm: createEchoLlm(), maxPromptBytes: 1000 }, sayTo(log)),
    ...createHttpHandlers(
      {
        isAllowed: () => 'anywhere',
        fetchOutbound: fetchOutbound ?? (async () => ({ status: 200, headers: [], body: new Uint8Array() })),
        maxBodyBytes: 1000,
      },
      sayTo(log),
    ),
  ])
  const app = new AppDispatcher(prepared, { ...limits, ...other }, { handlers, log }, undefined)
  return { app, lines }
}

function ask(app: AppDispatcher, path = '/'): Promise<AppResponse> {
  return app.submit({ method: 'GET', path, headers: [], body: new Uint8Array() })
}

describe('a worker that asks for what no guest can is ended, and nothing else', () => {
  test.each([
    ['a time that no timer can count', `request({ timeoutMs: 2 ** 40 })`],
    ['a path that is too long', `request({ path: '/' + 'x'.repeat(70_000) })`],
    ['header fields that are too large', `request({ headers: [['a', 'x'.repeat(70_000)]] })`],
    ['a body above the limit', `request({}, 1001)`],
    ['a prompt above the limit', `infer({ prompt: 'x'.repeat(1001) })`],
    ['a model with a name that is too long', `infer({ model: 'x'.repeat(1001) })`],
    ['a number that WIT cannot say', `infer({ params: { ...params, topK: 2 ** 32 } })`],
    ['an operation that there is not', `ask('files.read', {})`],
    ['a line that is too long', `log('x'.repeat(8193))`],
  ])('%s', async (_, onRequest) => {
    const { app } = await startWorker(onRequest)
    expect((await ask(app)).status).toBe(503)
    await app.close()
  })

  test('what cannot be served', async () => {
    const broken = { status: 200, headers: [], body: null as unknown as Uint8Array }
    const { app, lines } = await startWorker('request({})', { fetchOutbound: async () => broken })
    expect((await ask(app)).status).toBe(503)
    expect(lines.join()).toMatch(/could not be served/)
  })
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
    expect(new TextDecoder().decode(loop.body)).toContain('cpu-time-exceeded')
    expect(behind.status).toBe(200)
    expect(lines.join()).toMatch(/cpu-time-exceeded: .* 200 ms.*cpuTimeMs/)
    await app.close()
  })
})
