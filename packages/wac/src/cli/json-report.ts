import { AirlockError } from '@wasm-airlock/shared'
import { print } from './output.ts'

/**
 * Runs a command that gives a report for machines: what it returns, or `error` with code, message, item, hint
 * and details, which goes to standard error as text as well.
 *
 * @param json Whether the report is wanted.
 */
export async function printReport(json: boolean, work: () => Promise<object>): Promise<void> {
  if (!json) {
    await work()
    return
  }
  const report = await work().catch(async (error) => {
    await print(`${JSON.stringify({ error: describe(error) }, undefined, 2)}\n`)
    throw error
  })
  await print(`${JSON.stringify(report, undefined, 2)}\n`)
}

function describe(error: unknown): object {
  if (!(error instanceof AirlockError))
    return { message: error instanceof Error ? error.message : String(error) }
  const { code, message, item, hint, details } = error
  return { code, message, item, hint, details }
}
