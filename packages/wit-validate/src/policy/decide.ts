import { type PolicyChange, smallestChange } from './change.ts'
import { foldName, possiblyCovers, surelyCovers } from './matching.ts'
import { scopesOf } from './pattern.ts'
import type { Policy } from './policy.ts'
import { type CompiledPolicy, type CompiledRule, compilePolicy, type PolicyRule } from './rules.ts'

/** What a policy says of an import or of one of its functions. */
export interface Decision {
  readonly allowed: boolean
  /** The rule that decided it; `null` where it is denied because no rule allows it. */
  readonly rule: PolicyRule | null
  /** The smallest change of the policy that would allow it; `null` where it is allowed. */
  readonly change: PolicyChange | null
}

/** {@link decide} for many questions about one policy. */
export type Decide = (importName: string, functionName: string | null) => Decision

/**
 * May a component have this import, or call this function of it? Deny wins over allow, and what no rule allows
 * is denied. A rule that denies a name denies its other spellings too, which tools take for the same: `NOW`.
 *
 * @param policy One that came from `parsePolicy` or `checkPolicy`.
 * @param importName The name of the import in the binary: `wasi:clocks/wall-clock@0.2.9`, `log`.
 * @param functionName `now`, `[method]descriptor.read`; of an import that is a function, or no interface, its own name.
 *   `null` asks for the interface without its functions, thus for its types: a rule for any of its functions
 *   allows that, and only a rule for all of it denies it.
 * @returns Whether, by which rule, and what would have to change.
 * @throws AirlockError `policy-invalid` where the policy holds a text that is no pattern.
 *
 * @example
 * decide({ allow: ['wasi:clocks/wall-clock#now'] }, 'wasi:clocks/wall-clock@0.2.9', 'resolution').allowed // false
 */
export function decide(policy: Policy, importName: string, functionName: string | null): Decision {
  return makeDecide(policy)(importName, functionName)
}

/** {@link decide}, with the policy prepared once. */
export function makeDecide(policy: Policy): Decide {
  const compiled = compilePolicy(policy)
  // All functions of an import are asked for one after the other.
  let last: { readonly name: string; readonly rules: ImportRules } | undefined
  return (importName, functionName) => {
    if (last?.name !== importName) last = { name: importName, rules: rulesFor(compiled, importName) }
    const { rules } = last
    const folded = functionName === null ? null : foldName(functionName)
    // A component that is imported under the name of an interface may hold any of its functions.
    const mayHoldAny = functionName === importName
    const denying = rules.deny.filter(
      ({ pattern }) => pattern.function === null || mayHoldAny || foldName(pattern.function) === folded,
    )
    const allowing = rules.allow.find(
      ({ pattern }) =>
        pattern.function === null || pattern.function === functionName || functionName === null,
    )
    const [first] = denying
    if (first === undefined && allowing !== undefined)
      return { allowed: true, rule: allowing.rule, change: null }
    const change = smallestChange(importName, functionName, {
      add: allowing === undefined,
      remove: denying.map(({ rule }) => rule),
    })
    return { allowed: false, rule: first?.rule ?? null, change }
  }
}

/** The rules that an import falls under, or one of its functions may. */
interface ImportRules {
  readonly allow: readonly CompiledRule[]
  readonly deny: readonly CompiledRule[]
}

function rulesFor(policy: CompiledPolicy, importName: string): ImportRules {
  const scopes = scopesOf(importName)
  const allow = scopes.flatMap((scope) => policy.allow.get(scope) ?? [])
  const deny = scopes.flatMap((scope) => policy.deny.get(foldName(scope)) ?? [])
  return {
    allow: allow.filter(({ pattern }) => surelyCovers(pattern, importName)),
    deny: deny.filter(({ pattern }) => possiblyCovers(pattern, importName)),
  }
}
