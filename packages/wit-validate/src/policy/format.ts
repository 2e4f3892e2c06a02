import { parsePattern } from './pattern.ts'
import type { Policy } from './policy.ts'
import { checkPolicy } from './policy-file.ts'

/**
 * Writes a policy as the text of a file, from which `parsePolicy` reads the same policy.
 *
 * @param policy A policy.
 * @param format TOML gets a comment above the rules of each package.
 * @returns The text, its last line ended too.
 * @throws AirlockError `policy-invalid` where it is no policy.
 */
export function formatPolicy(policy: Policy, format: 'toml' | 'json' = 'toml'): string {
  const { lines: _, ...checked } = checkPolicy(policy)
  return format === 'json' ? `${JSON.stringify(checked, null, 2)}\n` : toToml(checked)
}

/** Every text in it has been checked: a preset, a pattern or the name of a limit, which JSON and TOML quote alike. */
function toToml({ extends: preset, allow, deny, limits }: Policy): string {
  const entries = Object.entries(limits ?? {})
  return [
    ...(preset === undefined ? [] : [`extends = ${JSON.stringify(preset)}`]),
    ...listToToml('allow', allow),
    ...(deny === undefined ? [] : listToToml('deny', deny)),
    ...(entries.length === 0
      ? []
      : ['', '[limits]', ...entries.map(([name, value]) => `${name} = ${value}`)]),
    '',
  ].join('\n')
}

function listToToml(name: string, rules: readonly string[]): string[] {
  if (rules.length === 0) return [`${name} = []`]
  const packages = new Set(rules.map(packageOf))
  const body = rules.flatMap((rule, index) => {
    const heading = packageOf(rule)
    const before = rules[index - 1]
    const isFirst = before === undefined || packageOf(before) !== heading
    const comment = packages.size > 1 && isFirst && heading !== '' ? [`  # ${heading}`] : []
    return [...comment, `  ${JSON.stringify(rule)},`]
  })
  return [`${name} = [`, ...body, ']']
}

/** `wasi:io`, `wasi:*`; nothing for plain names. */
function packageOf(rule: string): string {
  const scope = parsePattern(rule)?.scope ?? ''
  return scope.includes(':') ? (scope.split('/')[0] ?? '') : ''
}
