import { expect, test } from 'vitest'
import { checkOutboundRefused, refusesAnyHost } from './outbound-test.ts'

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
