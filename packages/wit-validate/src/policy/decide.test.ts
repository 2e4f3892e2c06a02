import { describe, expect, test } from 'vitest'
import { decide } from './decide.ts'
import { extendPolicy } from './extend.ts'
import { findDenied } from './find-denied.ts'
import { findUnusedRules } from './find-unused.ts'
import { denyAll, type Policy } from './policy.ts'
import { checkPolicy } from './policy-file.ts'
import { suggestPolicy } from './suggest.ts'

const allowed = (policy: Policy, name: string, fn: string | null = null) => decide(policy, name, fn).allowed

describe('versions', () => {
  test.each([
    ['a:b/c@^0.2.3', ['a:b/c@0.2.3', 'a:b/c@0.2.12'], ['a:b/c@0.2.2', 'a:b/c@0.3.0', 'a:b/c', 'a:b/d@0.2.3']],
    ['a:b/c@~0.2.4', ['a:b/c@0.2.4', 'a:b/c@0.2.9'], ['a:b/c@0.2.3', 'a:b/c@0.3.0']],
    ['a:b/c@^1.2.0', ['a:b/c@1.2.0', 'a:b/c@1.9.0'], ['a:b/c@2.0.0', 'a:b/c@1.1.9']],
    ['a:b/c@>=0.2.3 <0.3.0', ['a:b/c@0.2.3', 'a:b/c@0.2.99'], ['a:b/c@0.3.0', 'a:b/c@0.2.2']],
    ['a:b/*@^0.2.0', ['a:b/c@0.2.9', 'a:b/d@0.2.0'], ['a:b/c@0.3.0', 'a:b/c', 'a:x/c@0.2.9']],
    ['a:b/*@0.2.9', ['a:b/c@0.2.9'], ['a:b/c@0.2.10']],
  ])('%s allows', (pattern, inside, outside) => {
    expect(inside.filter((name) => !allowed({ allow: [pattern] }, name))).toEqual([])
    expect(outside.filter((name) => allowed({ allow: [pattern] }, name))).toEqual([])
  })

  test('a range allows no prerelease that it does not name, and may deny one', () => {
    expect(allowed({ allow: ['a:b/c@^0.2.0'] }, 'a:b/c@0.2.0-rc-2023-11-10')).toBe(false)
    expect(allowed({ allow: ['a:b/c@^0.2.0'] }, 'a:b/c@0.2.1-draft')).toBe(false)
    expect(allowed({ allow: ['a:b/c@>=0.2.0-rc.1 <0.3.0'] }, 'a:b/c@0.2.0-rc.2')).toBe(true)
    expect(allowed({ allow: ['*'], deny: ['a:b/c@<0.3.0'] }, 'a:b/c@0.2.0-rc-2023-11-10')).toBe(false)
    expect(allowed({ allow: ['*'], deny: ['a:b/c@^0.2.0'] }, 'a:b/c@0.2.1-draft')).toBe(false)
  })

  test.each([
    ['^0.2.0', ['0.2.0-rc.1', '0.2.0-0', '0.2.0-rc-2023-11-10+x', '0.2.9-draft'], ['0.1.9', '0.3.0-rc.1']],
    ['~1.4.0', ['1.4.0-beta'], ['1.3.9', '1.5.0-beta']],
    ['>=0.2.0 <0.3.0', ['0.2.0-rc.1'], ['0.1.9-rc.1']],
    ['>=1.0.0+build <2.0.0', ['1.0.0-rc.1'], []],
    // What names a prerelease means it.
    ['>=0.2.0-rc.2 <0.3.0', ['0.2.0-rc.2', '0.2.0-rc.3'], ['0.2.0-rc.1']],
    ['^1.0.0-rc.2', ['1.0.0-rc.2'], ['1.0.0-rc.1']],
    ['>0.2.9', ['0.2.10-rc.1'], ['0.2.9-rc.1', '0.2.9']],
    ['<=0.2.9', ['0.2.9-rc.1'], ['0.2.10-rc.1']],
  ])('%s denies the prereleases of its lowest version', (range, inside, outside) => {
    const policy = { allow: ['*'], deny: [`a:b/c@${range}`] }
    expect(inside.filter((version) => allowed(policy, `a:b/c@${version}`))).toEqual([])
    expect(outside.filter((version) => !allowed(policy, `a:b/c@${version}`))).toEqual([])
    for (const version of inside)
      expect(() => checkPolicy({ allow: [`a:b/c@${version}`], deny: policy.deny })).toThrow(
        /can allow nothing/,
      )
  })

  test('what has no version is in no range', () => {
    expect(allowed({ allow: ['*'], deny: ['a:b/c@^0.2.0', 'a:b/c@1.0.0'] }, 'a:b/c')).toBe(true)
  })

  test('a version that cannot be compared is denied and not allowed', () => {
    for (const version of ['0.2', '0.2.99999999999999999999', 'x']) {
      expect(allowed({ allow: ['a:b/c@>=0.2.0'] }, `a:b/c@${version}`)).toBe(false)
      expect(allowed({ allow: ['*'], deny: ['a:b/c@^0.2.0'] }, `a:b/c@${version}`)).toBe(false)
    }
  })

  test('build metadata hides nothing from a rule that denies', () => {
    expect(allowed({ allow: ['*'], deny: ['a:b/c@0.2.9'] }, 'a:b/c@0.2.9+local')).toBe(false)
    expect(allowed({ allow: ['a:b/c@0.2.9'] }, 'a:b/c@0.2.9+local')).toBe(false)
  })
})

describe('deny', () => {
  test('wins over allow, and both changes are named', () => {
    const policy = {
      allow: ['wasi:io/*'],
      deny: ['wasi:io/poll', 'wasi:*'],
      lines: { allow: [1], deny: [7, 8] },
    }
    expect(decide(policy, 'wasi:io/poll@0.2.9', null)).toEqual({
      allowed: false,
      rule: { list: 'deny', index: 0, text: 'wasi:io/poll', preset: null, line: 7 },
      change: {
        add: null,
        remove: [
          expect.objectContaining({ text: 'wasi:io/poll' }),
          expect.objectContaining({ text: 'wasi:*' }),
        ],
        text: 'remove "wasi:io/poll" from deny (line 7) and remove "wasi:*" from deny (line 8)',
      },
    })
    expect(decide(policy, 'wasi:cli/exit@0.2.9', null).change?.text).toBe(
      'remove "wasi:*" from deny (line 8) and add "wasi:cli/exit@0.2.9" to allow',
    )
  })

  test('takes from a preset', () => {
    const policy: Policy = { extends: 'wasi-cli', allow: [], deny: ['wasi:sockets/*'] }
    expect(allowed(policy, 'wasi:sockets/tcp@0.2.9')).toBe(false)
    expect(decide(policy, 'wasi:cli/stdout@0.2.9', null)).toMatchObject({
      allowed: true,
      rule: { preset: 'wasi-cli', list: 'allow' },
    })
  })
})

test('another spelling, which is the same in JavaScript, hides nothing from a rule that denies', () => {
  for (const [denied, name, fn] of [
    ['wasi:io/poll', 'wasi:io/POLL@0.2.9', null],
    ['wasi:io/*', 'wasi:io/POLL', null],
    ['wasi:io/POLL@^0.2.0', 'wasi:io/poll@0.2.9', null],
    ['wasi:clocks/wall-clock', 'wasi:clocks/WALL-clock@0.2.9', null],
    ['wasi:clocks/wall-clock#now', 'wasi:clocks/wall-clock@0.2.9', 'NOW'],
    ['wasi:io/poll#[method]pollable.block', 'wasi:io/poll@0.2.9', '[method]POLLABLE.block'],
    ['a:b/c#f2', 'a:b/c', 'f-2'],
    ['log', 'LOG', 'LOG'],
  ] as const) {
    expect(allowed({ allow: ['*'], deny: [denied] }, name, fn)).toBe(false)
    expect(allowed({ allow: [denied] }, name, fn)).toBe(denied === 'wasi:io/*')
  }
  expect(allowed({ allow: ['*'], deny: ['a:b/c#a-b'] }, 'a:b/c', 'ab')).toBe(true)
})

test('a type of values needs no rule, a resource does', () => {
  const resource = { name: 'pollable', kind: 'type' as const, functions: [] }
  const type = { ...resource, typesOnly: true as const }
  for (const policy of [denyAll, { extends: 'pure', allow: [] }, { allow: ['*'], deny: ['*'] }] as Policy[])
    expect(findDenied([type], policy)).toEqual([])
  expect(findDenied([{ ...resource, kind: 'value' }], denyAll)).toHaveLength(1)
  expect(findDenied([resource], denyAll)).toHaveLength(1)
  expect(suggestPolicy([type])).toEqual({ allow: [] })
  expect(findUnusedRules([type], { allow: ['pollable'] })).toHaveLength(1)
})

test('an interface of nothing but types needs no rule, one of a resource does', () => {
  const resource = { name: 'a:b/types@1.0.0', kind: 'interface' as const, functions: [] }
  const types = { ...resource, typesOnly: true as const }
  for (const policy of [denyAll, { allow: ['*'], deny: ['a:b/*'] }] as Policy[]) {
    expect(findDenied([types], policy)).toEqual([])
    expect(findDenied([resource], policy)).toHaveLength(1)
  }
  expect(suggestPolicy([types])).toEqual({ allow: [] })
  expect(suggestPolicy([resource])).toEqual({ allow: ['a:b/types@1.0.0'] })
  expect(findUnusedRules([types], { allow: ['a:b/types'] })).toHaveLength(1)
  expect(findUnusedRules([resource], { allow: ['a:b/types'] })).toHaveLength(0)
})

describe('single functions', () => {
  const clock = 'wasi:clocks/wall-clock'
  const named = (name: string) => ({ name, params: [], result: null })
  const imported = {
    name: `${clock}@0.2.9`,
    kind: 'interface' as const,
    functions: [named('now'), named('resolution')],
  }

  test('the others of an interface are denied', () => {
    expect(findDenied([imported], { allow: [`${clock}#now`] })).toEqual([
      {
        code: 'policy-function-denied',
        severity: 'error',
        path: `import ${clock}@0.2.9#resolution`,
        args: {
          name: `${clock}@0.2.9`,
          function: 'resolution',
          rule: `"${clock}@0.2.9#resolution"`,
          reason: 'no rule of the policy allows',
          change: `add "${clock}@0.2.9#resolution" to allow`,
        },
      },
    ])
  })

  test('can be denied', () => {
    expect(findDenied([imported], { allow: ['*'], deny: [`${clock}@^0.2.0#now`] })).toMatchObject([
      { path: `import ${clock}@0.2.9#now`, args: { change: `remove "${clock}@^0.2.0#now" from deny` } },
    ])
  })

  test('a rule for a function allows the types, and nothing that is no interface', () => {
    const policy = { allow: [`${clock}#now`] }
    expect(findDenied([{ ...imported, functions: [] }], policy)).toEqual([])
    expect(findDenied([{ ...imported, kind: 'component' }], policy)).toMatchObject([
      { code: 'policy-import-denied' },
    ])
  })

  test('a component under the name of an interface is denied with any of its functions', () => {
    const component = { ...imported, kind: 'component' as const, functions: [] }
    const policy = { allow: ['*'], deny: [`${clock}#now`] }
    expect(findDenied([component], policy)).toMatchObject([{ code: 'policy-import-denied' }])
    expect(findDenied([{ ...component, name: 'a:b/c' }], policy)).toEqual([])
  })
})

test('what is no pattern neither allows nor is passed over', () => {
  for (const bad of ['wasi:i*', '', 'a:b/c@^1', 'a:b/*#f', 'a:b/c#*']) {
    for (const policy of [{ allow: [bad] }, { allow: ['*'], deny: [bad] }])
      expect(() => decide(policy, 'wasi:io/poll@0.2.9', null)).toThrow(
        expect.objectContaining({ code: 'policy-invalid' }),
      )
  }
})

test('what is no policy is refused as such', () => {
  const strange = [
    null,
    'pure',
    {},
    { allow: '*' },
    { allow: [7] },
    { allow: ['*'], deny: '*' },
    { allow: ['*'], deny: { 0: '*' } },
    { allow: ['*'], deny: [['*']] },
    { allow: ['*'], deny: null },
    // Taken for a range without versions, it would deny nothing.
    { allow: ['*'], deny: ['wasi:io/poll@>=0.2.0 <9999999999999999.0.0'] },
  ]
  for (const policy of strange)
    expect(() => decide(policy as Policy, 'wasi:io/poll@0.2.9', null), JSON.stringify(policy)).toThrow(
      expect.objectContaining({ code: 'policy-invalid' }),
    )
})

test('rules that are added later do not undo what is denied', () => {
  const policy: Policy = {
    extends: 'pure',
    allow: ['log'],
    deny: ['wasi:sockets/*'],
    limits: { maxMemories: 1 },
  }
  const extended = extendPolicy(policy, ['wasi:sockets/tcp', 'wasi:io/poll', 'wasi:*'])
  expect(extended).toEqual({ ...policy, allow: ['log', 'wasi:io/poll', 'wasi:*'] })
  expect(checkPolicy(extended)).toEqual(extended)
  expect(allowed(extended, 'wasi:sockets/tcp@0.2.9')).toBe(false)
})
