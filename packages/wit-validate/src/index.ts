export type {
  Capability,
  CapabilityKind,
  ComponentReport,
  Contents,
  ContentsTotals,
  CustomSection,
  EmbeddedBinary,
  FoundHost,
  FoundSecret,
  ImportedFunction,
  IncompleteReason,
  ModuleContents,
  NestedComponent,
  Offer,
  OfferKind,
  Place,
  Reach,
  SecretKind,
} from './component-report.ts'
export {
  type ConformanceOptions,
  type ConformanceResult,
  checkConformance,
} from './conformance/conformance.ts'
export type { WorldMatch } from './conformance/to-findings.ts'
export { checkGate, type GateOptions } from './gate/check-gate.ts'
export { type LimitRange, type Limits, limitRanges } from './gate/limits.ts'
export { findNestedItems } from './gate/nested-items.ts'
export type { PolicyChange } from './policy/change.ts'
export { type Decision, decide } from './policy/decide.ts'
export { extendPolicy } from './policy/extend.ts'
export { findDenied } from './policy/find-denied.ts'
export { findUnusedRules } from './policy/find-unused.ts'
export { formatPolicy } from './policy/format.ts'
export { denyAll, type Policy, type PresetName } from './policy/policy.ts'
export { checkPolicy, type PolicyFormat, parsePolicy } from './policy/policy-file.ts'
export { policyPresets } from './policy/presets.ts'
export type { PolicyRule } from './policy/rules.ts'
export { policySchema } from './policy/schema.ts'
export { type SuggestOptions, suggestPolicy } from './policy/suggest.ts'
export { diffReports } from './report/diff/diff.ts'
export type {
  CapabilityChange,
  Change,
  ContentsDiff,
  Difference,
  FunctionOf,
  ItemsDiff,
  ReportDiff,
  Tool,
} from './report/diff/diff-types.ts'
export { formatDiff, formatMarkdownDiff } from './report/diff/format-diff.ts'
export { formatMarkdown, type MarkdownOptions } from './report/markdown/markdown.ts'
export { reportSchema } from './report/report-schema.ts'
export { type SarifOptions, toSarif } from './report/sarif/sarif.ts'
export type { SarifLog } from './report/sarif/sarif-log.ts'
export { formatReport } from './report/text/text.ts'
export { type ReportOptions, reportComponent } from './report-component.ts'
export {
  type DeniedBehaviour,
  type DeniedFunction,
  type RestrictedComponent,
  type RestrictOptions,
  restrictComponent,
} from './restrict/restrict-component.ts'
export type { ValidationResult } from './result.ts'
export { type ValidateOptions, validateComponent } from './validate.ts'
