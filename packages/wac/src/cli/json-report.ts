import { AirlockError, errorCodes } from '@wasm-airlock/shared'
import { messagesOf, reportOf } from './failure.ts'
import { print } from './output.ts'

/**
 * Runs a command that gives a report for machines: what it returns, or `error` with code, message, item, hint,
 * details and causes (the messages of what led to it, the nearest first), which goes to standard error as text as well.
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
  const [, ...causes] = error instanceof Error ? messagesOf(error) : []
  if (error instanceof AirlockError) {
    const { code, message, item, hint, details } = error
    return { code, message, item, hint, details, causes }
  }
  const code = isMissing(error) ? 'input-not-found' : 'input-unreadable'
  const message = error instanceof Error ? error.message : String(error)
  return { code, message, hint: errorCodes[code].hint, details: { report: reportOf(error) }, causes }
}

/** What is no AirlockError is about a file that was read. */
function isMissing(error: unknown): boolean {
  for (let one = error; one instanceof Error; one = one.cause) {
    if ((one as NodeJS.ErrnoException).code === 'ENOENT') return true
  }
  return false
}
