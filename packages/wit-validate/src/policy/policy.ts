import { type Finding, parseInterfaceName, type WorldItem } from '@wasm-airlock/shared'
import type { Limits } from '../gate/limits.ts'

/** What a component may import. Whatever no pattern allows is refused. */
export interface Policy {
  /**
   * Patterns: `wasi:cli/environment@0.2.9` (this version), `wasi:cli/environment` (any version),
   * `wasi:io/*` (a package), `wasi:*` (a namespace), `*` (everything), `log` (an import of that plain name).
   */
  readonly allow: readonly string[]
  /** How much of what there may be. @default those of README.md */
  readonly limits?: Limits
}

/** The policy that holds wherever no other is given: no import at all. */
export const denyAll: Policy = Object.freeze({ allow: Object.freeze([]) })

/** Does one of the patterns allow an import of this name? */
export function allows(policy: Policy, name: string): boolean {
  const parsed = parseInterfaceName(name)
  return policy.allow.some((pattern) => {
    if (pattern === '*' || pattern === name) return true
    if (parsed === undefined) return false
    const { namespace, package: packageName, interface: interfaceName } = parsed
    return (
      pattern === `${namespace}:*` ||
      pattern === `${namespace}:${packageName}/*` ||
      pattern === `${namespace}:${packageName}/${interfaceName}`
    )
  })
}

/**
 * Which imports does the policy not allow?
 *
 * @param imports What a component imports, as `inspectComponent` of `@wasm-airlock/wac` lists it.
 * @param policy One that came from {@link parsePolicy} or {@link checkPolicy}.
 * @returns One finding `policy-import-denied` for each of them; `args.rule` is the narrowest rule that would
 *   allow it, quoted as in a policy file.
 */
export function findDenied(imports: readonly WorldItem[], policy: Policy): Finding[] {
  return imports
    .filter(({ name }) => !allows(policy, name))
    .map(({ name }) => ({
      code: 'policy-import-denied',
      severity: 'error',
      path: `import ${name}`,
      args: { name, rule: JSON.stringify(name) },
    }))
}
