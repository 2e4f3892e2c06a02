export type { Application, CaseResult, Deployment, TestResult } from './application.ts'
export {
  type BuiltComponent,
  type FunctionSignature,
  isTypesOnly,
  type Language,
  type TypedName,
  type WitFiles,
  type WorldItem,
} from './component.ts'
export { createComponentRunner, type OwnComponent, type RunComponent } from './component-runner.ts'
export {
  AirlockError,
  type AirlockErrorOptions,
  type ErrorCode,
  type ErrorCodeEntry,
  type ErrorJson,
  errorCodes,
  type StepName,
  toAirlockError,
} from './errors.ts'
export {
  escapeControls,
  type Finding,
  type FindingCode,
  findingCodes,
  formatFinding,
  type Severity,
} from './findings.ts'
export {
  escapeInterfaceName,
  escapeWitName,
  findCollisions,
  type InterfaceName,
  isWitName,
  parseInterfaceName,
  toCamelCase,
  toJavaScriptIdentifier,
  toKebabCase,
  toPascalCase,
  toPythonClassName,
  toPythonFunctionName,
} from './naming.ts'
export type { OnProgress, ProgressEvent } from './progress.ts'
export { promptWit, promptWorld } from './prompt-interface.ts'
export { findSimilar } from './similar.ts'
export { clampTimeout } from './timeout.ts'
