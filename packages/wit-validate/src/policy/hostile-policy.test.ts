import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { checkPolicy, parsePolicy } from './policy-file.ts'
import { refusal } from './testing/refusal.ts'

describe('a key', () => {
  test.each([
    ['__proto__.allow = ["*"]', '1:1'],
    ['\n__proto__.extends = "wasi-cli"', '2:1'],
    ['[__proto__]\nallow = ["*"]', '1:2'],
    ['[__proto__.x]', '1:2'],
    ['["__proto__".allow]', '1:2'],
    ['limits.__proto__.y = 1', '1:1'],
    ['limits = { __proto__.z = 1 }', '1:12'],
    ['[limits]\n__proto__ = { z = 1 }', '2:1'],
    ['allow = [{ __proto__.x = 1 }]', '1:12'],
    ['limits."\\u005f_proto__".z = 1', '1:1'],
  ])('that walks into a prototype is refused, and changes none: %j', (toml, at) => {
    const before = Object.getOwnPropertyNames(Object.prototype)
    try {
      expect(refusal(toml)).toMatchObject({ at, item: '__proto__' })
      expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before)
    } finally {
      for (const name of Object.getOwnPropertyNames(Object.prototype))
        if (!before.includes(name)) Reflect.deleteProperty(Object.prototype, name)
    }
  })

  test.each(['constructor', 'toString', 'hasOwnProperty'])('inherits nothing: %s', (key) => {
    for (const toml of [`${key}.prototype.x = 1`, `limits.${key}.x = 1`, `[${key}]`])
      expect(refusal(toml)).toMatchObject({ item: expect.stringContaining(key) })
    expect(Object).not.toHaveProperty('prototype.x')
    expect({}.constructor).not.toHaveProperty('x')
  })
})

describe('hostile text', () => {
  const million = 1 << 20
  const most = 250_000
  test.each([
    ['too much', `allow = []${' '.repeat(million)}`],
    ['deep lists', `allow = ${'['.repeat(most)}`],
    ['deep tables', `a = ${'{a='.repeat(most / 4)}`],
    ['a long dotted key', `a${'.a'.repeat(most / 2 - 10)} = 1`],
    ['many keys', Array.from({ length: most / 10 }, (_, index) => `k${index}=1`).join('\n')],
    ['many tables', Array.from({ length: most / 10 }, (_, index) => `[k${index}]`).join('\n')],
    ['many rules', `allow = [${'"a",'.repeat(most / 4 - 10)}]`],
    ['a long rule', `allow = ["${'a'.repeat(most)}"]`],
    [
      'a long table',
      `[${'k'.repeat(most / 2)}]\n${Array.from({ length: most / 16 }, (_, index) => `a${index}=1`).join('\n')}`,
    ],
    ['a deep table', `[k${'.k'.repeat(most / 4)}]\na = [${'1,'.repeat(most / 4 - 10)}]`],
    ['lists in lists that end', `allow = ${'['.repeat(3000)}${']'.repeat(3000)}`],
    ['a rule of words', `allow = ["${'a-'.repeat(140)}!"]`],
    ['a rule of labels', `allow = ["a:b/c@1.0.0-${'a.'.repeat(130)}!"]`],
    ['a rule of comparators', `allow = ["a:b/c@${'>=1.0.0 '.repeat(30)}"]`],
    ['escapes', `allow = ["${'\\u0041'.repeat(most / 6 - 10)}"]`],
    ['a long number', `limits.maxBytes = ${'1'.repeat(most)}`],
    ['another long number', `limits.maxBytes = ${'1_'.repeat(most / 2 - 20)}1`],
    [
      'many ranges',
      `allow = [${Array.from({ length: 1900 }, (_, index) => `"a:b/c@^1.0.${index}"`).join()}]`,
    ],
  ])('in TOML with %s is refused', (_, text) => {
    expect(() => parsePolicy(text)).toThrow(expect.objectContaining({ code: 'policy-invalid' }))
  })

  test.each([
    ['deep lists', '['.repeat(most)],
    ['deep lists that end', `{"allow": ${'['.repeat(most / 3)}${']'.repeat(most / 3)}}`],
    ['deep objects', '{"a":'.repeat(most / 5)],
    ['a long text', `"${'\\u0041'.repeat(most / 6)}"`],
    ['a long rule of versions', `{"allow": ["${'@'.repeat(most)}"]}`],
    ['a long rule of stars', `{"allow": ["a${'*'.repeat(most)}"]}`],
    ['many keys', `{${Array.from({ length: most / 12 }, (_, index) => `"k${index}":1`).join()}}`],
  ])('in JSON with %s is refused', (_, text) => {
    expect(() => parsePolicy(text, { format: 'json' })).toThrow(
      expect.objectContaining({ code: 'policy-invalid' }),
    )
  })

  test.each([
    ['a long rule', { allow: ['@'.repeat(most)] }, 'allow.0'],
    ['another long rule', { allow: [], deny: [`a${'*'.repeat(most)}`] }, 'deny.0'],
    ['a list of nothing', { allow: new Array(2 ** 32 - 1) }, 'allow'],
    ['many rules', { allow: new Array(million).fill('a') }, 'allow'],
    ['many lines', { allow: [], lines: { allow: new Array(million).fill(1), deny: [] } }, 'lines.allow'],
    ['a long key', { allow: [], ['@'.repeat(most)]: 1 }, expect.stringMatching('^@+$')],
  ])('in data with %s is refused', (_, data, item) => {
    expect(() => checkPolicy(data)).toThrow(expect.objectContaining({ code: 'policy-invalid', item }))
  })

  test('with as many rules and ranges as there may be is compared soon', () => {
    const rules = (first: number) =>
      Array.from({ length: 2000 }, (_, index) => `a:b/c@>=${first + (index % 50)}.0.0 <9999.0.0#f${index}`)
    const policy = { allow: rules(0), deny: rules(100) }
    expect(checkPolicy(policy)).toEqual(policy)
  })
})

describe('data', () => {
  test('has only the keys of its own', () => {
    const inherited = Object.create(null)
    inherited.allow = ['*']
    expect(checkPolicy(Object.create(inherited))).toEqual({ allow: [] })
    const wide = Object.assign(Object.create({ allow: ['*'] }), { deny: [] })
    for (const data of [Object.create({ allow: ['*'] }), wide, new (class {})(), new Map(), new Date()])
      expect(() => checkPolicy(data)).toThrow(expect.objectContaining({ code: 'policy-invalid' }))
  })

  test('is refused where a part of it is no plain data, and not read without that part', () => {
    const strange = [new Set(['*']), Object.create(['*']), new (class {})(), () => ['*'], 7]
    for (const part of strange) {
      for (const key of ['allow', 'deny', 'limits', 'lines', 'extends'])
        expect(() => checkPolicy({ allow: [], [key]: part })).toThrow(
          expect.objectContaining({ code: 'policy-invalid', item: key }),
        )
    }
  })

  test('is asked once for each part', () => {
    const answers = [['log'], ['*']]
    const data = {
      get allow() {
        return answers.shift()
      },
    }
    expect(checkPolicy(data)).toEqual({ allow: ['log'] })
  })

  test('may come from another realm', () => {
    expect(checkPolicy(runInNewContext('({ allow: ["log"], limits: { maxMemories: 1 } })'))).toEqual({
      allow: ['log'],
      limits: { maxMemories: 1 },
    })
  })
})
