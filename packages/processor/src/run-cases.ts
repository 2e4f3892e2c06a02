import { findFunction, type Sandbox, type SandboxFunction } from '@wasm-airlock/host'
import { type CaseResult, toAirlockError } from '@wasm-airlock/shared'
import type { CallCase } from './cases.ts'
import { equalValues, fitInteger, toJsonValue } from './values.ts'

/** What stops a call, beside the deadline of the sandbox. */
export interface RunCasesOptions {
  readonly signal?: AbortSignal
}

/** What cases are run against: a sandbox, or what answers like one. */
export type CaseRunner = Pick<Sandbox, 'call' | 'functions'>

/** How a call ended: a value, the value of a WIT error, or the code of an Airlock error. */
type Ending = { readonly value: unknown } | { readonly error: unknown; readonly message?: string }

/**
 * Runs calls in a sandbox, one after the other, and compares what comes of them with what is expected. Of a
 * function that returns `result<T, E>`, `expect` is the value of `ok` and `error` the value of `err`.
 *
 * @param sandbox An open sandbox; it stays open.
 * @param calls From `cases.toml`.
 * @param options How to stop.
 * @returns One result a call. A failure, expected or actual, has the form `{ error: … }`.
 * @throws AirlockError `function-unknown`, `function-ambiguous`, `arguments-invalid`: defects of the cases
 * themselves; `aborted`.
 */
export async function runCases(
  sandbox: CaseRunner,
  calls: readonly CallCase[],
  options: RunCasesOptions = {},
): Promise<CaseResult[]> {
  const results: CaseResult[] = []
  for (const { function: name, args, expect, error } of calls) {
    const target = findFunction(sandbox.functions, name)
    const ending = await runCall(sandbox, name, target, args, options)
    results.push({
      call: name,
      args: args.map(toJsonValue),
      expected: toJsonValue(error === undefined ? expect : { error }),
      actual: toJsonValue('value' in ending ? ending.value : ending),
      ok:
        'value' in ending
          ? error === undefined && (expect === undefined || equalValues(ending.value, expect))
          : error !== undefined && equalValues(ending.error, error),
    })
  }
  return results
}

async function runCall(
  sandbox: CaseRunner,
  name: string,
  { params, result }: SandboxFunction,
  args: readonly unknown[],
  options: RunCasesOptions,
): Promise<Ending> {
  try {
    const fitting = args.map((arg, index) => fitInteger(params[index]?.type ?? '', arg))
    const value = await sandbox.call(name, fitting, options)
    if (!/^result\b/.test(result ?? '')) return { value }
    const { tag, val } = value as { tag: 'ok' | 'err'; val: unknown }
    return tag === 'ok' ? { value: val } : { error: val }
  } catch (thrown) {
    const error = toAirlockError(thrown)
    if (['arguments-invalid', 'aborted', 'internal'].includes(error.code)) throw error
    return { error: error.code, message: error.message }
  }
}
