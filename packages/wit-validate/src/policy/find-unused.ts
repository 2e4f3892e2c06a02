import { type Finding, isTypesOnly, type WorldItem } from '@wasm-airlock/shared'
import { surelyCovers } from './matching.ts'
import { scopesOf } from './pattern.ts'
import type { Policy } from './policy.ts'
import { type CompiledRule, compilePolicy } from './rules.ts'

/**
 * Which rules of `allow` does a component not need? That is no fault of the component, and nothing unusual for a
 * policy that several share, so `validateComponent` does not ask.
 *
 * @param imports What the component imports, as `validateComponent` lists it.
 * @param policy One that came from `parsePolicy` or `checkPolicy`. The rules of its preset are left out.
 * @returns One finding `policy-rule-unused` of severity `info` for each rule that no import falls under.
 */
export function findUnusedRules(imports: readonly WorldItem[], policy: Policy): Finding[] {
  const { allow } = compilePolicy(policy)
  const used = new Set(
    imports.flatMap((item) =>
      scopesOf(item.name)
        .flatMap((scope) => allow.get(scope) ?? [])
        .filter((rule) => isUsed(rule, item)),
    ),
  )
  return [...allow.values()]
    .flat()
    .filter((rule) => rule.rule.preset === null && !used.has(rule))
    .sort((one, other) => one.rule.index - other.rule.index)
    .map(({ rule: { index, line, text } }) => ({
      code: 'policy-rule-unused',
      severity: 'info',
      path: line === null ? `policy allow.${index}` : `policy line ${line}`,
      args: { rule: JSON.stringify(text) },
    }))
}

function isUsed({ pattern }: CompiledRule, item: WorldItem): boolean {
  return (
    !isTypesOnly(item) &&
    surelyCovers(pattern, item.name) &&
    (pattern.function === null || item.functions.some((it) => it.name === pattern.function))
  )
}
