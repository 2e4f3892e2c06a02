import { AirlockError, type TestResult } from '@wasm-airlock/shared'
import type { Difference } from './expectations.ts'

/**
 * Runs one test. What an application does wrong fails the test and is never thrown; an abort is.
 *
 * @param name As reports show it.
 * @param expected What should have come, for a test that ends with an error instead.
 * @param test What differs from what is expected, or `undefined`.
 */
export async function runTest(
  name: string,
  expected: Difference['expected'],
  test: () => Promise<Difference | undefined>,
  signal: AbortSignal | undefined,
): Promise<TestResult> {
  signal?.throwIfAborted()
  const start = performance.now()
  const difference = await test().catch((error: unknown): Difference => {
    signal?.throwIfAborted()
    if (!(error instanceof AirlockError) || error.code === 'aborted') throw error
    return { expected, actual: { error: { code: error.code, message: error.message } } }
  })
  const ms = Math.round(performance.now() - start)
  return difference === undefined ? { name, ok: true, ms } : { name, ok: false, ...difference, ms }
}
