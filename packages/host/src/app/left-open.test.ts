import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEchoLlm } from '../llm/echo-llm.ts'
import type { HostEvent } from '../observe/events.ts'
import { buildProbeApp } from '../test-support/probe.ts'
import { createAppHost } from './app-host.ts'
import type { AppHost, AppRequest } from './request.ts'

let server: Server
let origin: string
let host: AppHost
const events: HostEvent[] = []
beforeAll(async () => {
  server = createServer((request, response) => {
    void text(request).then(
      (body) => response.end(`got ${body}`),
      () => {},
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  host = await createAppHost(await buildProbeApp(), {
    aiModels: [],
    allowedOutboundHosts: [origin],
    llm: createEchoLlm(),
    workers: 1,
    onEvent: (event) => events.push(event),
  })
})
afterAll(async () => {
  await host.close()
  server.closeAllConnections()
  server.close()
})

async function ask(path: string, request: Partial<AppRequest> = {}) {
  const { status, body } = await host.handle({
    method: 'GET',
    path,
    headers: [],
    body: new Uint8Array(),
    ...request,
  })
  return { status, text: Buffer.from(await body.bytes()).toString() }
}

test.each([
  ['a request whose body is not finished', () => ask(`/forget?method=post&url=${origin}/`)],
  [
    'a request whose body nobody reads',
    () => ask('/visits', { method: 'POST', body: new Uint8Array(500_000).fill(120) }),
  ],
])('what %s leaves open is not met by the next', async (_, leave) => {
  for (let round = 0; round < 5; round++) {
    expect((await leave()).status).toBe(200)
    const next = await ask(`/fetch?method=POST&body=mine${round}&url=${origin}/`)
    expect(JSON.parse(next.text)).toMatchObject({ status: 200, body: `got mine${round}` })
    expect((await ask('/visits')).text).toBe('1')
  }
  await expect.poll(() => count('instance-started') - count('instance-ended')).toBe(0)
  expect(host.stats()).toMatchObject({ running: 0, waiting: 0, workers: 1 })
  expect(count('request-failed')).toBe(0)
  expect(count('worker-ended')).toBe(0)
})

function count(type: HostEvent['type']): number {
  return events.filter((event) => event.type === type).length
}
