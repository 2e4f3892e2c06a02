import { createServer, type Server } from 'node:http'
import { type AddressInfo, createServer as createSocketServer, isIP, type LookupFunction } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OutboundReach } from './hosts.ts'
import { createFetchOutbound } from './outbound.ts'

const signal = new AbortController().signal
const fetchOutbound = createFetchOutbound(1000)

function get(url: string, reach: OutboundReach) {
  return fetchOutbound({ method: 'GET', url, headers: [], body: new Uint8Array(), reach }, signal)
}

describe('a request that a pattern allows', () => {
  let server: Server
  let port: number
  beforeAll(async () => {
    server = createServer((_, response) => response.end('reached'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
  })
  afterAll(() => void server.close())

  test.each([
    '127.0.0.1',
    'localhost',
    '2130706433',
    '0x7f.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '169.254.169.254',
    '[fe80::1]',
    '127.0.0.1.',
    '017700000001',
    '0x7f000001',
    '0177.0.0.1',
    '127.1',
    '0',
    '[::127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[::ffff:7f00:1]',
    'LOCALHOST',
    '①②⑦.⓪.⓪.①',
  ])('does not reach %s', async (host) => {
    await expect(get(`http://${host}:${port}/`, 'public')).rejects.toMatchObject({
      code: 'destination-IP-prohibited',
    })
  })

  test.each(['127.0.0.1', 'localhost'])('reaches %s where the manifest names it', async (host) => {
    expect(await get(`http://${host}:${port}/`, 'anywhere')).toMatchObject({ status: 200 })
  })
})

test.each([
  [
    'wants another protocol',
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n',
    /another protocol/,
  ],
  ['says nothing', '', /./],
])('a server that %s gets an end', async (_, says, reason) => {
  const server = createSocketServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => (says === '' ? socket.end() : socket.write(says)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const { port } = server.address() as AddressInfo
    await expect(get(`http://127.0.0.1:${port}/`, 'anywhere')).rejects.toThrow(reason)
  } finally {
    server.close()
  }
})

describe('names', () => {
  /** A resolver that answers differently each time. */
  function resolverOf(...answers: string[]): LookupFunction & { asked: number } {
    const lookup: LookupFunction = (_, options, callback) => {
      const address = answers[Math.min(resolver.asked, answers.length - 1)] as string
      resolver.asked += 1
      const family = isIP(address)
      if (options.all) callback(null, [{ address, family }])
      else callback(null, address, family)
    }
    const resolver = Object.assign(lookup, { asked: 0 })
    return resolver
  }

  test('that lead to another address the second time are not followed there', async () => {
    const server = createServer((_, response) => response.end('reached'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const lookup = resolverOf('127.0.0.1')
    const fetch = createFetchOutbound(1000, { lookup })
    const request = {
      method: 'GET',
      url: `http://rebound.example:${port}/`,
      headers: [],
      body: new Uint8Array(),
    }
    // A connection that was opened for who names the host is not one for a pattern.
    expect(await fetch({ ...request, reach: 'anywhere' }, signal)).toMatchObject({ status: 200 })
    await expect(fetch({ ...request, reach: 'public' }, signal)).rejects.toMatchObject({
      code: 'destination-IP-prohibited',
    })
    // Looked up once a connection: what is checked is what is connected to.
    expect(lookup.asked).toBe(2)
    server.closeAllConnections()
    server.close()
  })

  test('of which one address is not public are refused', async () => {
    const lookup: LookupFunction = (_, __, callback) =>
      callback(null, [
        { address: '8.8.8.8', family: 4 },
        { address: '10.0.0.1', family: 4 },
      ])
    const fetch = createFetchOutbound(1000, { lookup })
    const request = { method: 'GET', url: 'http://two.example/', headers: [], body: new Uint8Array() }
    await expect(fetch({ ...request, reach: 'public' }, signal)).rejects.toMatchObject({
      code: 'destination-IP-prohibited',
    })
  })

  test('that there are not are an error of their own', async () => {
    const lookup: LookupFunction = (_, __, callback) =>
      callback(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), '', 4)
    const fetch = createFetchOutbound(1000, { lookup })
    const request = { method: 'GET', url: 'http://none.example/', headers: [], body: new Uint8Array() }
    await expect(fetch({ ...request, reach: 'anywhere' }, signal)).rejects.toMatchObject({
      code: 'DNS-error',
      detail: 'ENOTFOUND',
    })
  })
})

describe('a connection', () => {
  let server: Server
  let url: string
  let connections = 0
  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url === '/many')
        for (let field = 0; field < 1001; field++) response.setHeader(`x-${field}`, 'y')
      if (request.url === '/redirect')
        response.writeHead(307, { location: 'http://169.254.169.254/latest/meta-data' })
      response.end('x')
    })
    server.on('connection', () => {
      connections += 1
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  test('is kept for the next request, and opened again where the server closed it', async () => {
    for (let request = 0; request < 10; request++) expect((await get(url, 'anywhere')).status).toBe(200)
    // The first may not be free yet when the second is wanted.
    expect(connections).toBeLessThanOrEqual(2)
    server.closeIdleConnections()
    for (let request = 0; request < 10; request++) expect((await get(url, 'anywhere')).status).toBe(200)
    expect(connections).toBeLessThanOrEqual(4)
  })

  test.each([
    ['GET', 3],
    ['POST', 2],
  ])('that is closed in the middle of a %s serves %d requests', async (method, expected) => {
    let requests = 0
    const closing = createServer((request, response) => {
      requests += 1
      request.resume()
      // The second is acted on, and never answered.
      if (requests === 2) response.socket?.destroy()
      else response.end('x')
    })
    await new Promise<void>((resolve) => closing.listen(0, '127.0.0.1', resolve))
    const { port: at } = closing.address() as AddressInfo
    const fetch = createFetchOutbound(1000)
    const ask = () =>
      fetch(
        {
          method,
          url: `http://127.0.0.1:${at}/`,
          headers: [],
          body: Buffer.from(method === 'GET' ? '' : 'x'),
          reach: 'anywhere',
        },
        signal,
      )
    await ask()
    // The connection is free by then.
    await new Promise((resolve) => setImmediate(resolve))
    const second = ask()
    if (method === 'POST') await expect(second).rejects.toMatchObject({ code: 'connection-terminated' })
    else expect((await second).status).toBe(200)
    expect(requests).toBe(expected)
    closing.closeAllConnections()
    closing.close()
  })

  test('never follows a redirect', async () => {
    const { status, headers } = await get(`${url}/redirect`, 'anywhere')
    expect(status).toBe(307)
    expect(headers).toContainEqual(['location', 'http://169.254.169.254/latest/meta-data'])
  })

  test('brings no more header fields than it may', async () => {
    await expect(get(`${url}/many`, 'anywhere')).rejects.toMatchObject({
      code: 'HTTP-response-header-section-size',
    })
  })

  test('takes no longer than is wished', async () => {
    const wanted = { method: 'GET', url: 'http://slow.example/', headers: [], body: new Uint8Array() }
    const lookup: LookupFunction = () => {} // never answers
    const fetch = createFetchOutbound(1000, { lookup })
    await expect(
      fetch({ ...wanted, reach: 'anywhere', timeouts: { connectMs: 30 } }, signal),
    ).rejects.toMatchObject({ code: 'connection-timeout' })
  })
})
