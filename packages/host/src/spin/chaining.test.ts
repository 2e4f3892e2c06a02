import { expect, test } from 'vitest'
import { wholeBody } from '../app/body.ts'
import { type Components, chainComponents } from './chaining.ts'

const signal = new AbortController().signal

function outbound(url: string) {
  return { method: 'GET', url, headers: [], body: new Uint8Array(), reach: 'anywhere' } as never
}

test('components that ask each other in a circle come to an end', async () => {
  let asked = 0
  const components: Components = {
    handOver: () => {
      asked += 1
      return fetch(outbound('http://a.spin.internal/'), signal) as never
    },
    route: () => Promise.reject(new Error('not asked')),
  }
  const fetch = chainComponents(components, () => Promise.reject(new Error('no network')))
  await expect(fetch(outbound('http://a.spin.internal/'), signal)).rejects.toThrow('more than 64 requests')
  expect(asked).toBe(64)
  // All of them have come back.
  await expect(fetch(outbound('http://a.spin.internal/'), signal)).rejects.toThrow('more than 64 requests')
})

test('only names of components stay inside', async () => {
  const seen: string[] = []
  const fetch = chainComponents(
    { handOver: () => undefined, route: () => Promise.reject(new Error('routed')) },
    ({ url }) => {
      seen.push(url)
      return Promise.reject(new Error('network'))
    },
  )
  for (const url of ['http://spin.internal/', 'http://a.spin.internal.example.com/', 'http://self/']) {
    await expect(fetch(outbound(url), signal)).rejects.toThrow('network')
  }
  await expect(fetch(outbound('http://A.SPIN.internal/'), signal)).rejects.toThrow('there is no component a')
  await expect(fetch(outbound('http://self.alt/x'), signal)).rejects.toThrow('routed')
  expect(seen).toHaveLength(3)
})

test('what belongs to a connection is not handed from one component to another', async () => {
  const seen: unknown[] = []
  const fetch = chainComponents(
    {
      handOver: (_, { headers }) => {
        seen.push(...headers)
        return Promise.resolve({ status: 204, headers: [], ...wholeBody(new Uint8Array()) })
      },
      route: () => Promise.reject(new Error('not asked')),
    },
    () => Promise.reject(new Error('no network')),
  )
  const headers = [
    ['Host', 'elsewhere.example'],
    ['connection', 'x-secret'],
    ['Transfer-Encoding', 'chunked'],
    ['x-a', 'b'],
  ]
  const request = { ...(outbound('http://a.spin.internal/') as object), headers } as never
  expect((await fetch(request, signal)).status).toBe(204)
  expect(seen).toEqual([['x-a', 'b']])
})
