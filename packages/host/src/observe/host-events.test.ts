import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type AppHostOptions, createAppHost } from '../app/app-host.ts'
import type { AppHost, AppRequest } from '../app/request.ts'
import { createEchoLlm } from '../llm/echo-llm.ts'
import { combineObservers, type HostEvent } from './events.ts'
import { formatHostEvent } from './log.ts'
import { createHostMetrics } from './metrics.ts'

let component: Uint8Array
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'airlock-test-'))
  const output = join(folder, 'probe.wasm')
  const script = fileURLToPath(new URL('../test-support/build-probe-app.js', import.meta.url))
  await promisify(execFile)(process.execPath, [script, output])
  component = await readFile(output)
  await rm(folder, { recursive: true })
})

let events: HostEvent[] = []
let hosts: AppHost[] = []
afterEach(async () => {
  await Promise.all(hosts.map((host) => host.close()))
  hosts = []
  events = []
})

async function start(options: Partial<AppHostOptions> = {}): Promise<AppHost> {
  const host = await createAppHost(component, {
    aiModels: ['known'],
    allowedOutboundHosts: ['http://allowed.example'],
    llm: createEchoLlm(),
    fetchOutbound: async () => ({ status: 201, headers: [], body: new Uint8Array() }),
    onEvent: (event) => void events.push(event),
    workers: 1,
    ...options,
  })
  hosts.push(host)
  return host
}

/** Workers start as fast as the machine lets them. */
function eventually<T>(value: () => T) {
  return expect.poll(value, { timeout: 20_000 })
}

function ask(host: AppHost, path: string, request: Partial<AppRequest> = {}) {
  return host.handle({ method: 'GET', path, headers: [], body: new Uint8Array(), ...request })
}

/** Events of a request, once its instance has ended, without times. */
async function eventsOf(request: string): Promise<object[]> {
  const own = () => events.filter((event) => event.request === request)
  await eventually(() => own().some(({ type }) => type === 'instance-ended')).toBe(true)
  return own().map((event) =>
    Object.fromEntries(Object.entries(event).filter(([key]) => !/^(time|request)$|Ms$/.test(key))),
  )
}

describe('a host tells', () => {
  test('of a request, from its arrival until its instance has ended', async () => {
    const host = await start()
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
    await ask(host, '/infer?model=known&prompt=a%20secret', {
      id: 'r1',
      headers: [['traceparent', traceparent]],
    })
    const worker = expect.any(Number)
    expect(await eventsOf('r1')).toEqual([
      { type: 'request-started', method: 'GET', path: '/infer', traceparent },
      { type: 'instance-started', worker },
      {
        type: 'llm-called',
        operation: 'infer',
        model: 'known',
        outcome: 'ok',
        promptTokens: 2,
        generatedTokens: 3,
      },
      { type: 'request-ended', status: 200 },
      { type: 'instance-ended', worker, outcome: 'reset' },
    ])
    expect(JSON.stringify(events)).not.toContain('secret')
    expect(events[0]).toMatchObject({ type: 'worker-started' })
  })

  test('of what a guest asks, prints and is refused, in the name of its request', async () => {
    const host = await start()
    const url = encodeURIComponent('http://allowed.example/path?secret')
    await Promise.all([
      ask(host, '/print', { id: 'print' }),
      ask(host, `/fetch?url=${url}`, { id: 'fetch' }),
      ask(host, '/infer?model=other&prompt=x', { id: 'refused' }),
    ])
    expect(await eventsOf('print')).toContainEqual({
      type: 'output',
      stream: 'stdout',
      text: 'to stdout \\u{1b}[31mred',
    })
    expect(await eventsOf('fetch')).toContainEqual({
      type: 'outbound-requested',
      method: 'GET',
      origin: 'http://allowed.example',
      outcome: 'ok',
      status: 201,
    })
    expect(await eventsOf('refused')).toContainEqual(
      expect.objectContaining({ type: 'llm-called', model: 'other', outcome: 'refused' }),
    )
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'message', level: 'warn', text: expect.stringContaining('ai_models') }),
    )
  })

  test('of a trap, once', async () => {
    const host = await start()
    expect((await ask(host, '/trap', { id: 'r1' })).status).toBe(500)
    const own = await eventsOf('r1')
    expect(own.filter((event) => 'code' in event)).toEqual([
      { type: 'request-failed', code: 'trapped', text: expect.stringContaining('the application trapped') },
    ])
    expect(own).toContainEqual({ type: 'request-ended', status: 500 })
  })

  test('of a deadline, and of the worker that was ended for it', async () => {
    const host = await start({ requestTimeoutMs: 1500 })
    expect((await ask(host, '/loop', { id: 'r1' })).status).toBe(504)
    expect(await eventsOf('r1')).toContainEqual(expect.objectContaining({ type: 'request-failed' }))
    await eventually(() => events.map(({ type }) => type)).toContain('worker-ended')
    expect(events.filter(({ type }) => type === 'worker-ended')).toEqual([
      expect.objectContaining({ outcome: 'retired' }),
    ])
  })

  test('of a body that is too large, which meets no instance', async () => {
    const host = await start({ maxBodyBytes: 10 })
    await ask(host, '/', { id: 'r1', body: new Uint8Array(11) })
    expect(events.filter(({ request }) => request === 'r1').map(({ type }) => type)).toEqual([
      'request-started',
      'request-failed',
      'request-ended',
    ])
  })

  test('what it does at this moment', async () => {
    const waiting = Promise.withResolvers<void>()
    const host = await start({
      llm: {
        infer: async (request) => {
          await waiting.promise
          return createEchoLlm().infer(request)
        },
      },
    })
    await eventually(() => host.stats().ready).toBe(true)
    const answer = ask(host, '/infer?model=known&prompt=x')
    await eventually(() => host.stats().running).toBe(1)
    waiting.resolve()
    await answer
    await eventually(() => host.stats()).toMatchObject({ ready: true, running: 0, waiting: 0, workers: 1 })
    if (process.platform === 'linux')
      await eventually(() => host.stats().guestMemoryBytes).toBeGreaterThan(10_000_000)
    await host.close()
    expect(host.stats()).toMatchObject({ ready: false, workers: 0 })
    expect(events.at(-1)).toMatchObject({ type: 'worker-ended', outcome: 'closed' })
  })

  test('enough for metrics and logs', async () => {
    const metrics = createHostMetrics()
    const lines: string[] = []
    const log = (event: HostEvent) => void lines.push(formatHostEvent(event, 'debug') ?? '')
    const host = await start({ onEvent: combineObservers(metrics.observe, log) })
    await Promise.all([ask(host, '/infer?model=known&prompt=x'), ask(host, '/trap')])
    const text = await metrics.render(host.stats())
    expect(text).toContain('airlock_requests_total{class="2xx"} 1\n')
    expect(text).toContain('airlock_requests_total{class="5xx"} 1\n')
    expect(text).toContain('airlock_request_failures_total{code="trapped"} 1\n')
    expect(text).toContain('airlock_llm_tokens_total{model="known",kind="generated"} 2\n')
    const parsed = lines.map((line) => JSON.parse(line))
    const requests = parsed.filter(({ event }) => event === 'request-ended').map(({ request }) => request)
    expect(new Set(requests).size).toBe(2)
    for (const request of requests) expect(request).toMatch(/^[0-9a-f-]{36}$/)
  })
})
