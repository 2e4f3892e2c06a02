export { checkPolicy, denyAll, findDenied, type Policy, parsePolicy, policySchema } from './policy.ts'
export { formatReport } from './report.ts'
export type { ValidationResult } from './result.ts'
export { type ValidateOptions, validateComponent } from './validate.ts'
