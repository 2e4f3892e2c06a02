import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { AirlockError } from '@wasm-airlock/shared'
import { parseWat } from '@wasm-airlock/wac'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createEchoLlm } from '../llm/echo-llm.ts'
import type { LlmProvider, LlmRequest } from '../llm/llm.ts'
import type { LogLine } from '../log-line.ts'
import * as wat from '../test-support/wat.ts'
import { type AppHostOptions, createAppHost } from './app-host.ts'
import type { AppHost, AppRequest } from './request.ts'

let component: Uint8Array
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'airlock-test-'))
  const output = join(folder, 'probe.wasm')
  const script = fileURLToPath(new URL('../test-support/build-probe-app.js', import.meta.url))
  await promisify(execFile)(process.execPath, [script, output])
  component = await readFile(output)
  await rm(folder, { recursive: true })
})

const nothing: AppHostOptions = { aiModels: [], allowedOutboundHosts: [], llm: createEchoLlm() }

async function ask(host: AppHost, path: string, request: Partial<AppRequest> = {}) {
  const { status, headers, body } = await host.handle({
    method: 'GET',
    path,
    headers: [],
    body: new Uint8Array(),
    ...request,
  })
  return { status, headers, json: JSON.parse(new TextDecoder().decode(await body.bytes())) }
}

describe('an application', () => {
  const lines: LogLine[] = []
  const prompts: LlmRequest[] = []
  let server: Server
  let origin: string
  let host: AppHost

  const llm: LlmProvider = {
    infer: (request) => {
      prompts.push(request)
      if (request.prompt === 'fail') throw new AirlockError('llm-failed', 'for the guest to know')
      if (request.prompt === 'break') throw new Error('a secret')
      return createEchoLlm().infer(request)
    },
    embed: async ({ texts }) => ({
      embeddings: texts.map((text) => (text === '' ? [] : [0.5, 0.1, -1])),
      usage: { promptTokenCount: texts.length },
    }),
  }

  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url === '/redirect') response.writeHead(302, { location: 'http://example.com/' }).end()
      else if (request.url === '/large') response.end('x'.repeat(200_000))
      else request.pipe(response.setHeader('x-method', request.method ?? ''))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    host = await createAppHost(component, {
      aiModels: ['known'],
      allowedOutboundHosts: [origin],
      llm,
      maxBodyBytes: 100_000,
      maxMemoryBytes: 64 * 1024 * 1024,
      onLog: (line) => lines.push(line),
    })
  })
  afterAll(async () => {
    await host.close()
    server.close()
  })

  test('gets the request as it is', async () => {
    const request = {
      method: 'PUT',
      authority: 'localhost:3000',
      headers: [
        ['x-a', '1'],
        ['x-a', '2'],
        ['x-b', 'ü'],
      ] as const,
      body: new TextEncoder().encode('the body'),
    }
    const { status, headers, json } = await ask(host, '/echo?a=b', request)
    expect(status).toBe(200)
    expect(headers).toContainEqual(['content-type', 'application/json'])
    expect(json).toMatchObject({
      method: { tag: 'put' },
      path: '/echo?a=b',
      authority: 'localhost:3000',
      body: 'the body',
    })
    expect(json.headers.slice(0, 2)).toEqual([
      ['x-a', '1'],
      ['x-a', '2'],
    ])
  })

  test('meets its initial state at every request', async () => {
    expect((await ask(host, '/visits')).json).toBe(1)
    expect((await ask(host, '/visits')).json).toBe(1)
  })

  test('has no environment and no files', async () => {
    expect((await ask(host, '/surroundings')).json).toEqual({ environment: [], directories: 0 })
  })

  test('has the environment, the folders and the clocks of its grants, and prints no more than it may', async () => {
    const lines: LogLine[] = []
    await using granted = await createAppHost(component, {
      ...nothing,
      grants: {
        environment: { NAME: 'value' },
        preopens: [{ host: tmpdir(), guest: '/tmp' }],
        clock: { now: 0 },
      },
      limits: { maxLogBytes: 3, timeoutMs: 20_000 },
      onLog: (line) => lines.push(line),
    })
    expect((await ask(granted, '/surroundings')).json).toEqual({
      environment: [['NAME', 'value']],
      directories: 1,
    })
    await ask(granted, '/print')
    expect(lines.find(({ code }) => code === 'log-too-large')?.text).toContain('more than 3 bytes')
  })

  test('grants that cannot be given are refused', async () => {
    const grants = { preopens: [{ host: '/no/such/folder', guest: '/data' }] }
    await expect(createAppHost(component, { ...nothing, grants })).rejects.toMatchObject({
      code: 'grants-invalid',
      item: '/no/such/folder',
    })
  })

  test('asks the models that it is granted, with parameters or their defaults', async () => {
    expect((await ask(host, '/infer?model=known&prompt=hi')).json).toEqual({
      ok: { text: 'echo: hi', usage: { promptTokenCount: 1, generatedTokenCount: 2 } },
    })
    await ask(host, '/infer-with?model=known')
    expect(prompts.splice(0).map(({ params }) => params)).toEqual([
      {
        maxTokens: 100,
        repeatPenalty: expect.closeTo(1.1),
        repeatPenaltyLastNTokenCount: 64,
        temperature: expect.closeTo(0.8),
        topK: 40,
        topP: expect.closeTo(0.9),
      },
      {
        maxTokens: 7,
        repeatPenalty: 1.5,
        repeatPenaltyLastNTokenCount: 3,
        temperature: 0.5,
        topK: 9,
        topP: 0.25,
      },
    ])
  })

  test('is refused every other model, and the log says what would grant it', async () => {
    lines.length = 0
    const refused = {
      err: { tag: 'invalid-input', val: expect.stringMatching(/does not have access to use 'other'/) },
    }
    expect((await ask(host, '/infer?model=other&prompt=hi')).json).toEqual(refused)
    expect((await ask(host, '/embed?model=other&text=x')).json).toEqual(refused)
    expect(prompts).toEqual([])
    expect(lines.map(({ text }) => text).join()).toMatch(/other.*ai_models/)
  })

  test('has embeddings, which are 32-bit floats', async () => {
    expect((await ask(host, '/embed?model=known&text=a%20b&text=&text=c')).json).toEqual({
      ok: {
        embeddings: [[0.5, Math.fround(0.1), -1], [], [0.5, Math.fround(0.1), -1]],
        usage: { promptTokenCount: 3 },
      },
    })
    expect((await ask(host, '/embed?model=known')).json).toEqual({
      ok: { embeddings: [], usage: { promptTokenCount: 0 } },
    })
  })

  test('cannot send a prompt above the limit of a body', async () => {
    expect((await ask(host, '/infer-large?bytes=200000')).json).toEqual({
      err: { tag: 'invalid-input', val: 'the prompt is larger than the 100000 bytes allowed' },
    })
  })

  test('learns of a failing model what it may know', async () => {
    expect((await ask(host, '/infer?model=known&prompt=fail')).json).toEqual({
      err: { tag: 'runtime-error', val: 'for the guest to know' },
    })
    expect((await ask(host, '/infer?model=known&prompt=break')).json).toEqual({
      err: { tag: 'runtime-error', val: 'the language model failed' },
    })
  })

  test('reaches the hosts that it is granted', async () => {
    const { json } = await ask(
      host,
      `/fetch?method=POST&body=hello&url=${encodeURIComponent(`${origin}/a?b`)}`,
    )
    expect(json).toMatchObject({ status: 200, headers: { 'x-method': 'POST' }, body: 'hello' })
  })

  test('is refused every other host, and the log says what would grant it', async () => {
    lines.length = 0
    const port = new URL(origin).port
    for (const url of ['http://example.com/', `http://localhost:${port}/`, `https://127.0.0.1:${port}/`]) {
      const { json } = await ask(host, `/fetch?url=${encodeURIComponent(url)}`)
      expect(json).toEqual({ err: { tag: 'HTTP-request-denied' } })
    }
    expect(lines[0]?.text).toMatch(/"http:\/\/example.com".*allowed_outbound_hosts/)
  })

  test('is not led elsewhere by a redirect, nor flooded by an answer', async () => {
    const redirect = await ask(host, `/fetch?url=${encodeURIComponent(`${origin}/redirect`)}`)
    expect(redirect.json).toMatchObject({ status: 302, headers: { location: 'http://example.com/' } })
    const large = await ask(host, `/fetch?url=${encodeURIComponent(`${origin}/large`)}`)
    expect(large.json).toEqual({ err: { tag: 'HTTP-response-body-size' } })
  })

  test('cannot split or forge header fields', async () => {
    expect((await ask(host, '/fields')).json).toEqual([
      { err: { tag: 'invalid-syntax' } },
      { err: { tag: 'invalid-syntax' } },
      { err: { tag: 'forbidden' } },
      {
        ok: [
          ['B', '4'],
          ['B', '5'],
        ],
      },
    ])
  })

  test('prints into the log, with controls made visible', async () => {
    lines.length = 0
    await ask(host, '/print')
    expect(lines).toEqual(
      expect.arrayContaining([
        { stream: 'stdout', text: 'to stdout \\u{1b}[31mred' },
        { stream: 'stderr', text: 'to stderr' },
      ]),
    )
  })

  test.each(['/trap', '/exit', '/silent', '/grow'])(
    'that fails at %s answers 500 without details, and others are not touched',
    async (path) => {
      const [bad, good] = await Promise.all([ask(host, path), ask(host, '/sleep?ms=20')])
      const code = path === '/grow' ? 'guest-memory-exceeded' : 'internal-error'
      expect(bad).toMatchObject({ status: 500, json: { error: { code } } })
      expect(JSON.stringify(bad.json)).not.toMatch(/secret|wasm/)
      expect(good).toMatchObject({ status: 200, json: 'awake' })
      expect((await ask(host, '/visits')).json).toBe(1)
    },
  )

  test('that writes more than it may is cut off', async () => {
    const request = { method: 'GET', path: '/large?bytes=200000', headers: [], body: new Uint8Array() }
    const { status, body } = await host.handle(request)
    expect(status).toBe(200)
    await expect(body.bytes()).rejects.toMatchObject({ reason: 'HTTP-response-incomplete' })
    expect((await ask(host, '/visits')).json).toBe(1)
  })

  test('refuses a body above the limit', async () => {
    expect(await ask(host, '/echo', { body: new Uint8Array(100_001) })).toMatchObject({
      status: 413,
      json: { error: { code: 'body-too-large' } },
    })
  })
})

describe('requests in flight', () => {
  test('wait for a slow model together', async () => {
    let waiting = 0
    let release = (): void => {}
    const all = new Promise<void>((resolve) => {
      release = resolve
    })
    const llm: LlmProvider = {
      infer: async (request) => {
        waiting += 1
        // Only when all eight wait at once does any of them go on.
        if (waiting === 8) release()
        await all
        return createEchoLlm().infer(request)
      },
    }
    await using host = await createAppHost(component, { ...nothing, aiModels: ['m'], llm })
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => ask(host, `/infer?model=m&prompt=id-${index}`)),
    )
    expect(answers.map(({ json }) => json.ok.text)).toEqual(
      Array.from({ length: 8 }, (_, index) => `echo: id-${index}`),
    )
  })

  test('one that sleeps too long gets 504, the others go on, and new ones find a new worker', async () => {
    await using host = await createAppHost(component, { ...nothing, requestTimeoutMs: 2000 })
    await ask(host, '/visits')
    const late = ask(host, '/sleep?ms=1000000')
    const answers = await Promise.all([late, ask(host, '/sleep?ms=100')])
    expect(answers.map(({ status }) => status)).toEqual([504, 200])
    expect((await ask(host, '/visits')).json).toBe(1)
  })

  test('one that loops gets 504, what is behind it runs elsewhere, and the next is fine', async () => {
    const lines: LogLine[] = []
    await using host = await createAppHost(component, {
      ...nothing,
      requestTimeoutMs: 2000,
      onLog: (line) => lines.push(line),
    })
    await ask(host, '/visits')
    const [looping, behind] = await Promise.all([ask(host, '/loop'), ask(host, '/visits')])
    expect(looping.status).toBe(504)
    expect(behind.status).toBe(200)
    expect(lines.map(({ text }) => text).join()).toMatch(/longer than 2000 ms/)
    expect((await ask(host, '/visits')).json).toBe(1)
  })

  test('are answered when the host is closed', async () => {
    const host = await createAppHost(component, nothing)
    const running = ask(host, '/sleep?ms=1000000')
    const looping = ask(host, '/loop')
    await host.close()
    expect([await running, await looping].map(({ status }) => status)).toEqual([503, 503])
    expect((await ask(host, '/visits')).status).toBe(503)
    await host.close()
  })
})

describe('what is no application', () => {
  test.each([
    ['has no handler', wat.probe, 'function-unknown'],
    ['imports what is not there', wat.importsUnknown, 'import-not-granted'],
  ])('%s', async (_, text, code) => {
    await expect(createAppHost(await parseWat(text), nothing)).rejects.toMatchObject({ code })
  })

  test('an outbound host that cannot be read is named', async () => {
    await expect(
      createAppHost(component, { ...nothing, allowedOutboundHosts: ['example.com'] }),
    ).rejects.toMatchObject({ code: 'manifest-invalid', item: 'example.com' })
  })
})
