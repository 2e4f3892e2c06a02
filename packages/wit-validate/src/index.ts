export { denyAll, type Policy, parsePolicy, policySchema } from './policy.ts'
export { formatReport } from './report.ts'
export { type ValidateOptions, type ValidationResult, validateComponent } from './validate.ts'
