import { describe, expect, it } from 'vitest'
import { decideRetry } from './retry.ts'

const NOW = Date.parse('2026-01-01T00:00:00Z')
const decide = (status: number, retryAfter: string | null, attempt = 1) =>
  decideRetry({ status, retryAfter }, attempt, NOW, 1)
const coded = (code: string) =>
  new TypeError('fetch failed', { cause: Object.assign(new Error('no'), { code }) })

describe('decideRetry', () => {
  it.each([429, 503])('backs off after status %i, twice as long each time, up to 8 s', (status) => {
    expect([1, 2, 3, 6, 50].map((attempt) => decide(status, null, attempt))).toEqual([
      250, 500, 1000, 8000, 8000,
    ])
    expect(decideRetry({ status, retryAfter: null }, 1, NOW, 0)).toBe(125)
  })

  it.each([
    ['0', 0],
    [' 3 ', 3000],
    ['30', 30_000],
    ['Thu, 01 Jan 2026 00:00:05 GMT', 5000],
    ['Wed, 31 Dec 2025 23:59:00 GMT', 0],
    ['soon', 250],
    ['-1', expect.any(Number)],
  ])('waits as long as Retry-After says: %j', (value, delay) => {
    expect(decide(429, value)).toEqual(delay)
  })

  it.each(['31', '9'.repeat(400), 'Thu, 01 Jan 2026 01:00:00 GMT'])(
    'does not wait as long as %j, nor ask sooner',
    (value) => {
      expect(decide(503, value)).toBeUndefined()
    },
  )

  it.each([301, 400, 401, 404, 408, 500, 502, 504])('does not repeat after status %i', (status) => {
    expect(decide(status, '1')).toBeUndefined()
  })

  it.each(['ECONNREFUSED', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'])('repeats after %s', (code) => {
    expect(decideRetry({ error: coded(code) }, 1, NOW, 1)).toBe(250)
  })

  it.each([coded('ECONNRESET'), coded('UND_ERR_SOCKET'), coded('ENOTFOUND'), new TypeError('x'), 'text'])(
    'does not repeat after %s, which may have come after the request',
    (error) => {
      expect(decideRetry({ error }, 1, NOW, 1)).toBeUndefined()
    },
  )
})
