import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { AppRequest, AppResponse } from './app-request.ts'
import { AppWorker, type Grants } from './app-worker.ts'
import { createEchoLlm } from './echo-llm.ts'
import type { FetchOutbound } from './outbound.ts'
import { sayTo } from './say.ts'
import { createHttpHandlers } from './services/http/broker.ts'
import { createLlmHandlers } from './services/llm/broker.ts'

/** A worker that is not ours: the guest has taken its process over. */
const worker = (onRequest: string) => `
  function send(header, payloadBytes = 0) {
    const json = Buffer.from(JSON.stringify(header))
    const frame = Buffer.alloc(8 + json.length + payloadBytes)
    frame.writeUInt32BE(json.length, 0)
    frame.writeUInt32BE(payloadBytes, 4)
    json.copy(frame, 8)
    process.stdout.write(frame)
  }
  const ask = (operation, args, payloadBytes) => send({ type: 'ask', id: 1, call: 1, operation, args }, payloadBytes)
  const params = {
    maxTokens: 1, repeatPenalty: 1, repeatPenaltyLastNTokenCount: 1, temperature: 1, topK: 1, topP: 1 }
  const infer = (other) => ask('llm.infer', { model: 'm', prompt: 'p', params, ...other })
  const request = (other, payloadBytes) => ask('http.send', {
    method: 'GET', scheme: 'http', authority: 'a.example', path: '/', headers: [], timeoutMs: null, ...other,
  }, payloadBytes)
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
    if (message.type === 'ping') { send({ type: 'pong', id: message.id }); log('pinged') }
    if (message.type === 'request') { ${onRequest} }
  }
  function log(text) { send({ type: 'log', stream: 'stdout', text }) }`

let folder: string
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'airlock-test-')))
})
afterEach(() => rm(folder, { recursive: true }))

const limits = { requestTimeoutMs: 60_000, maxMemoryBytes: 1024 * 1024, maxBodyBytes: 1000 }

async function startWorker(
  onRequest: string,
  options: { fetchOutbound?: FetchOutbound; log?: Grants['log'] } = {},
) {
  await writeFile(join(folder, 'worker.mjs'), worker(onRequest))
  const lines: string[] = []
  const prepared = { folder, interfaces: [], exports: [], remove: async () => {} }
  const { fetchOutbound, log = ({ text }) => void lines.push(text) } = options
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
  return { app: new AppWorker(prepared, limits, { handlers, log }, () => {}), lines }
}

function ask(app: AppWorker, path = '/'): Promise<AppResponse> {
  const request: AppRequest = { method: 'GET', path, headers: [], body: new Uint8Array() }
  return app.handle(request).response
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
    await app.ended
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
  await app.ended
})

describe('the deadline of a request', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => void vi.useRealTimers())

  test('covers what its instance does after the response', async () => {
    const { app, lines } = await startWorker(`send({ type: 'response', id: 1, status: 200, headers: [] })`)
    const { response, done } = app.handle({ method: 'GET', path: '/', headers: [], body: new Uint8Array() })
    expect((await response).status).toBe(200)
    await vi.advanceTimersByTimeAsync(limits.requestTimeoutMs)
    await done
    await app.ended
    expect(lines.join()).toMatch(/longer than/)
  })

  test('passes for two at once without harm to a third', async () => {
    const pinged = Promise.withResolvers<void>()
    const onRequest = `
      if (message.path === '/answer') send({ type: 'response', id: message.id, status: 200, headers: [] })`
    const log: Grants['log'] = ({ text }) => void (text === 'pinged' && pinged.resolve())
    const { app } = await startWorker(onRequest, { log })
    const both = [ask(app), ask(app)]
    await vi.advanceTimersByTimeAsync(limits.requestTimeoutMs / 2)
    const third = ask(app)
    await vi.advanceTimersByTimeAsync(limits.requestTimeoutMs / 2)
    expect((await Promise.all(both)).map(({ status }) => status)).toEqual([504, 504])
    await pinged.promise
    await vi.advanceTimersByTimeAsync(limits.requestTimeoutMs / 4)
    expect((await ask(app, '/answer')).status).toBe(200)
    app.kill()
    expect((await third).status).toBe(503)
  })
})
