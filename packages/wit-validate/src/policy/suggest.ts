import { AirlockError, isTypesOnly, type WorldItem } from '@wasm-airlock/shared'
import { withoutCovered } from './covering.ts'
import { parsePattern } from './pattern.ts'
import type { Policy } from './policy.ts'
import { checkPolicy } from './policy-file.ts'

/** How wide the rules of {@link suggestPolicy} are. */
export interface SuggestOptions {
  /**
   * A rule for each function, not for each interface. One that has no functions stays whole.
   *
   * @default false
   */
  readonly functions?: boolean
  /**
   * `exact`: these versions. `compatible`: those and later ones that `semver` calls compatible (`@^0.2.9`), where
   * the version is no prerelease. `any`: every version.
   *
   * @default 'exact'
   */
  readonly versions?: 'exact' | 'compatible' | 'any'
}

/**
 * Writes the tightest policy by which a component may have what it imports: without any of its rules it would be
 * refused. Types alone need no rule, nor do interfaces that hold nothing else.
 *
 * @param imports What it imports, as `inspectComponent` of `@wasm-airlock/wac` or `validateComponent` lists it.
 * @param options How wide the rules are.
 * @returns The policy, sorted by name; {@link formatPolicy} writes it to a file.
 * @throws AirlockError `policy-invalid` where it imports what no policy can name: an interface or function that a
 *   known package does not have, a name that is no WIT name, or more than rules can be.
 *
 * @example
 * const { imports } = await validateComponent(bytes)
 * const text = formatPolicy(suggestPolicy(imports, { functions: true }))
 */
export function suggestPolicy(
  imports: readonly WorldItem[],
  { functions = false, versions = 'exact' }: SuggestOptions = {},
): Policy {
  const rules = imports.flatMap((item) => {
    if (isTypesOnly(item)) return []
    const pattern = widen(item, versions)
    // Only an interface of a package can be named with a function.
    const parts = functions && item.kind === 'interface' && pattern.includes('/') ? item.functions : []
    return parts.length === 0 ? [pattern] : parts.map(({ name }) => `${pattern}#${name}`)
  })
  // Checked before they are compared with one another: a component can import more than that takes time for.
  const { allow } = checkPolicy({ allow: [...new Set(rules)].sort() })
  const patterns = allow.flatMap((rule) => parsePattern(rule) ?? [])
  return { allow: withoutCovered(patterns).map(({ text }) => text) }
}

function widen({ name }: WorldItem, versions: SuggestOptions['versions']): string {
  const pattern = parsePattern(name)
  if (pattern === undefined) {
    throw new AirlockError('policy-invalid', `No rule allows the import ${JSON.stringify(name)} alone.`, {
      item: name,
      hint: 'Only `*` would.',
    })
  }
  if (pattern.exact === null || versions === 'exact') return name
  if (versions === 'any') return pattern.scope
  return pattern.exact.includes('-') ? name : `${pattern.scope}@^${pattern.exact}`
}
