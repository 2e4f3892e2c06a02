import { findVoid } from './covering.ts'
import { parsePattern } from './pattern.ts'
import type { Policy } from './policy.ts'

/**
 * Adds rules to a policy, for what a component is given anyway. What the policy denies stays denied: a rule that
 * could allow nothing because of that is left out, where `checkPolicy` would refuse both as a contradiction.
 *
 * @param policy A policy.
 * @param rules Patterns.
 * @returns Another policy.
 *
 * @example
 * extendPolicy({ allow: [], deny: ['wasi:sockets/*'] }, ['wasi:sockets/tcp', 'wasi:io/*']).allow // ['wasi:io/*']
 */
export function extendPolicy(policy: Policy, rules: readonly string[]): Policy {
  const denied = (policy.deny ?? []).flatMap((rule) => parsePattern(rule) ?? [])
  const added = rules.filter((rule) => {
    const pattern = parsePattern(rule)
    return pattern === undefined || findVoid([pattern], denied).length === 0
  })
  return { ...policy, allow: [...policy.allow, ...added] }
}
