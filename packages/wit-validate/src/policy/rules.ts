import { loadSemver } from '#semver'
import { policyInvalid } from './document.ts'
import { foldName } from './matching.ts'
import { type Pattern, parsePattern } from './pattern.ts'
import type { Policy, PresetName } from './policy.ts'
import { presetRules } from './presets.ts'

/** One pattern of a policy, and where it stands. */
export interface PolicyRule {
  readonly list: 'allow' | 'deny'
  /** From 0, in its list. */
  readonly index: number
  /** The pattern. */
  readonly text: string
  /** The preset whose list it is; `null` for a rule of the policy itself. */
  readonly preset: PresetName | null
  /** Its line in the policy file, from 1, where that is known. */
  readonly line: number | null
}

/** A rule that is ready to be compared. */
export interface CompiledRule {
  readonly rule: PolicyRule
  readonly pattern: Pattern
}

/** All rules of a policy, by scope: a component can have more imports than all could be compared with each. */
export interface CompiledPolicy {
  readonly allow: ReadonlyMap<string, readonly CompiledRule[]>
  /** By the folded scope. */
  readonly deny: ReadonlyMap<string, readonly CompiledRule[]>
}

/** @throws AirlockError `policy-invalid` for what is no pattern: neither may it allow, nor be passed over. */
export function compilePolicy(policy: Policy): CompiledPolicy {
  if (typeof policy !== 'object' || policy === null) throw policyInvalid('it is no object', {})
  const { extends: preset, allow, deny = [], lines } = policy
  const own = [
    ...compileList('allow', allow, null, lines?.allow),
    ...(preset === undefined ? [] : compileList('allow', presetRules(preset), preset, undefined)),
  ]
  const denying = compileList('deny', deny, null, lines?.deny)
  return {
    allow: Map.groupBy(own, ({ pattern }) => pattern.scope),
    deny: Map.groupBy(denying, ({ pattern }) => foldName(pattern.scope)),
  }
}

function compileList(
  list: PolicyRule['list'],
  texts: readonly string[],
  preset: PresetName | null,
  lines: readonly number[] | undefined,
): CompiledRule[] {
  if (!Array.isArray(texts)) throw policyInvalid('no list of patterns', { item: list })
  return texts.map((text: unknown, index) => {
    const pattern = typeof text === 'string' ? parsePattern(text) : undefined
    if (pattern === undefined) throw policyInvalid('not a pattern', { item: `${list}.${index}` })
    if (pattern.range !== null && loadSemver().validRange(pattern.range) === null)
      throw policyInvalid('no version is in the range', { item: `${list}.${index}` })
    return { rule: { list, index, text: pattern.text, preset, line: lines?.[index] ?? null }, pattern }
  })
}
