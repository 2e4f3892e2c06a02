import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { templatePath } from '@wasm-airlock/compose'
import { type AppHost, serveApp } from '@wasm-airlock/host'
import { expect, onTestFinished, test } from 'vitest'
import { serveGraph } from './serve-graph.ts'

const path = '/.well-known/airlock/graph.svg'

/** Serves the graph of a folder beside an application that says which requests came to it. */
async function serve(folder: string) {
  const reasons: string[] = []
  const whole = (text: string) => new TextEncoder().encode(text)
  const host: AppHost = {
    handle: async (request) => ({
      status: 200,
      headers: [],
      body: {
        whole: whole(`${request.method} ${request.path}`),
        bytes: async () => whole(''),
        async *[Symbol.asyncIterator]() {},
      },
      trailers: Promise.resolve([]),
    }),
    stats: () => ({ ready: true, running: 0, waiting: 0, workers: 0, instances: 0, guestMemoryBytes: 0 }),
    close: async () => {},
    [Symbol.asyncDispose]: async () => {},
  }
  const server = await serveApp(serveGraph(host, folder, (reason) => reasons.push(reason)))
  onTestFinished(() => server.close())
  return { endpoint: server.endpoint, reasons }
}

test('the picture stands beside the application, and can do nothing', async () => {
  const { endpoint, reasons } = await serve(templatePath())
  for (const address of [path, `${path}?again`]) {
    const response = await fetch(endpoint + address)
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/svg+xml',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      'x-content-type-options': 'nosniff',
    })
    expect(await response.text()).toMatch(/^<svg .*prompt&#45;app.*<\/svg>\n$/s)
  }
  const head = await fetch(endpoint + path, { method: 'HEAD' })
  expect(Number(head.headers.get('content-length'))).toBeGreaterThan(1000)
  expect(await head.text()).toBe('')
  expect(reasons).toEqual([])
})

test.each([
  ['POST', path],
  ['GET', `${path}x`],
  ['GET', '/.well-known/airlock/'],
  ['GET', '/.well-known/airlock/%67raph.svg'],
  ['GET', '/'],
])('%s %s goes to the application', async (method, address) => {
  const { endpoint } = await serve(templatePath())
  expect(await (await fetch(endpoint + address, { method })).text()).toBe(`${method} ${address}`)
})

test('one that cannot be drawn is an error that the log explains', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'airlock-graph-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'spin.toml'), 'a = \n')
  const { endpoint, reasons } = await serve(folder)
  for (const _ of ['first', 'again']) expect(await fetch(endpoint + path)).toMatchObject({ status: 500 })
  expect(reasons).toEqual([expect.stringContaining('cannot be drawn')])
})
