import { once } from 'node:events'
import { Agent, request as sendRequest } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, test } from 'vitest'
import { wholeBody } from '../app/body.ts'
import type { AppHeaders, AppHost, AppRequest, AppResponse } from '../app/request.ts'
import { type AppServer, type ServeAppOptions, serveApp } from './serve-app.ts'

const servers: AppServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

async function serve(
  handle: (request: AppRequest) => AppResponse | Promise<AppResponse>,
  options?: ServeAppOptions,
): Promise<AppServer> {
  const host: Pick<AppHost, 'handle' | 'close'> = {
    handle: async (request) => handle(request),
    close: async () => {},
  }
  const server = await serveApp(host as AppHost, options)
  servers.push(server)
  return server
}

function answer(
  source: AsyncIterable<Uint8Array>,
  headers: AppHeaders = [],
  trailers: AppHeaders = [],
): AppResponse {
  const body = {
    ...wholeBody(new Uint8Array()).body,
    whole: undefined,
    [Symbol.asyncIterator]: () => source[Symbol.asyncIterator](),
  }
  return { status: 200, headers, body, trailers: Promise.resolve(trailers) }
}

async function* parts(...all: (string | Promise<string>)[]) {
  for (const part of all) yield Buffer.from(await part)
}

async function raw(server: AppServer, message: string): Promise<string> {
  const socket = connect(server.port, '127.0.0.1')
  socket.write(message.replaceAll('PORT', String(server.port)))
  return text(socket)
}

const HEAD = 'GET / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nConnection: close\r\n\r\n'

describe('a response', () => {
  test('is sent as it comes, trailers last', async () => {
    const second = Promise.withResolvers<string>()
    const server = await serve(() =>
      answer(
        parts('one ', second.promise),
        [],
        [
          ['x-sum', '7'],
          ['host', 'x'],
        ],
      ),
    )
    const sent = sendRequest(server.endpoint).end()
    const [response] = await once(sent, 'response')
    expect(String((await once(response, 'data'))[0])).toBe('one ')
    second.resolve('two')
    expect(await text(response)).toBe('two')
    expect(response.trailers['x-sum']).toBe('7')
  })

  test('that comes whole has its trailers too', async () => {
    const server = await serve(() => ({
      status: 200,
      headers: [],
      ...wholeBody(Buffer.from('body'), [['x-sum', '4']]),
    }))
    expect(await raw(server, HEAD)).toMatch(
      /transfer-encoding: chunked\r\n.*4\r\nbody\r\n0\r\nx-sum: 4\r\n\r\n$/is,
    )
  })

  test('has the length that it promises, or is cut off', async () => {
    const promise = (length: number) =>
      serve(() => answer(parts('four'), [['content-length', String(length)]]))
    expect(await raw(await promise(4), HEAD)).toMatch(/content-length: 4\r\n.*\r\n\r\nfour$/s)
    expect(await raw(await promise(3), HEAD)).not.toMatch(/four/)
  })

  test('that breaks off cuts the connection', async () => {
    async function* broken() {
      yield Buffer.from('one')
      throw new Error('the guest trapped')
    }
    const server = await serve(() => answer(broken()))
    const response = await fetch(server.endpoint)
    expect(response.status).toBe(200)
    await expect(response.text()).rejects.toThrow()
    expect(await raw(server, HEAD)).not.toMatch(/0\r\n\r\n$/)
  })

  test('to HEAD has no body', async () => {
    const server = await serve(() => answer(parts('one'), [['content-length', '3']]))
    expect(await raw(server, HEAD.replace('GET', 'HEAD'))).toMatch(/content-length: 3\r\n(.*\r\n)?\r\n$/s)
  })

  test('that the client does not read is not kept for ever', async () => {
    const given = Promise.withResolvers<AbortSignal | undefined>()
    const server = await serve(
      ({ signal }) => {
        given.resolve(signal)
        return { ...answer(parts()), ...wholeBody(new Uint8Array(50_000_000)) }
      },
      { sendTimeoutMs: 100 },
    )
    const socket = connect(server.port, '127.0.0.1').on('error', () => {})
    socket.pause().write(HEAD.replace('PORT', String(server.port)))
    const signal = await given.promise
    if (!signal?.aborted) await new Promise((resolve) => signal?.addEventListener('abort', resolve))
    socket.destroy()
  })

  test('is not asked for faster than the client reads', async () => {
    let sent = 0
    async function* flood() {
      for (; sent < 1000; sent++) yield Buffer.alloc(64 * 1024)
    }
    const server = await serve(() => answer(flood()))
    const socket = connect(server.port, '127.0.0.1').pause()
    socket.write(HEAD.replaceAll('PORT', String(server.port)))
    await once(socket, 'readable')
    expect(sent).toBeLessThan(500)
    let bytes = 0
    for await (const chunk of socket) bytes += chunk.length
    expect(bytes).toBeGreaterThan(1000 * 64 * 1024)
  })
})

describe('a request', () => {
  test('is handed on as it comes, trailers last', async () => {
    const server = await serve(({ body, trailers }) => ({
      ...answer(body as AsyncIterable<Uint8Array>),
      ...(trailers && { trailers }),
    }))
    const sent = sendRequest(server.endpoint, { method: 'POST' })
    sent.addTrailers({ 'x-sum': '7' })
    sent.write('one ')
    const [response] = await once(sent, 'response')
    expect(String((await once(response, 'data'))[0])).toBe('one ')
    sent.end('two')
    expect(await text(response)).toBe('two')
    expect(response.trailers['x-sum']).toBe('7')
  })

  test('of a small known length is handed on whole', async () => {
    let body: unknown
    const server = await serve((request) => {
      body = request.body
      return { status: 200, headers: [], ...wholeBody(new Uint8Array()) }
    })
    await fetch(server.endpoint, { method: 'POST', body: 'small' })
    expect(body).toEqual(Buffer.from('small'))
  })

  test('has the address of its client, and a name', async () => {
    const seen: AppRequest[] = []
    const server = await serve((request) => {
      seen.push(request)
      return {
        status: 200,
        headers: [['X-Request-Id', 'of the application']],
        ...wholeBody(new Uint8Array()),
      }
    })
    const named = await fetch(server.endpoint, { headers: { 'x-request-id': 'abc-1' } })
    const unnamed = await fetch(server.endpoint, { headers: { 'x-request-id': 'not one' } })
    expect(named.headers.get('x-request-id')).toBe('abc-1')
    expect(seen.map(({ id }) => id)).toEqual(['abc-1', unnamed.headers.get('x-request-id')])
    expect(seen[1]?.id).toMatch(/^[\da-f-]{36}$/)
    expect(seen[0]?.clientAddress).toMatch(/^127\.0\.0\.1:\d+$/)
  })

  test('of a client that goes away ends', async () => {
    const aborted = Promise.withResolvers<void>()
    const arrived = Promise.withResolvers<void>()
    const server = await serve(({ signal }) => {
      signal?.addEventListener('abort', () => aborted.resolve())
      arrived.resolve()
      return new Promise<AppResponse>(() => {})
    })
    const socket = connect(server.port, '127.0.0.1')
    socket.write(HEAD.replaceAll('PORT', String(server.port)))
    await arrived.promise
    socket.destroy()
    await aborted.promise
  })

  test('that asks whether it may send its body is told', async () => {
    const server = await serve(
      ({ body }) => ({ status: 200, headers: [], ...wholeBody(body as Uint8Array) }),
      { maxBodyBytes: 10 },
    )
    const post = (length: number) =>
      new Promise<string>((resolve) => {
        const socket = connect(server.port, '127.0.0.1')
        let all = ''
        socket.on('data', (chunk) => {
          all += chunk
          if (all.endsWith('100 Continue\r\n\r\n')) socket.write('x'.repeat(length))
        })
        socket.on('close', () => resolve(all))
        socket.write(
          `POST / HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: ${length}\r\n\r\n`,
        )
      })
    expect(await post(3)).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 OK\r\n.*xxx$/s)
    expect(await post(11)).toMatch(/^HTTP\/1.1 413/)
  })

  test.each([
    ['has too large header fields', `X: ${'x'.repeat(20_000)}\r\n`, 431, 'headers-too-large'],
    ['is no HTTP', 'nonsense\r\n', 400, 'request-invalid'],
  ])('that %s is told so', async (_, line, status, code) => {
    const server = await serve(() => answer(parts()))
    const message = await raw(server, HEAD.replace('Connection', `${line}Connection`))
    expect(message).toMatch(new RegExp(`^HTTP/1.1 ${status} .*"code":"${code}"`, 's'))
  })
})

describe('the end of the server', () => {
  test('closes connections that wait for a request at once', async () => {
    const server = await serve(() => answer(parts('x')))
    const agent = new Agent({ keepAlive: true })
    const [response] = await once(sendRequest(server.endpoint, { agent }).end(), 'response')
    await text(response)
    const begun = performance.now()
    await server.close()
    expect(performance.now() - begun).toBeLessThan(1000)
    agent.destroy()
  })

  test('lets a response that has begun come to its end', async () => {
    const second = Promise.withResolvers<string>()
    const server = await serve(() => answer(parts('one ', second.promise)))
    const agent = new Agent({ keepAlive: true })
    const [response] = await once(sendRequest(server.endpoint, { agent }).end(), 'response')
    await once(response, 'readable')
    const closed = server.close()
    second.resolve('two')
    expect(await text(response)).toBe('one two')
    await closed
    agent.destroy()
  })
})
