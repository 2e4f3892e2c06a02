import { type Finding, isTypesOnly, type WorldItem } from '@wasm-airlock/shared'
import { lineOf, narrowestPattern } from './change.ts'
import { type Decision, makeDecide } from './decide.ts'
import type { Policy } from './policy.ts'

/**
 * What does a component import that the policy does not allow? Types alone, and an interface that holds nothing
 * else, let it do nothing and need no rule.
 *
 * @param imports What it imports, as `inspectComponent` of `@wasm-airlock/wac` lists it.
 * @param policy One that came from `parsePolicy` or `checkPolicy`.
 * @returns One finding for each import that is denied as a whole (`policy-import-denied`) and one for each denied
 *   function of the others (`policy-function-denied`). `args.reason` says which rule denied it, or that none
 *   allows it, `args.change` the smallest change that would allow it, and `args.rule` is the narrowest rule for
 *   it, quoted as in a policy file.
 * @throws AirlockError `policy-invalid` where the policy holds a text that is no pattern.
 */
export function findDenied(imports: readonly WorldItem[], policy: Policy): Finding[] {
  const decide = makeDecide(policy)
  return imports.flatMap((item) => {
    if (isTypesOnly(item)) return []
    const { name, kind, functions } = item
    // What is no interface has no parts: only rules for all of it allow it, and any rule for its name denies it.
    const whole = decide(name, kind === 'interface' ? null : name)
    if (!whole.allowed) return [deniedImport(name, whole)]
    if (kind !== 'interface') return []
    return functions.flatMap((it) => {
      const decision = decide(name, it.name)
      return decision.allowed ? [] : [deniedFunction(name, it.name, decision)]
    })
  })
}

function deniedImport(name: string, decision: Decision): Finding {
  return {
    code: 'policy-import-denied',
    severity: 'error',
    path: `import ${name}`,
    args: { name, rule: narrowestRule(name, null, decision), ...explain(decision) },
  }
}

function deniedFunction(name: string, functionName: string, decision: Decision): Finding {
  return {
    code: 'policy-function-denied',
    severity: 'error',
    path: `import ${name}#${functionName}`,
    args: {
      name,
      function: functionName,
      rule: narrowestRule(name, functionName, decision),
      ...explain(decision),
    },
  }
}

function narrowestRule(name: string, functionName: string | null, { change }: Decision): string {
  return JSON.stringify(change?.add ?? narrowestPattern(name, functionName))
}

function explain({ rule, change }: Decision): { reason: string; change: string } {
  const reason =
    rule === null
      ? 'no rule of the policy allows'
      : `${JSON.stringify(rule.text)} in ${rule.list}${lineOf(rule)} denies`
  return { reason, change: change?.text ?? '' }
}
