import { AirlockError, type ErrorCode, errorCodes, type TestResult } from '@wasm-airlock/shared'
import { count } from './text.ts'

/** Hints where the limit is no option of a run. */
const fixedLimits: Partial<Record<ErrorCode, string>> = {
  'call-timeout': 'Look for an endless loop.',
  'guest-memory-exceeded': 'Use less memory.',
  'message-too-large': 'Send or return less.',
}

/** A case or a test, as far as it matters here. */
export interface CheckedResult {
  readonly ok: boolean
  readonly actual?: unknown
}

/**
 * The error of cases or tests that failed. Where the component itself failed in one of them, it says how:
 * comparing values would not help.
 *
 * @param code What failed.
 * @param summary How many, as a sentence without its end.
 * @param item The first one that failed.
 * @param results All of them.
 * @param log The last lines that the application wrote meanwhile.
 */
export function resultsFailed(
  code: 'cases-failed' | 'tests-failed',
  summary: string,
  item: string,
  results: readonly CheckedResult[],
  log: readonly string[] = [],
): AirlockError {
  const failure = results.map(componentFailure).find((each) => each !== undefined)
  return new AirlockError(code, failure ? `${summary}; ${failure.message}` : `${summary}.`, {
    item,
    ...(failure ? { hint: failure.hint } : {}),
    details: log.length > 0 ? { log } : {},
  })
}

/** An error of the sandbox stands in a result as `{ error: { code, message } }` or `{ error: code, message }`. */
function componentFailure({ ok, actual }: CheckedResult): { message: string; hint: string } | undefined {
  if (ok || !isObject(actual)) return undefined
  const { code, message } = isObject(actual.error)
    ? actual.error
    : { code: actual.error, message: actual.message }
  if (typeof code !== 'string' || !Object.hasOwn(errorCodes, code) || typeof message !== 'string')
    return undefined
  // `before` says enough of `component:promptprocessor/promptmodification@0.0.1#before`.
  return {
    message: message.replace(/^[^\s#]*#([\w-]+) /, '`$1` '),
    hint: fixedLimits[code as ErrorCode] ?? errorCodes[code as ErrorCode].hint,
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** {@link resultsFailed} for tests of an application. */
export function testsFailed(tests: readonly TestResult[], log: readonly string[] = []): AirlockError {
  const failed = tests.filter((test) => !test.ok)
  const summary = `${failed.length} of ${count(tests.length, 'test')} failed`
  return resultsFailed('tests-failed', summary, failed[0]?.name ?? 'test', tests, log)
}

/** How many lines of a log an error shows. */
const shownLines = 10

/** The last lines of a log. */
export class LastLines {
  readonly lines: string[] = []

  push(line: string): void {
    if (this.lines.push(line) > shownLines) this.lines.shift()
  }
}
