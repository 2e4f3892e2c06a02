import { escapeControls } from '@wasm-airlock/shared'
import type { z } from 'zod'
import { loadSemver } from '#semver'
import { findVoid } from './covering.ts'
import type { Path } from './document.ts'
import { explainPattern } from './explain-pattern.ts'
import { findUnknown } from './find-unknown.ts'
import { didYouMean } from './nearest.ts'
import { readOwn } from './own-data.ts'
import { type Pattern, parsePattern } from './pattern.ts'
import type { Policy } from './policy.ts'
import type { Problem } from './problem.ts'
import { knownKeys, type makeDataSchema, type policySchema } from './schema.ts'

/** Ranges are compared with one another: more different ones would take longer than anybody wants to wait. */
const MAX_RANGES = 100

/** What came out of {@link readPolicyData}. */
export type PolicyReading =
  | { readonly policy: Policy }
  | { readonly problems: readonly [Problem, ...Problem[]] }

/** Is it a policy, or what is wrong with it? */
export function readPolicyData(
  data: unknown,
  schema: typeof policySchema | ReturnType<typeof makeDataSchema>,
): PolicyReading {
  const own = readOwn(data)
  const result = schema.safeParse(own)
  const problems = result.success
    ? findRuleProblems(result.data as Policy)
    : result.error.issues.flatMap((issue) => fromIssue(issue, own))
  const [first, ...rest] = problems
  if (first !== undefined) return { problems: [first, ...rest] }
  return { policy: result.data as Policy }
}

function fromIssue(issue: z.core.$ZodIssue, data: unknown): Problem[] {
  const path = issue.path.filter((step) => typeof step !== 'symbol')
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: 'there is no such key',
      hint: () => didYouMean(key, knownKeys(path)),
    }))
  }
  if (issue.code === 'invalid_format') {
    const text = String(valueAt(data, path))
    return [{ path, message: `${quote(text)} is no pattern`, hint: () => explainPattern(text) }]
  }
  return [{ path, message: issue.message }]
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => (value as Record<string, unknown>)[step], data)
}

function findRuleProblems({ allow, deny = [] }: Policy): Problem[] {
  const lists = { allow: allow.map(parse), deny: deny.map(parse) }
  const ranges = new Set([...lists.allow, ...lists.deny].flatMap(({ range }) => range ?? []))
  if (ranges.size > MAX_RANGES) {
    return [{ path: ['allow'], message: `more than ${MAX_RANGES} different ranges of versions` }]
  }
  const bad = Object.entries(lists).flatMap(([list, patterns]) =>
    patterns.flatMap((pattern, index) => {
      const problem = findEmpty(pattern) ?? findUnknown(pattern)
      return problem === undefined ? [] : [{ ...problem, path: [list, index] }]
    }),
  )
  return bad.length > 0 ? bad : findContradictions(lists.allow, lists.deny)
}

/** The schema has let only patterns through. */
function parse(text: string): Pattern {
  const pattern = parsePattern(text)
  if (pattern === undefined) throw new TypeError(`${quote(text)} is no pattern`)
  return pattern
}

function findEmpty({ range, text }: Pattern): Omit<Problem, 'path'> | undefined {
  if (range === null) return undefined
  const { validRange, minVersion } = loadSemver()
  if (validRange(range) !== null && minVersion(range) !== null) return undefined
  return { message: `${quote(text)} can match nothing: no version is in the range` }
}

function findContradictions(allow: readonly Pattern[], deny: readonly Pattern[]): Problem[] {
  return findVoid(allow, deny).map((found) => {
    const [allowed, denied] = [allow[found.allow]?.text ?? '', deny[found.deny]?.text ?? '']
    return {
      path: ['allow', found.allow],
      message:
        allowed === denied
          ? `${quote(allowed)} is in allow and in deny`
          : `${quote(allowed)} can allow nothing, because ${quote(denied)} is in deny`,
      other: ['deny', found.deny],
      hint: () => 'Take one of the two out.',
    }
  })
}

function quote(text: string): string {
  return escapeControls(JSON.stringify(text.length > 300 ? `${text.slice(0, 300)}…` : text))
}
