import { createServer, type Server } from 'node:http'
import { type AddressInfo, createServer as createSocketServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFetchOutbound } from './outbound.ts'
import type { OutboundReach } from './outbound-hosts.ts'

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
