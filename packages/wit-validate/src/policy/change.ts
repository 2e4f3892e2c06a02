import { parsePattern } from './pattern.ts'
import type { PolicyRule } from './rules.ts'

/** What has to change in a policy. */
export interface PolicyChange {
  /** The narrowest pattern that has to be in `allow`; `null` where one is. */
  readonly add: string | null
  /** The rules of `deny` that have to go. */
  readonly remove: readonly PolicyRule[]
  /** Both in words: `add "wasi:io/poll@0.2.9" to allow`. */
  readonly text: string
}

/** The smallest change that allows an import, or one function of it. */
export function smallestChange(
  importName: string,
  functionName: string | null,
  { add, remove }: { readonly add: boolean; readonly remove: readonly PolicyRule[] },
): PolicyChange {
  const pattern = add ? narrowestPattern(importName, functionName) : null
  const steps = [
    ...remove.map((rule) => `remove ${JSON.stringify(rule.text)} from ${rule.list}${lineOf(rule)}`),
    ...(pattern === null ? [] : [`add ${JSON.stringify(pattern)} to allow`]),
  ]
  return { add: pattern, remove, text: steps.join(' and ') }
}

/** The pattern that allows this and nothing else, as far as there is one. */
export function narrowestPattern(importName: string, functionName: string | null): string {
  const candidates = functionName === null ? [importName] : [`${importName}#${functionName}`, importName]
  return candidates.find((candidate) => parsePattern(candidate) !== undefined) ?? '*'
}

/** ` (line 7)`, where the line is known. */
export function lineOf({ line }: PolicyRule): string {
  return line === null ? '' : ` (line ${line})`
}
