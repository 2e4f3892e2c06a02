import { AirlockError, type ErrorCode, type Finding, promptWit, type WitFiles } from '@wasm-airlock/shared'
import type { ProcessOptions } from './process-options.ts'
import { withItem } from './with-item.ts'

const hint =
  'No WIT is given, so it is measured against the prompt interface; name another with --wit WIT, and --world where it has several.'

/** What a source is told that does not have the functions of its world. */
const codes: readonly ErrorCode[] = ['function-missing', 'function-signature-mismatch']

/** Is what a component is measured against nobody's choice? */
function isDefault(wit: WitFiles | undefined, options: ProcessOptions): boolean {
  return wit === promptWit && options.wit === undefined
}

/**
 * An error of a source that goes into an application of somebody's own, and lacks what the prompt interface has:
 * it may have been written for another.
 */
export function explainSource(error: unknown, wit: WitFiles | undefined, options: ProcessOptions): unknown {
  if (!(error instanceof AirlockError) || !codes.includes(error.code)) return error
  if (options.app === undefined || !isDefault(wit, options)) return error
  return withItem(error, error.item ?? error.message, { hint: `${error.hint} ${hint}` })
}

/** The same of a component that does not fit, wherever it goes. */
export function explainComponent(
  error: AirlockError,
  findings: readonly Finding[],
  wit: WitFiles | undefined,
  options: ProcessOptions,
): unknown {
  const isUnfit = findings.some(({ code, severity }) => severity === 'error' && code.startsWith('world-'))
  return isUnfit && isDefault(wit, options) && error.item !== undefined
    ? withItem(error, error.item, { hint })
    : error
}
