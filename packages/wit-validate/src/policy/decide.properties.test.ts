import { describe, expect, test } from 'vitest'
import { decide, makeDecide } from './decide.ts'
import { findDenied } from './find-denied.ts'
import { findUnusedRules } from './find-unused.ts'
import type { Policy } from './policy.ts'
import { checkPolicy } from './policy-file.ts'
import { suggestPolicy } from './suggest.ts'
import { isInRange, type List, sameVersion } from './testing/reference.ts'

/** The same numbers on every run. */
function makeRandom(seed: number): <T>(choices: readonly T[]) => T {
  let state = seed
  return (choices) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return choices[Math.floor((state / 2 ** 32) * choices.length)] as (typeof choices)[number]
  }
}

const interfaces = ['a:p/i', 'a:p/j', 'a:q/i', 'b:p/i', 'a:p/I']
const versions = [
  '0.2.0',
  '0.2.3',
  '0.2.9',
  '0.3.0',
  '1.0.0',
  '1.4.2',
  '0.2.9-rc.1',
  '0.2.3-0',
  '1.0.0-rc.1',
  '0.3.0-draft',
  '0.2.9+x',
]
const ranges = ['^0.2.3', '~0.2.3', '^1.0.0', '>=0.2.3 <0.3.0', '<1.0.0', '>0.2.9', '>=0.2.9-rc.1 <0.3.0']
const functions = ['f', 'g', 'F', '[method]r.f']
const suffixes = (texts: readonly string[]) => texts.map((text) => `@${text}`)
const imports = [
  ...interfaces.flatMap((name) =>
    ['', ...suffixes([...versions, '0.2', '99999999999999999999.0.0'])].map((it) => name + it),
  ),
  'log',
  'f',
  'unlocked-dep=<a:p>',
]
const asked = [null, ...functions]

function makePattern(random: ReturnType<typeof makeRandom>): string {
  const inVersions = () => random(['', '', ...suffixes(versions), ...suffixes(ranges)])
  return random([
    () => '*',
    () => random(['a:*', 'b:*']),
    () => random(['a:p/*', 'b:p/*']) + inVersions(),
    () => random(['log', 'f']),
    ...Array.from({ length: 4 }, () => () => random(interfaces) + inVersions()),
    ...Array.from({ length: 4 }, () => () => `${random(interfaces)}${inVersions()}#${random(functions)}`),
  ])()
}

function makePolicies(count: number, seed: number): Policy[] {
  const random = makeRandom(seed)
  const list = () => Array.from({ length: random([0, 1, 2, 3, 5]) }, () => makePattern(random))
  return Array.from({ length: count }, () => ({ allow: list(), deny: list() }))
}

/** What the README says, rule by rule and as slowly as can be. */
function isAllowed({ allow, deny = [] }: Policy, name: string, fn: string | null): boolean {
  const denies = deny.some((rule) => {
    const [folded, asked] = [lower(rule), fn && lower(fn)]
    return matches(folded, lower(name), 'deny') && (ruled(folded) ?? asked) === asked
  })
  const allows = allow.some(
    (rule) => matches(rule, name, 'allow') && (fn === null || (ruled(rule) ?? fn) === fn),
  )
  // A rule for one function does not deny the types.
  return allows && !denies
}

/** The versions of these tests have no capital letters. */
function lower(text: string): string {
  return text.toLowerCase()
}

function ruled(rule: string): string | null {
  return rule.split('#')[1] ?? null
}

function matches(rule: string, name: string, list: List): boolean {
  const [ruleName = '', ruleVersion] = (rule.split('#')[0] ?? '').split('@')
  const [base = '', version] = name.split('@')
  const isReadable = version === undefined || /^\d{1,15}\.\d+\.\d+/.test(version)
  if (ruleName === '*') return true
  const fits = ruleName === base || (ruleName.endsWith('*') && base.startsWith(ruleName.slice(0, -1)))
  if (!fits) return false
  if (!base.includes(':')) return true
  if (ruleVersion === undefined) return list === 'deny' || version === undefined || isVersion(version)
  if (version === undefined) return false
  if (!isReadable) return list === 'deny' && (!/^\d/.test(ruleVersion) || !isVersion(version))
  if (/^\d/.test(ruleVersion)) {
    return list === 'allow' ? version === ruleVersion : sameVersion(version, ruleVersion)
  }
  return isInRange(version, ruleVersion, list)
}

function isVersion(version: string): boolean {
  return version.split('.').length >= 3
}

describe('decide', () => {
  test('agrees with a slow reference', () => {
    for (const policy of makePolicies(1000, 1)) {
      const decideIt = makeDecide(policy)
      const differing = imports.flatMap((name) =>
        asked
          .filter((fn) => decideIt(name, fn).allowed !== isAllowed(policy, name, fn))
          .map((fn) => ({ policy, name, fn })),
      )
      expect(differing).toEqual([])
    }
  })

  test('names a change that allows it, and of which no part can be left out', () => {
    const random = makeRandom(2)
    for (const policy of makePolicies(2000, 3)) {
      const [name, fn] = [random(imports), random(asked)]
      const { allowed, change } = decide(policy, name, fn)
      expect(change === null).toBe(allowed)
      if (change === null) continue
      const steps = [...change.remove.map(({ index }) => index), ...(change.add === null ? [] : ['add'])]
      const apply = (left: readonly unknown[]): Policy => ({
        allow: left.includes('add') && change.add !== null ? [...policy.allow, change.add] : policy.allow,
        deny: (policy.deny ?? []).filter((_, index) => !left.includes(index)),
      })
      expect(decide(apply(steps), name, fn).allowed).toBe(true)
      for (const step of steps)
        expect(decide(apply(steps.filter((it) => it !== step)), name, fn).allowed).toBe(false)
    }
  })

  test('adding a rule takes nothing away, and denying gives nothing', () => {
    const random = makeRandom(4)
    for (const policy of makePolicies(500, 5)) {
      const rule = makePattern(random)
      const before = makeDecide(policy)
      const more = makeDecide({ ...policy, allow: [...policy.allow, rule] })
      const less = makeDecide({ ...policy, deny: [...(policy.deny ?? []), rule] })
      const wrong = imports.filter((name) =>
        asked.some((fn) => {
          const { allowed } = before(name, fn)
          return (allowed && !more(name, fn).allowed) || (!allowed && less(name, fn).allowed)
        }),
      )
      expect(wrong).toEqual([])
    }
  })
})

test('a rule that is refused as void allows nothing', () => {
  const random = makeRandom(6)
  let refused = 0
  for (let index = 0; index < 3000; index++) {
    const policy = { allow: [makePattern(random)], deny: [makePattern(random)] }
    try {
      checkPolicy(policy)
    } catch {
      refused++
      const decideIt = makeDecide(policy)
      expect(imports.filter((name) => functions.some((fn) => decideIt(name, fn).allowed))).toEqual([])
    }
  }
  expect(refused).toBeGreaterThan(100)
})

describe('random versions', () => {
  const random = makeRandom(7)
  const number = () => random([0, 0, 1, 2, 3])
  const labels = ['', '', '', '-0', '-1', '-10', '-rc', '-rc.1', '-rc.2', '-rc.10', '-alpha', '-a-b', '-0a']
  const version = () => `${number()}.${number()}.${number()}${random(labels)}${random(['', '', '', '+x.1'])}`
  const comparator = () => `${random(['>=', '<=', '>', '<'])}${version()}`
  const range = () =>
    random([
      () => `^${version()}`,
      () => `~${version()}`,
      comparator,
      () => `${comparator()} ${comparator()}`,
      () => `${comparator()} ${comparator()} ${comparator()}`,
    ])()

  test('are in a range exactly where an obvious reference says so', () => {
    let inside = 0
    for (let round = 0; round < 20_000; round++) {
      const [asked, rule] = [version(), range()]
      const name = `a:b/c@${asked}`
      const found = {
        allow: decide({ allow: [`a:b/c@${rule}`] }, name, null).allowed,
        deny: !decide({ allow: ['*'], deny: [`a:b/c@${rule}`] }, name, null).allowed,
      }
      const expected = { allow: isInRange(asked, rule, 'allow'), deny: isInRange(asked, rule, 'deny') }
      expect(found, `${asked} in ${rule}`).toEqual(expected)
      // What a rule would allow, the same rule denies.
      expect(found.allow && !found.deny).toBe(false)
      if (found.deny) inside++
    }
    expect(inside).toBeGreaterThan(4000)
  })

  test('are none that a refused pair of rules allows', () => {
    let refused = 0
    for (let round = 0; round < 5000; round++) {
      const rule = `a:b/c@${random([version, range])()}`
      const policy = { allow: [rule], deny: [`a:b/c@${range()}`] }
      try {
        checkPolicy(policy)
      } catch (error) {
        if (!String(error).includes('can allow nothing')) continue
        refused++
        const names = Array.from({ length: 50 }, () => `a:b/c@${version()}`)
        expect(names.filter((name) => decide(policy, name, null).allowed)).toEqual([])
      }
    }
    expect(refused).toBeGreaterThan(300)
  })

  test('are all allowed by what is suggested for them', () => {
    for (let round = 0; round < 500; round++) {
      const versions = [...new Set(Array.from({ length: 6 }, version))]
      const imported = versions.map((it) => ({
        name: `a:b/c@${it}`,
        kind: 'interface' as const,
        functions: [],
      }))
      for (const suggested of ['exact', 'compatible', 'any'] as const) {
        const policy = suggestPolicy(imported, { versions: suggested })
        expect(findDenied(imported, policy)).toEqual([])
        expect(findUnusedRules(imported, policy)).toEqual([])
      }
    }
  })
})
