import { AirlockError } from '@wasm-airlock/shared'
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
  readonly deny: ReadonlyMap<string, readonly CompiledRule[]>
}

/** @throws AirlockError `policy-invalid` for a text that is no pattern: neither may it allow, nor be passed over. */
export function compilePolicy({ extends: preset, allow, deny = [], lines }: Policy): CompiledPolicy {
  const own = [
    ...compileList('allow', allow, null, lines?.allow),
    ...(preset === undefined ? [] : compileList('allow', presetRules(preset), preset, undefined)),
  ]
  return { allow: byScope(own), deny: byScope(compileList('deny', deny, null, lines?.deny)) }
}

function byScope(rules: readonly CompiledRule[]): Map<string, CompiledRule[]> {
  return Map.groupBy(rules, ({ pattern }) => pattern.scope)
}

function compileList(
  list: PolicyRule['list'],
  texts: readonly string[],
  preset: PresetName | null,
  lines: readonly number[] | undefined,
): CompiledRule[] {
  return texts.map((text, index) => {
    const pattern = parsePattern(text)
    if (pattern === undefined) {
      throw new AirlockError('policy-invalid', `The policy is not valid at ${list}.${index}: not a pattern`, {
        item: `${list}.${index}`,
      })
    }
    return { rule: { list, index, text, preset, line: lines?.[index] ?? null }, pattern }
  })
}
