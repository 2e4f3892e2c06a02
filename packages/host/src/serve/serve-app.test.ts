import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from 'vitest'
import { wholeBody } from '../app/body.ts'
import type { AppHeaders, AppHost, AppRequest, AppResponse } from '../app/request.ts'
import { type AppServer, type ServeAppOptions, serveApp } from './serve-app.ts'

const servers: AppServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

/** An application as a function: what stands behind the interface is of no interest here. */
async function serve(
  handle: (request: AppRequest) => AppResponse | Promise<AppResponse>,
  options?: ServeAppOptions,
): Promise<AppServer> {
  const host: AppHost = {
    handle: async (request) => handle(request),
    close: async () => {},
    stats: () => ({ ready: true, running: 0, waiting: 0, workers: 1, instances: 0, guestMemoryBytes: 0 }),
    [Symbol.asyncDispose]: async () => {},
  }
  const server = await serveApp(host, options)
  servers.push(server)
  return server
}

function answer(body: string, headers: AppHeaders = [], status = 200): AppResponse {
  return { status, headers, ...wholeBody(Buffer.from(body)) }
}

/** Sends bytes as they are, and reads until the server closes. */
async function raw(server: AppServer, message: string): Promise<string> {
  const socket = connect(server.port, '127.0.0.1')
  socket.write(message.replaceAll('PORT', String(server.port)))
  return text(socket)
}

async function readAll(body: AppRequest['body']): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function get(server: AppServer, headers: string, target = '/'): Promise<string> {
  return raw(server, `GET ${target} HTTP/1.1\r\n${headers}Connection: close\r\n\r\n`)
}

function statusOf(message: string): number {
  return Number(message.split(' ')[1])
}

describe('what reaches the application', () => {
  it('method, path with query, headers in order, body and authority', async () => {
    let seen: AppRequest | undefined
    const server = await serve((request) => {
      seen = request
      return answer('ok')
    })
    const response = await fetch(`${server.endpoint}/a%20b?c=d&c=e`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain', 'x-one': '1' },
      body: 'héllo',
    })
    expect([response.status, await response.text()]).toEqual([200, 'ok'])
    expect(seen).toMatchObject({
      method: 'POST',
      path: '/a%20b?c=d&c=e',
      authority: `127.0.0.1:${server.port}`,
      body: Buffer.from('héllo'),
    })
    expect(seen?.headers).toContainEqual(['content-type', 'text/plain'])
    expect(seen?.headers).toContainEqual(['x-one', '1'])
  })

  it('no field of the connection, nor one that Connection names', async () => {
    let names: string[] = []
    const server = await serve((request) => {
      names = request.headers.map(([name]) => name)
      return answer('')
    })
    await raw(
      server,
      'GET / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nConnection: close, x-hop\r\nX-Hop: 1\r\nTE: trailers\r\n' +
        'Keep-Alive: 5\r\nProxy-Authorization: Basic abc\r\nUpgrade: h2c\r\nX-Kept: 1\r\nX-Kept: 2\r\n\r\n',
    )
    expect(names).toEqual(['x-kept', 'x-kept'])
  })

  it.each(['127.0.0.1', 'localhost', 'LocalHost', '[::1]'])('a request for the host %s', async (host) => {
    const server = await serve(() => answer('ok'))
    expect(statusOf(await get(server, `Host: ${host}:PORT\r\n`))).toBe(200)
  })

  it('a request of its own page, and one that the user typed', async () => {
    const server = await serve(() => answer('ok'))
    const own = 'Host: localhost:PORT\r\nOrigin: http://localhost:PORT\r\nSec-Fetch-Site: same-origin\r\n'
    expect(statusOf(await get(server, own))).toBe(200)
    expect(statusOf(await get(server, 'Host: localhost:PORT\r\nSec-Fetch-Site: none\r\n'))).toBe(200)
  })
})

describe('what is refused before the application sees it', () => {
  const host = 'Host: 127.0.0.1:PORT\r\n'
  it.each([
    ['another host', 'Host: evil.example\r\n', 421],
    ['another host with this port', 'Host: evil.example:PORT\r\n', 421],
    ['no port', 'Host: 127.0.0.1\r\n', 421],
    ['another port', 'Host: 127.0.0.1:1\r\n', 421],
    ['a name that begins alike', 'Host: localhost.evil.example:PORT\r\n', 421],
    ['another loopback address', 'Host: 127.0.0.2:PORT\r\n', 421],
    ['no host', '', 400],
    ['two hosts', `${host}Host: evil.example\r\n`, 400],
    ['another origin', `${host}Origin: http://evil.example\r\n`, 403],
    ['the origin null', `${host}Origin: null\r\n`, 403],
    ['an empty origin', `${host}Origin:\r\n`, 403],
    ['its origin under https', `${host}Origin: https://127.0.0.1:PORT\r\n`, 403],
    ['its origin under another name', `${host}Origin: http://localhost:PORT\r\n`, 403],
    ['two origins', `${host}Origin: http://127.0.0.1:PORT\r\nOrigin: http://evil.example\r\n`, 400],
    ['a page of another site', `${host}Sec-Fetch-Site: cross-site\r\n`, 403],
    ['a page of another port', `${host}Sec-Fetch-Site: same-site\r\n`, 403],
    ['many header fields', host + 'X: 1\r\n'.repeat(150), 431],
    ['many fields before a foreign origin', `${host + 'X: 1\r\n'.repeat(2500)}Origin: null\r\n`, 431],
    ['large header fields', `${host}X: ${'x'.repeat(20_000)}\r\n`, 431],
    ['no HTTP', 'nonsense\r\n', 400],
  ])('%s', async (_, headers, status) => {
    let reached = false
    const server = await serve(() => {
      reached = true
      return answer('')
    })
    expect([statusOf(await get(server, headers)), reached]).toEqual([status, false])
  })

  it.each(['http://evil.example/', '*', 'evil.example:80'])('the target %s', async (target) => {
    const server = await serve(() => answer(''))
    expect(statusOf(await get(server, host, target))).toBe(400)
  })

  it('with an error in JSON', async () => {
    const server = await serve(() => answer(''))
    const response = await fetch(server.endpoint, { headers: { origin: 'http://evil.example' } })
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(await response.json()).toEqual({
      error: { code: 'origin-refused', message: 'Requests from other origins are refused.' },
    })
  })
})

describe('bodies', () => {
  it('of the largest size pass, larger ones get 413, with a length and without', async () => {
    const server = await serve(async ({ body }) => answer(String((await readAll(body)).length)), {
      maxBodyBytes: 1000,
    })
    const post = async (body: string | ReadableStream) => {
      const response = await fetch(server.endpoint, { method: 'POST', body, duplex: 'half' } as RequestInit)
      return [response.status, await response.text()]
    }
    const chunked = (size: number) => new Blob(['x'.repeat(size)]).stream()
    expect(await post('x'.repeat(1000))).toEqual([200, '1000'])
    expect(await post(chunked(1000))).toEqual([200, '1000'])
    const [status, text] = await post('x'.repeat(1001))
    expect([status, JSON.parse(String(text)).error.code]).toEqual([413, 'body-too-large'])
    expect((await post(chunked(1001)))[0]).toBe(413)
  })

  it('that never end are cut off', async () => {
    const server = await serve(() => answer(''), { maxBodyBytes: 1000 })
    const socket = connect(server.port, '127.0.0.1')
    socket.on('error', () => {})
    socket.write(`POST / HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nTransfer-Encoding: chunked\r\n\r\n`)
    const pour = () => {
      while (!socket.destroyed && socket.write(`400\r\n${'x'.repeat(1024)}\r\n`));
    }
    socket.on('drain', pour)
    socket.resume()
    const closed = new Promise((resolve) => socket.on('close', resolve))
    pour()
    await closed
  })

  it('that stall are given up', async () => {
    const server = await serve(() => answer(''), { receiveTimeoutMs: 100 })
    const stalled = 'POST / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nContent-Length: 10\r\n\r\nabc'
    expect(statusOf(await raw(server, stalled))).toBe(408)
  })

  it('of a client that goes away are forgotten', async () => {
    const server = await serve(() => answer('still here'))
    const socket = connect(server.port, '127.0.0.1')
    await new Promise<void>((resolve) =>
      socket.write('POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10\r\n\r\nabc', () => resolve()),
    )
    socket.destroy()
    expect(await (await fetch(server.endpoint)).text()).toBe('still here')
  })
})

describe('what the application answers', () => {
  it('reaches the client, repeated fields too, without fields of the connection', async () => {
    const server = await serve(() =>
      answer(
        'body',
        [
          ['Set-Cookie', 'a=1'],
          ['set-cookie', 'b=2'],
          ['Connection', 'upgrade, x-hop'],
          ['X-Hop', '1'],
          ['Transfer-Encoding', 'chunked'],
          ['Content-Length', '999'],
          ['Upgrade', 'websocket'],
        ],
        201,
      ),
    )
    const response = await fetch(server.endpoint)
    expect([response.status, await response.text()]).toEqual([201, 'body'])
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    expect(response.headers.get('content-length')).toBe('4')
    for (const name of ['x-hop', 'transfer-encoding', 'upgrade'])
      expect(response.headers.has(name)).toBe(false)
  })

  it.each<[string, AppResponse]>([
    ['a field with a line end', answer('', [['x', 'a\r\nSet-Cookie: evil=1']])],
    ['a field without a name', answer('', [['', 'a']])],
    ['a name with a space', answer('', [['a b', 'c']])],
    ['a value beyond latin-1', answer('', [['x', '☠']])],
    ['a status of 99', answer('', [], 99)],
    ['a status of 101', answer('', [], 101)],
    ['a status of 1000', answer('', [], 1000)],
    ['a status that is no number', answer('', [], Number.NaN)],
  ])('becomes a 500 where it is not HTTP: %s', async (_, bad) => {
    const server = await serve(() => bad)
    const response = await fetch(server.endpoint)
    expect([response.status, response.headers.has('set-cookie')]).toEqual([500, false])
    expect(await response.json()).toEqual({
      error: { code: 'internal-error', message: 'The application failed.' },
    })
  })

  it('becomes a 500 without details where it throws, and the next request is answered', async () => {
    let calls = 0
    const server = await serve(() => {
      calls += 1
      if (calls === 1) throw new Error('secret detail')
      return answer('fine')
    })
    const response = await fetch(server.endpoint)
    expect([response.status, (await response.text()).includes('secret')]).toEqual([500, false])
    expect(await (await fetch(server.endpoint)).text()).toBe('fine')
  })

  it('has no body for HEAD, 204 and 304, but the length for HEAD', async () => {
    const server = await serve(({ path }) => answer('body', [], Number(path.slice(1))))
    const head = await fetch(`${server.endpoint}/200`, { method: 'HEAD' })
    expect([head.headers.get('content-length'), await head.text()]).toEqual(['4', ''])
    for (const status of [204, 304]) {
      const response = await fetch(`${server.endpoint}/${status}`)
      expect([response.status, response.headers.get('content-length')]).toEqual([status, null])
      expect(await response.text()).toBe('')
    }
  })

  it('keeps the connection for the next request', async () => {
    const server = await serve(() => answer('x'))
    const message = await raw(
      server,
      'GET / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\nGET / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nConnection: close\r\n\r\n',
    )
    expect(message.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2)
  })
})

describe('starting and stopping', () => {
  it('says that a port is taken', async () => {
    const { port } = await serve(() => answer(''))
    await expect(serve(() => answer(''), { port })).rejects.toMatchObject({
      code: 'port-in-use',
      item: String(port),
    })
  })

  it.each([-1, 65_536, 1.5, Number.NaN])('refuses the port %s', async (port) => {
    await expect(serve(() => answer(''), { port })).rejects.toMatchObject({ code: 'usage-invalid' })
  })

  it('listens on the given port again once it is closed', async () => {
    const first = await serve(() => answer('first'))
    await fetch(first.endpoint)
    await first.close()
    await expect(fetch(first.endpoint)).rejects.toThrow()
    const second = await serve(() => answer('second'), { port: first.port })
    expect([second.endpoint, await (await fetch(second.endpoint)).text()]).toEqual([first.endpoint, 'second'])
  })

  it('lets requests in flight end', async () => {
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>()
    const { promise: released, resolve: release } = Promise.withResolvers<void>()
    const server = await serve(async () => {
      arrive()
      await released
      return answer('late')
    })
    const response = fetch(server.endpoint)
    await arrived
    const closed = server.close()
    release()
    expect(await (await response).text()).toBe('late')
    await closed
    await server.close()
  })

  it('cuts requests off that do not end', async () => {
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>()
    const server = await serve(
      () => {
        arrive()
        return new Promise<AppResponse>(() => {})
      },
      { closeTimeoutMs: 50 },
    )
    const response = fetch(server.endpoint).catch((error: Error) => error.name)
    await arrived
    await server.close()
    expect(await response).toBe('TypeError')
  })

  it('listens on the loopback address only', async () => {
    await using server = await serve(() => answer(''))
    const socket = connect(server.port, '127.0.0.2')
    const error = await new Promise<NodeJS.ErrnoException>((resolve) => socket.on('error', resolve))
    expect(error.code).toBe('ECONNREFUSED')
  })
})
