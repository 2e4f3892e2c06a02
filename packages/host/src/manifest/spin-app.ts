/** One `[variables]` entry. */
export interface SpinVariable {
  /** Absent where a value is required. */
  readonly default?: string
  /** Is its value kept out of whatever is printed? */
  readonly isSecret: boolean
}

/** One component of an application, with what it is granted. */
export interface SpinComponent {
  /** `prompt-app`; one that stands inside a trigger gets the id that Spin would give it. */
  readonly id: string
  /** The bytes of the component. */
  readonly component: Uint8Array
  readonly description?: string
  /** Its variables: templates over those of the application. */
  readonly variables: Readonly<Record<string, string>>
  readonly environment: Readonly<Record<string, string>>
  /** Patterns of files, or folders with the place where they appear. */
  readonly files: readonly (string | { readonly source: string; readonly destination: string })[]
  readonly excludeFiles: readonly string[]
  readonly keyValueStores: readonly string[]
  readonly sqliteDatabases: readonly string[]
  readonly aiModels: readonly string[]
  /** Templates: `https://{{ host }}`. */
  readonly allowedOutboundHosts: readonly string[]
}

/** An answer that needs no component. */
export interface SpinStaticResponse {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
}

/** One `[[trigger.http]]`. */
export type SpinTrigger = {
  /** `/users/:id/...`; `null` for a private one, which only other components reach. */
  readonly route: string | null
} & (
  | { /** Id of its component. */ readonly component: string }
  | { readonly staticResponse: SpinStaticResponse }
)

/** A Spin application: what its manifest says, and the components that its triggers run. */
export interface SpinApp {
  /** Real path of its folder. */
  readonly path: string
  readonly name: string
  readonly version?: string
  readonly variables: Readonly<Record<string, SpinVariable>>
  readonly components: readonly SpinComponent[]
  readonly triggers: readonly SpinTrigger[]
}
