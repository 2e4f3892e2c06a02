import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { componentizeSource } from '@wasm-airlock/componentize'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Grants } from '../grants/grants.ts'
import { createEchoLlm } from '../llm/echo-llm.ts'
import { createSandbox, type SandboxOptions } from '../sandbox/sandbox.ts'

/** A component that imports every service; its calls are plain ones, without HTTP. */
let component: Uint8Array
let server: Server
let origin: string
const seen: string[] = []

beforeAll(async () => {
  const source = fileURLToPath(new URL('../test-support/asking-guest', import.meta.url))
  const built = await componentizeSource(source, { features: ['http'] })
  component = built.bytes
  server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`)
    response.end('pong')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
})

const nothing: Grants = {
  llm: { aiModels: [], provider: createEchoLlm() },
  outboundHosts: [],
  variables: {},
  keyValue: [],
  sqlite: [],
}

async function sandboxOf(grants: Grants, options: SandboxOptions = {}) {
  const lines: string[] = []
  const sandbox = await createSandbox(component, {
    policy: { allow: ['wasi:*'] },
    grants: { ...nothing, ...grants },
    onLog: ({ text }) => lines.push(text),
    ...options,
  })
  return {
    lines,
    ask: async (question: object) =>
      JSON.parse(String(await sandbox.call('ask', [JSON.stringify(question)]))),
    [Symbol.asyncDispose]: () => sandbox.close(),
  }
}

test('each service has to be granted', async () => {
  const created = createSandbox(component, { policy: { allow: ['wasi:*', 'fermyon:*'] } })
  const { details } = await created.catch((error) => error)
  const options = details.missing.map(({ option }: { option: string }) => option)
  expect(new Set(options)).toEqual(
    new Set(['grants.llm', 'grants.keyValue', 'grants.sqlite', 'grants.variables', 'grants.outboundHosts']),
  )
})

test('models answer, where they are granted by name', async () => {
  await using guest = await sandboxOf({ llm: { aiModels: ['known'], provider: createEchoLlm() } })
  expect(await guest.ask({ kind: 'infer', model: 'known', prompt: 'ahoy' })).toEqual({ ok: 'echo: ahoy' })
  expect(await guest.ask({ kind: 'infer', model: 'other', prompt: 'ahoy' })).toMatchObject({
    error: expect.any(String),
  })
  expect(guest.lines).toEqual(['The model other is refused: add it to grants.llm.aiModels.'])
})

test('a call waits for a slow model no longer than it may', async () => {
  const ended = Promise.withResolvers<void>()
  const provider = {
    infer: (_: unknown, signal: AbortSignal) =>
      new Promise<never>(() => signal.addEventListener('abort', () => ended.resolve())),
  }
  await using guest = await sandboxOf(
    { llm: { aiModels: ['known'], provider } },
    { limits: { timeoutMs: 1500 } },
  )
  await expect(guest.ask({ kind: 'infer', model: 'known', prompt: '' })).rejects.toMatchObject({
    code: 'call-timeout',
  })
  await ended.promise
})

test('requests reach the hosts that are granted, by the methods that are granted', async () => {
  await using guest = await sandboxOf({ outboundHosts: [{ host: origin, methods: ['GET'] }] })
  expect(await guest.ask({ kind: 'fetch', url: `${origin}/ping`, method: 'GET' })).toEqual({
    ok: [200, 'pong'],
  })
  expect(await guest.ask({ kind: 'fetch', url: `${origin}/ping`, method: 'DELETE' })).toHaveProperty('error')
  expect(await guest.ask({ kind: 'fetch', url: 'http://localhost:1/', method: 'GET' })).toHaveProperty(
    'error',
  )
  expect(seen).toEqual(['GET /ping'])
  expect(guest.lines[0]).toContain(`A DELETE request to ${origin} is refused`)
  expect(guest.lines[0]).toContain('grants.outboundHosts')
})

test('variables, stores and databases are those that are granted', async () => {
  await using guest = await sandboxOf({
    variables: { name: 'value' },
    keyValue: ['default'],
    sqlite: ['books'],
  })
  expect(await guest.ask({ kind: 'variable', name: 'name' })).toEqual({ ok: 'value' })
  expect(await guest.ask({ kind: 'variable', name: 'other' })).toEqual({ error: 'undefined' })
  expect(await guest.ask({ kind: 'count', store: 'default' })).toEqual({ ok: 1 })
  expect(await guest.ask({ kind: 'count', store: 'default' })).toEqual({ ok: 2 })
  expect(await guest.ask({ kind: 'count', store: 'other' })).toEqual({ error: 'access-denied' })
  const statement = "SELECT 1 + 1, upper('a')"
  expect(await guest.ask({ kind: 'sql', database: 'books', statement })).toEqual({ ok: [['2', 'A']] })
  expect(await guest.ask({ kind: 'sql', database: 'other', statement })).toEqual({ error: 'access-denied' })
  expect(guest.lines).toEqual([
    'There is no variable other: add it to grants.variables.',
    'The key-value store other is refused: add it to grants.keyValue.',
    'The database other is refused: add it to grants.sqlite.',
  ])
})
