import type { SpinApp } from '@wasm-airlock/host'
import { expect, test } from 'vitest'
import { checkOutboundRefused, listedHosts, refusesAnyHost } from './outbound-test.ts'

test('a manifest without the host refuses it', async () => {
  expect(await checkOutboundRefused(['https://example.com', 'http://*:8080'], {})).toBeUndefined()
})

test('a host that is let through is seen', async () => {
  const difference = await checkOutboundRefused(['https://outside-the-manifest.invalid'], {})
  expect(difference).toMatchObject({
    expected: { unlisted: { status: 403, requests: 0 } },
    actual: { unlisted: { status: 200, requests: 1 } },
  })
})

test('a manifest that lists every host has nothing to refuse', () => {
  expect(
    ['*://*:*', 'https://*', 'https://*:443', 'https://*.invalid'].map((host) => refusesAnyHost([host])),
  ).toEqual([false, false, false, false])
  expect(refusesAnyHost(['https://example.com', 'https://*.example.com'])).toBe(true)
  expect(refusesAnyHost([])).toBe(true)
})

test('the hosts of an application are those of all components that leave one out', () => {
  const app = (...lists: readonly string[][]) =>
    ({
      variables: { host: { default: 'example.com', isSecret: false }, port: { isSecret: false } },
      components: lists.map((allowedOutboundHosts) => ({ allowedOutboundHosts })),
    }) as unknown as SpinApp
  const templates = ['https://{{ host }}:{{port}}']
  expect(listedHosts(app(templates, [], ['*://*:*']), { port: '80' })).toEqual(['https://example.com:80'])
  expect(listedHosts(app(['https://a.example'], ['http://b.example']))).toEqual([
    'https://a.example',
    'http://b.example',
  ])
  expect(listedHosts(app(templates), { host: '*', port: '443' })).toBeUndefined()
  expect(listedHosts(app([]))).toEqual([])
  expect(listedHosts(app())).toBeUndefined()
})
