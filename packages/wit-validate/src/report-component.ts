import type { ComponentReport } from './component-report.ts'
import { NOTHING_KNOWN } from './describe-component.ts'
import type { ValidationResult } from './result.ts'
import { examineWithOptions, type ValidateOptions } from './validate.ts'

/** What {@link reportComponent} measures a component against, and how far it looks. */
export interface ReportOptions extends ValidateOptions {
  /**
   * Say of each function that is imported whether it can be called at all. It takes longer: every function
   * body is read.
   *
   * @default false
   */
  readonly deep?: boolean
}

/**
 * Says all there is to say of a component that nobody vouches for, without running it: the verdict of
 * `validateComponent`, what it can do with its imports, what it can be used for, and what it is made of.
 *
 * @param component The bytes, from anywhere. They are never the reason for an exception.
 * @param options As those of `validateComponent`, and how far to look.
 * @returns Plain data. Of a component that is not valid, the verdict alone; of texts that look like secrets, only
 *   their first characters.
 * @throws AirlockError As `validateComponent` does.
 *
 * @example
 * const { capabilities, contents } = await reportComponent(bytes)
 * console.log(capabilities.map(({ kind }) => kind)) // ['reads-files', 'tells-time']
 */
export async function reportComponent(
  component: Uint8Array,
  options: ReportOptions = {},
): Promise<ComponentReport> {
  const { deep = false, ...measured } = options
  const result = await examineWithOptions(component, measured, { deep })
  return isReport(result) ? result : { ...result, ...NOTHING_KNOWN }
}

function isReport(result: ValidationResult): result is ComponentReport {
  return 'contents' in result
}
