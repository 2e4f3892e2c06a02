export { type CallCase, type Cases, casesSchema, noCases, parseCases } from './cases.ts'
export { type ProcessOptions, type ProcessRun, processSource } from './process-source.ts'
export { runCases } from './run-cases.ts'
export type { ComponentReport, KnownResult, RunResult, StepTime } from './run-result.ts'
