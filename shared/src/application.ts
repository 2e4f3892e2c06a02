/** A composed application on disk: everything that a host or a deployment needs. */
export interface Application {
  /** Absolute path of the folder that holds `spin.toml` and the components. */
  readonly path: string
  /** `application.name` of the manifest. */
  readonly name: string
}

/** A running application. */
export interface Deployment {
  readonly id: string
  readonly target: string
  /** Base URL without a slash at the end: `http://127.0.0.1:3000`. */
  readonly endpoint: string
}

/** The outcome of one `[[call]]`. */
export interface CaseResult {
  readonly call: string
  readonly args: readonly unknown[]
  readonly expected: unknown
  readonly actual: unknown
  readonly ok: boolean
}

/** The outcome of one test of an application. */
export interface TestResult {
  readonly name: string
  /** What it belongs to: a file of cases, a test component. */
  readonly suite?: string
  readonly ok: boolean
  /** Why it failed, where `expected` and `actual` do not say it. */
  readonly message?: string
  readonly expected?: unknown
  readonly actual?: unknown
  /** What the application printed meanwhile, of a test that failed. */
  readonly log?: readonly string[]
  readonly ms: number
}
