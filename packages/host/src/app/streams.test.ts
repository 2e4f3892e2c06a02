import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createEchoLlm } from '../llm/echo-llm.ts'
import type { LogLine } from '../log-line.ts'
import { buildProbeApp } from '../test-support/probe.ts'
import { createAppHost } from './app-host.ts'
import type { AppHost, AppRequest, AppResponse } from './request.ts'

/** What the guest has told, in order; each waits until the test lets it go on. */
const told: { what: string; go: () => void }[] = []
let arrived = Promise.withResolvers<void>()
const lines: LogLine[] = []
let server: Server
let origin: string
let onRequest: (request: IncomingMessage, response: ServerResponse) => void
let component: Uint8Array
let host: AppHost

beforeAll(async () => {
  server = createServer((request, response) => onRequest(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  component = await buildProbeApp()
  host = await createAppHost(component, {
    aiModels: ['known'],
    allowedOutboundHosts: [origin, 'http://127.0.0.1:1'],
    maxBodyBytes: 2_000_000,
    maxOutboundRequests: 3,
    llm: {
      infer: async (request) => {
        const { promise, resolve } = Promise.withResolvers<void>()
        told.push({ what: request.prompt, go: resolve })
        arrived.resolve()
        await promise
        return createEchoLlm().infer(request)
      },
    },
    onLog: (line) => lines.push(line),
  })
})
afterAll(async () => {
  await host.close()
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  told.length = 0
  lines.length = 0
})

/** The next that the guest tells. */
async function next() {
  while (told.length === 0) {
    arrived = Promise.withResolvers()
    await arrived.promise
  }
  return told.shift() as { what: string; go: () => void }
}

async function expectTold(what: string) {
  const message = await next()
  expect(message.what).toBe(what)
  return message
}

function ask(path: string, request: Partial<AppRequest> = {}): Promise<AppResponse> {
  return host.handle({ method: 'GET', path, headers: [], body: new Uint8Array(), ...request })
}

const decode = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes)
const encode = (text: string) => new TextEncoder().encode(text)

async function* parts(...all: (string | Promise<string>)[]) {
  for (const part of all) yield encode(await part)
}

describe('a response', () => {
  test('comes as it is written, trailers last', async () => {
    const asked = ask('/events?count=3')
    const first = await expectTold('event 1')
    // The head is there before the first event is.
    const { status, headers, body, trailers } = await asked
    expect([status, headers]).toEqual([200, [['content-type', 'text/event-stream']]])
    expect(body.whole).toBeUndefined()
    const reader = body[Symbol.asyncIterator]()
    first.go()
    expect(decode((await reader.next()).value)).toBe('data: 1\n\n')
    for (const event of [2, 3]) {
      ;(await expectTold(`event ${event}`)).go()
      expect(decode((await reader.next()).value)).toBe(`data: ${event}\n\n`)
    }
    expect((await reader.next()).done).toBe(true)
    expect(await trailers).toEqual([['x-after', 'all']])
  })

  test('of a client that does not read makes the guest wait', async () => {
    const { body } = await ask('/flood?bytes=1500000')
    const { what, go } = await next()
    const blockedAt = Number(/blocked at (\d+)/.exec(what)?.[1])
    expect(blockedAt).toBeGreaterThanOrEqual(65_536)
    expect(blockedAt).toBeLessThanOrEqual(256 * 1024)
    go()
    expect((await body.bytes()).length).toBe(1_500_000)
  })

  test('is read up to a limit of its reader', async () => {
    const { body } = await ask('/flood?bytes=1000')
    await expect(body.bytes(999)).rejects.toThrow(RangeError)
  })

  test.each(['/trap-midway', '/unfinished'])('of a guest that fails at %s is cut off', async (path) => {
    const asked = ask(path)
    ;(await expectTold('so far')).go()
    const { status, body, trailers } = await asked
    expect(status).toBe(200)
    await expect(body.bytes()).rejects.toMatchObject({ name: 'FlowInterrupted' })
    await expect(trailers).rejects.toMatchObject({ name: 'FlowInterrupted' })
    expect(lines.map(({ text }) => text).join()).toMatch(/request failed/)
  })

  test('whose stream is open when it is finished is a trap', async () => {
    expect((await ask('/child-open')).status).toBe(500)
    expect(lines.map(({ text }) => text).join()).toMatch(/finished while its stream is open/)
  })

  test.each([
    [5, 3, 3],
    [2, 3, undefined],
  ])('that promises %d bytes and has %d is an error', async (promised, written, size) => {
    const asked = ask(`/length?promised=${promised}&written=${written}`)
    if (size === undefined) expect((await asked).status).toBe(500)
    else {
      const { what, go } = await next()
      expect(JSON.parse(what)).toEqual({ err: { tag: 'HTTP-response-body-size', val: size } })
      go()
      // Its head may have been sent.
      const { status, body } = await asked
      if (status === 200) await expect(body.bytes()).rejects.toThrow()
      else expect(status).toBe(500)
    }
  })

  test('that nobody reads to the end ends its guest', async () => {
    const { body } = await ask('/flood?bytes=1500000')
    for await (const chunk of body) {
      expect(chunk.length).toBeGreaterThan(0)
      break
    }
    // Where its instance still waited, the next would not be told.
    expect((await ask('/flood?bytes=10')).status).toBe(200)
  })
})

describe('a request', () => {
  test('comes as it is sent, and its trailers', async () => {
    const second = Promise.withResolvers<string>()
    const { body, trailers } = await ask('/pipe', {
      method: 'POST',
      body: parts('one ', second.promise),
      trailers: Promise.resolve([['x-sum', '7']]),
    })
    const reader = body[Symbol.asyncIterator]()
    expect(decode((await reader.next()).value)).toBe('one ')
    second.resolve('two')
    expect(decode((await reader.next()).value)).toBe('two')
    expect((await reader.next()).done).toBe(true)
    expect(await trailers).toEqual([['x-sum', '7']])
  })

  test('that the guest does not read is not read from the client either', async () => {
    let taken = 0
    async function* source() {
      for (; taken < 100; taken++) yield new Uint8Array(16 * 1024)
    }
    const asked = ask('/late', { method: 'POST', body: source() })
    const { go } = await expectTold('before reading')
    // 256 KiB, and one part that waits for room.
    expect(taken).toBeLessThanOrEqual(17)
    go()
    expect(decode(await (await asked).body.bytes())).toBe(String(100 * 16 * 1024))
  })

  test('with a body above the limit is answered with 413', async () => {
    const big = async function* () {
      for (let part = 0; part < 40; part++) yield new Uint8Array(64 * 1024)
    }
    const asked = ask('/late', { method: 'POST', body: big() })
    ;(await expectTold('before reading')).go()
    const { status, body } = await asked
    expect(status).toBe(413)
    expect(JSON.parse(decode(await body.bytes())).error.code).toBe('body-too-large')
  })

  test('that nobody waits for any longer ends its guest', async () => {
    const gone = new AbortController()
    const asked = ask('/sleep?ms=1000000', { signal: gone.signal })
    gone.abort()
    expect((await asked).status).toBe(503)
    expect((await ask('/visits')).status).toBe(200)
  })
})

describe('a request to elsewhere', () => {
  test('gets an answer as it comes, and its trailers', async () => {
    const answered = Promise.withResolvers<ServerResponse>()
    onRequest = (_, response) => {
      response.writeHead(201, { trailer: 'x-sum' }).flushHeaders()
      answered.resolve(response)
    }
    const asked = ask(`/fetch-pipe?url=${origin}/`)
    // Before there is any body.
    ;(await expectTold('status 201')).go()
    const response = await answered.promise
    const { body, trailers } = await asked
    const reader = body[Symbol.asyncIterator]()
    response.write('one ')
    expect(decode((await reader.next()).value)).toBe('one ')
    response.write('two')
    expect(decode((await reader.next()).value)).toBe('two')
    response.addTrailers({ 'x-sum': '7' })
    response.end()
    expect((await reader.next()).done).toBe(true)
    expect(await trailers).toEqual([['x-sum', '7']])
  })

  test('learns that an answer is cut off', async () => {
    onRequest = (_, response) => {
      response.writeHead(200).flushHeaders()
      response.write('one', () => response.destroy())
    }
    const asked = ask(`/fetch-pipe?url=${origin}/`)
    ;(await expectTold('status 200')).go()
    expect(decode(await (await asked).body.bytes())).toBe('oneError: HTTP-response-incomplete')
  })

  test('lets go of an answer that it does not want', async () => {
    const closed = Promise.withResolvers<void>()
    onRequest = (_, response) => {
      response.on('close', closed.resolve)
      response.writeHead(200).flushHeaders()
    }
    const asked = ask(`/fetch-drop?url=${origin}/`)
    const { go } = await expectTold('dropped')
    await closed.promise
    go()
    expect((await asked).status).toBe(200)
  })

  test.each([
    ['', 'chunked', 'one two three; 13'],
    ['&length=13', '13', 'one two three; undefined'],
  ])('is sent in parts%s', async (more, framing, expected) => {
    const seen: string[] = []
    onRequest = (request, response) => {
      seen.push(request.headers['transfer-encoding'] ?? request.headers['content-length'] ?? '')
      request.on('data', (chunk) => seen.push(String(chunk)))
      request.on('end', () => response.end(`${seen.slice(1).join('')}; ${request.trailers['x-sum']}`))
    }
    const asked = ask(`/upload?method=post&url=${origin}/${more}`)
    for (const part of ['one ', 'two ', 'three']) (await expectTold(part)).go()
    expect(decode(await (await asked).body.bytes())).toBe(expected)
    expect([seen[0], seen.slice(1).join('')]).toEqual([framing, 'one two three'])
  })

  test('that breaks its promise of a length is not sent to its end', async () => {
    const closed = Promise.withResolvers<string>()
    onRequest = (request) => void text(request).then(closed.resolve, (error) => closed.resolve(error.code))
    const asked = ask(`/upload?method=post&length=9&url=${origin}/`)
    for (const part of ['one ', 'two ', 'three']) (await expectTold(part)).go()
    expect((await asked).status).toBe(500)
    expect(await closed.promise).toBe('ECONNRESET')
  })

  test('that its guest does not finish is forgotten with it', async () => {
    onRequest = (_, response) => response.destroy()
    const all = Array.from({ length: 5 }, () => ask(`/forget?method=post&url=${origin}/`))
    expect((await Promise.all(all)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    expect((await ask('/visits')).status).toBe(200)
    expect(lines.filter(({ text }) => text.includes('worker-failed'))).toEqual([])
  })

  test('ends with the times that it asks for', async () => {
    onRequest = (request, response) => {
      if (request.url !== '/body') return
      response.writeHead(200).flushHeaders()
      response.write('some')
    }
    const fetchWith = async (path: string) => JSON.parse(decode(await (await ask(path)).body.bytes()))
    expect(await fetchWith(`/fetch-with?first-byte=50&url=${origin}/`)).toEqual({
      err: { tag: 'HTTP-response-timeout' },
    })
    expect(await fetchWith(`/fetch-with?between-bytes=50&url=${origin}/body`)).toEqual({
      err: 'Error: connection-read-timeout',
    })
  })

  test('learns why there is no answer', async () => {
    const { body } = await ask('/fetch-with?url=http://127.0.0.1:1/')
    expect(JSON.parse(decode(await body.bytes()))).toEqual({ err: { tag: 'connection-refused' } })
  })

  test('may be one of many whose answers are still coming', async () => {
    onRequest = (_, response) => void response.writeHead(200).write('x')
    await using other = await createAppHost(component, {
      aiModels: [],
      allowedOutboundHosts: [origin],
      llm: createEchoLlm(),
      onLog: (line) => lines.push(line),
    })
    const path = `/fetch-many?count=40&url=${origin}/`
    const { body } = await other.handle({ method: 'GET', path, headers: [], body: new Uint8Array() })
    expect(JSON.parse(decode(await body.bytes()))).toEqual(Array(40).fill(200))
    expect(lines).toEqual([])
  })

  test('is one of a limited number', async () => {
    onRequest = (_, response) => response.writeHead(204).end()
    const { body } = await ask(`/fetch-many?count=4&url=${origin}/`)
    expect(JSON.parse(decode(await body.bytes()))).toEqual([204, 204, 204, 'connection-limit-reached'])
    expect(lines.map(({ text }) => text).join()).toMatch(/made 3 already.*maxOutboundRequests/)
  })
})
