import type { RequestCase } from './request-case.ts'

/** What a request led to. */
export interface Outcome {
  readonly status: number
  readonly text: string
  /** What the LLM was asked, call by call. */
  readonly prompts: readonly string[]
}

/** Where the outcome is not what was expected: the same keys in both. */
export interface Difference {
  readonly expected: Readonly<Record<string, unknown>>
  readonly actual: Readonly<Record<string, unknown>>
}

/**
 * Compares an outcome with what a case expects.
 *
 * @returns What differs, or `undefined`.
 */
export function findDifference(expect: RequestCase['expect'], outcome: Outcome): Difference | undefined {
  const json = parseJson(outcome.text)
  const prompt = outcome.prompts.length === 1 ? outcome.prompts[0] : outcome.prompts
  const status = expect.status ?? 200
  const failed = [
    ...(outcome.status === status ? [] : [['status', status, outcome.status] as const]),
    ...(expect.json === undefined || isWithin(expect.json, json)
      ? []
      : [['json', expect.json, json ?? outcome.text] as const]),
    ...(expect.text === undefined || outcome.text === expect.text
      ? []
      : [['text', expect.text, outcome.text] as const]),
    ...(expect.prompt === undefined || prompt === expect.prompt
      ? []
      : [['prompt', expect.prompt, prompt] as const]),
  ]
  if (failed.length === 0) return undefined
  // A status that surprises is explained by the body that came with it.
  const isExplained = failed.some(([key]) => key !== 'status' && key !== 'prompt')
  return {
    expected: Object.fromEntries(failed.map(([key, expected]) => [key, expected])),
    actual: {
      ...Object.fromEntries(failed.map(([key, , actual]) => [key, actual])),
      ...(outcome.status === status || isExplained ? {} : { text: outcome.text.slice(0, 1000) }),
    },
  }
}

/** The value, or `undefined` where the text is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Does the value hold at least what is expected: the same scalars, every item of a list, these keys of an object? */
function isWithin(expected: unknown, actual: unknown): boolean {
  if (typeof expected === 'bigint') return Number.isInteger(actual) && BigInt(actual as number) === expected
  if (typeof expected !== 'object' || expected === null) return Object.is(expected, actual)
  if (typeof actual !== 'object' || actual === null) return false
  if (Array.isArray(expected)) {
    return (
      Array.isArray(actual) &&
      actual.length === expected.length &&
      expected.every((item, index) => isWithin(item, actual[index]))
    )
  }
  return Object.entries(expected).every(
    ([key, value]) => Object.hasOwn(actual, key) && isWithin(value, (actual as Record<string, unknown>)[key]),
  )
}
