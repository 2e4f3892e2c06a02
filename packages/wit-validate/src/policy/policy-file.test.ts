import { escapeControls } from '@wasm-airlock/shared'
import { describe, expect, test } from 'vitest'
import { checkPolicy, parsePolicy } from './policy-file.ts'
import { refusal } from './testing/refusal.ts'

describe('a policy file', () => {
  test('is read with the lines of its rules', () => {
    const toml = `# comment
extends = "wasi-cli"
allow = ["wasi:io/*", "log",
  "a:b/c@^0.2.3"]
deny = [
  "wasi:sockets/*",
]
limits.maxBytes = 1_000_000
[limits]
`
    expect(parsePolicy(toml.replace('[limits]\n', ''))).toEqual({
      extends: 'wasi-cli',
      allow: ['wasi:io/*', 'log', 'a:b/c@^0.2.3'],
      deny: ['wasi:sockets/*'],
      limits: { maxBytes: 1_000_000 },
      lines: { allow: [3, 3, 4], deny: [6] },
    })
    const json = '{\n  "allow": [\n    "log"\n  ],\n  "limits": { "maxMemories": 1 }\n}'
    expect(parsePolicy(json, { format: 'json' })).toEqual({
      allow: ['log'],
      limits: { maxMemories: 1 },
      lines: { allow: [3], deny: [] },
    })
  })

  test('passes on as data', () => {
    const policy = parsePolicy('allow = ["log"]')
    expect(checkPolicy(structuredClone(policy))).toEqual(policy)
  })

  test.each([
    ['an unknown key', 'alow = []', { at: '1:1', item: 'alow', hint: 'Did you mean `allow`?' }],
    [
      'an unknown key',
      'allow = []\n\n  [limits]\n  maxByte = 1',
      { at: '4:3', item: 'limits.maxByte', hint: 'Did you mean `maxBytes`?' },
    ],
    ['an unknown table', 'allow = []\n[policy]\nallow = []', { at: '2:2', item: 'policy' }],
    ['an unknown key far away', '__proto__ = 1', { at: '1:1', item: '__proto__' }],
    ['a wrong type', 'allow = "*"', { at: '1:1', item: 'allow' }],
    ['a wrong type', 'allow = [\n  "log",\n  1]', { at: '3:3', item: 'allow.1' }],
    ['a wrong type', 'limits = []', { at: '1:1', item: 'limits' }],
    ['a table as a list', '[[allow]]\nx = 1', { at: '1:3', item: 'allow' }],
    ['a preset that there is not', 'extends = "all"', { at: '1:1', item: 'extends' }],
    ['a key twice', 'allow = []\nallow = []', { at: '2:1' }],
    ['no TOML', '\nallow = [', { at: '2:10' }],
    ['a date', 'allow = [1979-05-27]', { at: '1:10', item: 'allow.0' }],
    ['a limit beyond the hard one', 'limits.maxMemories = 101', { at: '1:1', item: 'limits.maxMemories' }],
    ['a limit that is no number', 'limits.maxBytes = -1', { at: '1:1', item: 'limits.maxBytes' }],
    ['a limit that is none', 'limits.maxBytes = nan', { at: '1:1', item: 'limits.maxBytes' }],
    ['a limit in parts', 'limits.maxBytes = 1.5', { at: '1:1', item: 'limits.maxBytes' }],
    ['nested lists', `allow = ${'['.repeat(50)}${']'.repeat(50)}`, { at: '1:10', item: 'allow.0' }],
  ])('with %s is refused at its place: %j', (_, toml, expected) => {
    expect(refusal(toml)).toMatchObject(expected)
  })

  test.each([
    ['an unknown key', '{\n "alow": []\n}', { at: '2:2', item: 'alow', hint: 'Did you mean `allow`?' }],
    ['a wrong type', '{"allow":\n [1]}', { at: '2:3', item: 'allow.0' }],
    ['a key twice', '{"allow": [],\n "allow": []}', { at: '2:2', item: 'allow' }],
    ['a key twice below', '{"limits": {"maxBytes": 1,\n "maxBytes": 2}}', { at: '2:2', item: 'maxBytes' }],
    ['no object', '[]', { at: '1:1' }],
    ['a comma too many', '{"allow": [1,]}', { at: '1:14' }],
    ['a comment', '{} // x', { at: '1:4' }],
    ['nothing', '', { at: '1:1' }],
    ['a prototype', '{"__proto__": {"allow": ["*"]}}', { at: '1:2', item: '__proto__' }],
    ['null', '{"deny": null}', { at: '1:2', item: 'deny' }],
  ])('of JSON with %s is refused at its place: %j', (_, json, expected) => {
    expect(refusal(json, 'json')).toMatchObject(expected)
  })

  test('names everything that is wrong, the first line first', () => {
    expect(() => parsePolicy('allow = ["wasi:i*"]\nalow = 1\ndeny = 2')).toThrow(
      expect.objectContaining({
        item: 'allow.0',
        details: {
          line: 1,
          column: 10,
          issues: [
            { key: 'allow.0', line: 1, column: 10, message: '"wasi:i*" is no pattern' },
            { key: 'alow', line: 2, column: 1, message: 'there is no such key' },
            { key: 'deny', line: 3, column: 1, message: expect.stringContaining('expected array') },
          ],
        },
      }),
    )
  })

  test('cannot print control characters', () => {
    for (const text of ['"\\u001b[2J\\u202e" = 1', 'allow = ["\\u001b[2J\\u202e"]']) {
      const { message } = refusal(text) as { message: string }
      expect(escapeControls(message)).toBe(message)
    }
  })
})

describe('a rule that can match nothing', () => {
  test.each([
    ['a:b/c@>=2.0.0 <1.0.0', undefined, /no version is in the range/],
    ['a:b/c@^1.0.0-01', undefined, /no version is in the range/],
    [
      'wasi:cli/enviroment',
      'Did you mean `wasi:cli/environment`?',
      /: wasi:cli has no interface `enviroment`/,
    ],
    ['wasi:filesytem/*', 'Did you mean `wasi:filesystem`?', /there is no package wasi:filesytem/],
    ['wasi:clock/wall-clock#now', 'Did you mean `wasi:clocks`?', /there is no package/],
    ['wasi:cli/enviroment@0.2.9', 'Did you mean `wasi:cli/environment`?', /has no interface/],
    ['wasi:cli/enviroment@^0.2.0', 'Did you mean `wasi:cli/environment`?', /has no interface/],
    ['wasi:clocks/wall-clock#noww', 'Did you mean `wasi:clocks/wall-clock#now`?', /has no function `noww`/],
    [
      'wasi:io/streams#read',
      'Did you mean `wasi:io/streams#[method]input-stream.read`?',
      /has no function `read`/,
    ],
    ['wasi:io/streams@0.1.0', expect.stringContaining('0.2.12'), /no version of wasi:io is 0.1.0/],
    ['wasi:cli/*@0.1.7', expect.stringContaining('0.2.12 and 0.3.0'), /no version of wasi:cli is 0.1.7/],
    ['wasi:cli/*@<0.2.0', expect.stringContaining('0.2.12'), /no version of wasi:cli is <0.2.0/],
    // In 0.3 it is no interface any more.
    ['wasi:sockets/tcp@0.3.0', undefined, /has no interface `tcp`/],
    ['fermyon:spin/llm#infr', 'Did you mean `fermyon:spin/llm#infer`?', /has no function/],
  ])('%s is refused', (pattern, hint, message) => {
    for (const list of ['allow', 'deny']) {
      const found = refusal(`\n${list} = [${JSON.stringify(pattern)}]`)
      expect(found).toMatchObject({ item: `${list}.0`, message: expect.stringMatching(message) })
      expect(found).toMatchObject({ at: `2:${list.length + 5}` })
      if (hint !== undefined) expect(found).toMatchObject({ hint })
    }
  })

  test.each([
    // What is newer than the catalogue.
    'wasi:cli/new-thing@0.2.99',
    'wasi:cli/environment@0.2.99#new-function',
    'wasi:cli/new-thing@^0.4.0',
    'wasi:cli/new-thing@>=0.2.13 <0.3.0',
    'wasi:cli/new-thing@1.0.0',
    // What is not known.
    'wasi:keyvalue/store',
    'wasi:nn/graph',
    'wasi:secrets/*',
    'wasi:cloud/*',
    'wasix:io/*',
    'fermyon:spin/key-value',
    'fermyon:spin/llm@1.0.0',
    'my:own/thing@0.0.1#f',
    // What came before the first release, or is not stable.
    'wasi:cli/preopens@0.2.0-rc-2023-10-18',
    'wasi:cli/exit#exit-with-code',
    'wasi:clocks/timezone',
    // All that there is.
    'wasi:cli/environment@0.2.0',
    'wasi:cli/environment@0.2.12',
    'wasi:cli/environment@0.3.0',
    'wasi:http/types@^0.2.3#[constructor]fields',
    'wasi:io/*@~0.2.4',
  ])('%s may match', (pattern) => {
    expect(refusal(`allow = [${JSON.stringify(pattern)}]`)).toBe('accepted')
  })
})

describe('a contradiction', () => {
  test.each([
    ['wasi:io/poll', 'wasi:io/poll', /is in allow and in deny \(line 2\)$/],
    ['wasi:io/poll@0.2.9', 'wasi:*', /can allow nothing, because "wasi:\*" is in deny \(line 2\)$/],
    ['*', '*', /in allow and in deny/],
    ['wasi:io/*', '*', /can allow nothing, because/],
    ['wasi:io/*', 'wasi:*', /can allow nothing, because/],
    ['wasi:io/*@^0.2.3', 'wasi:io/*', /can allow nothing, because/],
    ['wasi:clocks/wall-clock#now', 'wasi:clocks/wall-clock', /can allow nothing, because/],
    ['wasi:io/poll@^0.2.3', 'wasi:io/*@^0.2.0', /can allow nothing, because/],
    ['wasi:io/poll@0.2.9', 'wasi:io/poll@>=0.2.0 <0.3.0', /can allow nothing, because/],
    ['a:b/c@0.2.1-draft', 'a:b/c@^0.2.0', /can allow nothing, because/],
  ])('%s beside %s is refused', (allow, deny, message) => {
    expect(refusal(`allow = [${JSON.stringify(allow)}]\ndeny = [${JSON.stringify(deny)}]`)).toMatchObject({
      at: '1:10',
      item: 'allow.0',
      message: expect.stringMatching(message),
    })
  })

  test.each([
    ['wasi:io/*', 'wasi:io/poll'],
    ['*', 'wasi:*'],
    ['wasi:clocks/wall-clock', 'wasi:clocks/wall-clock#now'],
    ['wasi:io/poll', 'wasi:io/poll@0.2.9'],
    ['wasi:io/poll@^0.2.0', 'wasi:io/poll@^0.2.3'],
    ['wasi:io/poll@0.2.9', 'wasi:io/poll@0.2.8'],
  ])('%s beside %s is none', (allow, deny) => {
    expect(refusal(`allow = [${JSON.stringify(allow)}]\ndeny = [${JSON.stringify(deny)}]`)).toBe('accepted')
  })

  test('a preset may be taken from', () => {
    expect(refusal('extends = "wasi-cli"\ndeny = ["wasi:sockets/*@^0.2.0"]')).toBe('accepted')
  })
})
