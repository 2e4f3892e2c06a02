import type {
  CaseResult,
  Deployment,
  Finding,
  Language,
  StepName,
  TestResult,
  WorldItem,
} from '@wasm-airlock/shared'

/** The component of a run. */
export interface ComponentReport {
  /** Absolute path of the file; absent while the component is not accepted yet. */
  readonly path?: string
  /** Its size. */
  readonly bytes: number
  /** Lower-case hexadecimal SHA-256. */
  readonly sha256: string
  readonly language: Language
  readonly imports: readonly WorldItem[]
  readonly exports: readonly WorldItem[]
}

/** How long a step took, in whole milliseconds. */
export interface StepTime {
  readonly name: StepName
  readonly ms: number
}

/** Everything that a run found out; what `airlock run --json` prints. */
export interface RunResult {
  readonly component: ComponentReport
  readonly findings: readonly Finding[]
  /** One entry a `[[call]]`. */
  readonly cases: readonly CaseResult[]
  readonly app: { readonly path: string }
  /** The tests of the application, then the requests to its endpoint. */
  readonly tests: readonly TestResult[]
  readonly deployment: Deployment
  /** Every step that began, in its order. */
  readonly steps: readonly StepTime[]
}

/** A {@link RunResult} as far as the run has come. */
export type KnownResult = { -readonly [Key in keyof RunResult]?: RunResult[Key] }
