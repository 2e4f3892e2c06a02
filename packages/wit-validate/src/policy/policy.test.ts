import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { decide } from './decide.ts'
import { denyAll, type Policy } from './policy.ts'
import { parsePolicy, policyJsonSchema } from './policy-file.ts'

const allows = (policy: Policy, name: string) => decide(policy, name, null).allowed

describe('patterns', () => {
  test.each([
    ['*', ['wasi:io/poll@0.2.9', 'a:b/c', 'log'], []],
    ['wasi:*', ['wasi:io/poll@0.2.9', 'wasi:cli/environment'], ['wasix:io/poll', 'log']],
    ['wasi:io/*', ['wasi:io/poll@0.2.9', 'wasi:io/streams'], ['wasi:ios/poll', 'wasi:cli/exit@0.2.9']],
    ['wasi:io/poll', ['wasi:io/poll@0.2.9', 'wasi:io/poll@0.3.0', 'wasi:io/poll'], ['wasi:io/poller@0.2.9']],
    ['wasi:io/poll@0.2.9', ['wasi:io/poll@0.2.9'], ['wasi:io/poll@0.2.10', 'wasi:io/poll']],
    ['log', ['log'], ['log-it', 'a:b/log']],
  ])('%s', (pattern, allowed, denied) => {
    const policy = { allow: [pattern] }
    expect(allowed.filter((name) => !allows(policy, name))).toEqual([])
    expect(denied.filter((name) => allows(policy, name))).toEqual([])
  })

  test('nothing is allowed by default', () => {
    expect(allows(denyAll, 'wasi:io/poll@0.2.9')).toBe(false)
    expect(parsePolicy('')).toEqual({ allow: [] })
  })

  test.each([
    '',
    'wasi:',
    'wasi:io',
    'wasi:io/',
    'wasi:io/*@0.2.9',
    'w*',
    'wasi:i*',
    '*:*',
    'wasi:io/poll@0.2',
    'wasi:io/poll@',
    ' *',
    'a b',
    'Wasi:io/*',
  ])('%j', (pattern) => {
    expect(() => parsePolicy(`allow = [${JSON.stringify(pattern)}]`)).toThrow(
      expect.objectContaining({ code: 'policy-invalid', item: 'allow.0' }),
    )
  })
})

describe('a policy file', () => {
  test('is read', () => {
    expect(parsePolicy('# comment\nallow = ["wasi:io/*", "log"]\n')).toEqual({ allow: ['wasi:io/*', 'log'] })
  })

  test('that is no TOML is refused with its line', () => {
    expect(() => parsePolicy('\nallow = [')).toThrow(
      expect.objectContaining({ code: 'policy-invalid', details: { line: 2, column: expect.any(Number) } }),
    )
  })

  test.each([
    ['deny = []', 'deny'],
    ['allow = "*"', 'allow'],
    ['allow = [1]', 'allow.0'],
    ['[policy]\nallow = []', 'policy'],
  ])('%j is refused with its key', (toml, item) => {
    expect(() => parsePolicy(toml)).toThrow(expect.objectContaining({ code: 'policy-invalid', item }))
  })

  test('has a published schema', async () => {
    const published = await readFile(new URL('../../dist/policy.schema.json', import.meta.url), 'utf8')
    expect(JSON.parse(published)).toEqual(policyJsonSchema())
  })
})
