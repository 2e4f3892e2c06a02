import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { smokeTest } from './smoke-test.ts'

let server: Server
let endpoint: string

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/broken') response.writeHead(500).end()
    else if (request.url === '/json')
      response.end(JSON.stringify({ result: 'whatever the LLM says', usage: { tokens: 3 } }))
    else if (request.url === '/cut') request.socket.destroy()
    else response.end('a page')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

test('status and shape count, not what the LLM says', async () => {
  const results = await smokeTest(endpoint, [
    {
      path: '/json',
      method: 'POST',
      body: '{}',
      expect: { status: 200, json: { result: 'scripted' }, prompt: 'x' },
    },
    { path: '/json', expect: { json: { missing: 1 } } },
    { name: 'down', path: '/broken', expect: {} },
    { path: '/cut', expect: {} },
    { path: '/broken', expect: { status: 500 } },
  ])
  expect(results.map(({ name, ok }) => [name, ok])).toEqual([
    ['endpoint: POST /json', true],
    ['endpoint: GET /json', false],
    ['endpoint: down', false],
    ['endpoint: GET /cut', false],
    ['endpoint: GET /broken', true],
  ])
})

test('an interrupt ends it', async () => {
  await expect(smokeTest(endpoint, [{ expect: {} }], { signal: AbortSignal.abort() })).rejects.toMatchObject({
    name: 'AbortError',
  })
})
