import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { makeCatalogue } from '../../scripts/make-catalogue.ts'
import catalogue from './catalogue.json' with { type: 'json' }
import { decide } from './decide.ts'
import { denyAll, type Policy, type PresetName } from './policy.ts'
import { checkPolicy, parsePolicy } from './policy-file.ts'
import { policyPresets } from './presets.ts'
import { policyJsonSchema } from './schema.ts'

const allows = (policy: Policy, name: string) => decide(policy, name, null).allowed

describe('patterns', () => {
  test.each([
    ['*', ['wasi:io/poll@0.2.9', 'a:b/c', 'log'], []],
    ['wasi:*', ['wasi:io/poll@0.2.9', 'wasi:cli/environment'], ['wasix:io/poll', 'log']],
    ['wasi:io/*', ['wasi:io/poll@0.2.9', 'wasi:io/streams'], ['wasi:ios/poll', 'wasi:cli/exit@0.2.9']],
    ['wasi:io/poll', ['wasi:io/poll@0.2.9', 'wasi:io/poll@0.3.0', 'wasi:io/poll'], ['wasi:io/poller@0.2.9']],
    ['wasi:io/poll@0.2.9', ['wasi:io/poll@0.2.9'], ['wasi:io/poll@0.2.10', 'wasi:io/poll']],
    ['log', ['log'], ['log-it', 'a:b/log']],
    ['[method]file.read', ['[method]file.read'], ['[method]file.write', 'file']],
  ])('%s', (pattern, allowed, denied) => {
    const policy = { allow: [pattern] }
    expect(allowed.filter((name) => !allows(policy, name))).toEqual([])
    expect(denied.filter((name) => allows(policy, name))).toEqual([])
  })

  test('nothing is allowed by default', () => {
    expect(allows(denyAll, 'wasi:io/poll@0.2.9')).toBe(false)
    expect(parsePolicy('')).toMatchObject({ allow: [] })
    expect(parsePolicy('{}', { format: 'json' })).toMatchObject({ allow: [] })
  })

  test.each([
    ['', 'Write `wasi:cli/environment@0.2.9`'],
    ['wasi:', 'Write `wasi:cli/environment@0.2.9`'],
    ['wasi:io', 'For all of a package, write `wasi:io/*`.'],
    ['wasi:io/', ''],
    ['wasi:io/*@0.2', 'A version has three numbers: `0.2.3`.'],
    ['w*', 'A `*` stands for a whole package or namespace'],
    ['wasi:i*', 'A `*` stands for a whole package or namespace'],
    ['*:*', ''],
    ['wasi:*/poll', 'For all of a namespace, write `wasi:*`.'],
    ['wasi:io/poll@0.2', 'A version has three numbers'],
    ['wasi:io/poll@^0.2', 'A version has three numbers'],
    ['wasi:io/poll@0.2.x', 'Leave out the version for any'],
    ['wasi:io/poll@*', 'Leave out the version for any'],
    ['wasi:io/poll@^0.2.0 || ^0.3.0', 'Write a rule for each of the ranges.'],
    ['wasi:io/poll@=0.2.0', 'Write the version without `=`.'],
    ['wasi:io/poll@00.2.0', ''],
    ['wasi:io/poll@', ''],
    ['wasi:io/poll@>=0.2.0  <0.3.0', ''],
    ['wasi:io/poll#*', 'All functions of an interface are meant without `#*`.'],
    ['wasi:io/*#poll', 'A function is named with its interface'],
    ['wasi:io/poll#[method]pollable', ''],
    ['log#x', ''],
    [' *', 'Leave out the space around it.'],
    ['a b', ''],
    ['Wasi:io/*', ''],
    ['wasi:io/poll\n', 'Leave out the space around it.'],
    [`a:${'b'.repeat(400)}/c`, ''],
  ])('%j is none', (pattern, hint) => {
    for (const list of ['allow', 'deny']) {
      for (const parse of parsers({ [list]: ['x', pattern] }))
        expect(parse).toThrow(
          expect.objectContaining({
            code: 'policy-invalid',
            item: `${list}.1`,
            hint: expect.stringContaining(hint),
          }),
        )
    }
  })
})

/** The three ways in which a policy can come. */
function parsers(data: Record<string, unknown>): (() => Policy)[] {
  const toml = Object.entries(data).map(([key, value]) => `${key} = ${JSON.stringify(value)}\n`)
  return [
    () => checkPolicy(data),
    () => parsePolicy(toml.join('')),
    () => parsePolicy(JSON.stringify(data), { format: 'json' }),
  ]
}

describe('presets', () => {
  test('hold nothing but patterns that can match', () => {
    for (const [name, allow] of Object.entries(policyPresets)) {
      expect(checkPolicy({ allow })).toEqual({ allow })
      expect(checkPolicy({ extends: name as PresetName })).toEqual({ extends: name, allow: [] })
    }
  })

  test.each([
    ['pure', [], ['wasi:io/poll@0.2.9']],
    [
      'wasi-cli',
      ['wasi:cli/environment@0.2.0', 'wasi:sockets/tcp@0.2.9', 'wasi:filesystem/types@0.2.12'],
      ['wasi:http/types@0.2.9', 'wasi:cli/environment@0.3.0', 'fermyon:spin/llm@2.0.0'],
    ],
    [
      'spin-http',
      [
        'wasi:http/outgoing-handler@0.2.3',
        'wasi:config/store@0.2.0-draft-2024-09-27',
        'wasi:keyvalue/store@0.2.0-draft2',
        'fermyon:spin/llm@2.0.0',
        'spin:postgres/postgres@4.0.0',
        'wasi:random/random@0.2.3',
      ],
      ['wasi:http/incoming-handler@0.2.3', 'wasi:keyvalue/watcher@0.2.0-draft2', 'other:spin/llm@2.0.0'],
    ],
  ] as const)('%s', (preset, allowed, denied) => {
    const policy: Policy = { extends: preset, allow: ['log'] }
    expect(allowed.filter((name) => !allows(policy, name))).toEqual([])
    expect(denied.filter((name) => allows(policy, name))).toEqual([])
    expect(allows(policy, 'log')).toBe(true)
  })
})

test('the schema is published', async () => {
  const published = await readFile(new URL('../../dist/policy.schema.json', import.meta.url), 'utf8')
  expect(JSON.parse(published)).toEqual(policyJsonSchema())
})

test('the catalogue is that of the installed dependencies', async () => {
  expect(catalogue).toEqual(await makeCatalogue())
})
