import type { Sandbox } from '@wasm-airlock/host'
import { type AirlockError, type CaseResult, toAirlockError } from '@wasm-airlock/shared'
import type { CallCase } from './cases.ts'
import { equalValues, toJsonValue } from './values.ts'

/**
 * Runs calls in a sandbox, one after the other, and compares what comes of them with what is expected.
 *
 * @param sandbox An open sandbox; it stays open.
 * @param calls From `cases.toml`.
 * @param options `signal` stops between and during calls.
 * @returns One result a call. A failure is `{ error: CODE }` in `actual`, or in `expected`; nothing expected
 * is `null`.
 * @throws AirlockError `function-unknown`, `function-ambiguous`, `arguments-invalid`: defects of the cases
 * themselves; `aborted`.
 */
export async function runCases(
  sandbox: Sandbox,
  calls: readonly CallCase[],
  options: { readonly signal?: AbortSignal } = {},
): Promise<CaseResult[]> {
  const results: CaseResult[] = []
  for (const call of calls) results.push(await runCase(sandbox, call, options))
  return results
}

async function runCase(
  sandbox: Sandbox,
  { function: name, args, expect, error }: CallCase,
  options: { readonly signal?: AbortSignal },
): Promise<CaseResult> {
  const expected = error === undefined ? toJsonValue(expect) : { error: toJsonValue(error) }
  const base = { call: name, args: args.map(toJsonValue), expected }
  try {
    const actual = toJsonValue(await sandbox.call(name, args, options))
    const ok = error === undefined && (expect === undefined || equalValues(actual, expect))
    return { ...base, actual, ok }
  } catch (thrown) {
    options.signal?.throwIfAborted()
    const failure = toAirlockError(thrown)
    if (isDefectOfCase(failure)) throw failure
    const actual = 'value' in failure.details ? failure.details.value : failure.code
    const ok = error !== undefined && (equalValues(actual, error) || equalValues(failure.code, error))
    return { ...base, actual: { error: toJsonValue(actual), message: failure.message }, ok }
  }
}

function isDefectOfCase(error: AirlockError): boolean {
  return ['function-unknown', 'function-ambiguous', 'arguments-invalid', 'aborted', 'internal'].includes(
    error.code,
  )
}
