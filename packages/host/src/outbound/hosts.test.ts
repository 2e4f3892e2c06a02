import { describe, expect, test } from 'vitest'
import { parseOutboundHosts } from './hosts.ts'

function allows(entry: string, url: string): boolean {
  return parseOutboundHosts([entry])(new URL(url)) !== undefined
}

describe('allowed outbound hosts', () => {
  test.each([
    ['https://example.com', 'https://example.com/a?b'],
    ['https://example.com/', 'https://EXAMPLE.com:443/'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080/'],
    ['http://127.0.0.1:8080', 'http://2130706433:8080/'],
    ['http://[::1]:80', 'http://[::1]/'],
    ['*://*:*', 'http://anything.example:1234/'],
    ['https://*.example.com', 'https://a.b.example.com/'],
    ['http://example.com:8000..8010', 'http://example.com:8009/'],
    ['*://example.com:*', 'https://example.com/'],
    ['http://self', 'http://self.alt/a'],
  ])('%s allows %s', (entry, url) => {
    expect(allows(entry, url)).toBe(true)
  })

  test.each([
    ['https://example.com', 'http://example.com/'],
    ['https://example.com', 'https://example.com:8443/'],
    ['https://example.com', 'https://example.com.evil.test/'],
    ['https://example.com', 'https://example.com@evil.test/'],
    ['https://*.example.com', 'https://example.com/'],
    ['https://*.example.com', 'https://badexample.com/'],
    ['http://example.com:8000..8010', 'http://example.com:8010/'],
    ['http://127.0.0.1:8080', 'http://localhost:8080/'],
    ['http://self', 'http://example.com/'],
    ['http://*:*', 'http://self.alt/'],
    ['*://*:*', 'http://self.alt/'],
  ])('%s does not allow %s', (entry, url) => {
    expect(allows(entry, url)).toBe(false)
  })

  test('none allow nothing', () => {
    expect(parseOutboundHosts([])(new URL('http://127.0.0.1/'))).toBeUndefined()
  })

  test('reach beyond the public internet only where they name the host', () => {
    const reach = parseOutboundHosts(['http://*:*', 'https://*.corp.example', 'http://localhost:1'])
    expect(reach(new URL('http://10.0.0.1/'))).toBe('public')
    expect(reach(new URL('https://a.corp.example/'))).toBe('public')
    expect(reach(new URL('http://localhost:1/'))).toBe('anywhere')
    expect(reach(new URL('http://localhost:2/'))).toBe('public')
  })

  test.each([
    'example.com',
    'https://example.com/path',
    'https://',
    '*://example.com',
    'http://a:x',
    'http://u@h',
  ])('%s is refused by name', (entry) => {
    expect(() => parseOutboundHosts([entry])).toThrow(
      expect.objectContaining({ code: 'manifest-invalid', item: entry }),
    )
  })
})
