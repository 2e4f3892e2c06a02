import type { Application, OnProgress } from '@wasm-airlock/shared'
import type { Policy } from '@wasm-airlock/wit-validate'

/** One component that is handed in. */
export interface ComponentInput {
  /** How results, errors, the document and the chosen variable call it: `pirate`. Kebab-case, each name once. */
  readonly name: string
  readonly component: Uint8Array
  /**
   * What it may import. The host grants to it what it grants to the application: with
   * `wasi:http/outgoing-handler` allowed here, it reaches every host that the application may reach.
   *
   * @default `policy` of the options
   */
  readonly policy?: Policy
  /**
   * Id of the application's component that it goes into.
   *
   * @default the one whose open imports it fits
   */
  readonly into?: string
}

/**
 * How components come to an application: `plug` composes them into its component, for any host;
 * `spin-dependencies` names them in the manifest, and Spin composes them when it loads the application.
 */
export type ComposeMode = 'plug' | 'spin-dependencies'

/** How components are put into an application. */
export interface PlanOptions {
  /** @default 'plug' */
  readonly mode?: ComposeMode
  /**
   * What the components may import of the host, where they have no policy of their own.
   *
   * @default no import
   */
  readonly policy?: Policy
  /**
   * Variable of the application that says which one of several components of one interface answers: its value
   * is the name of a component. The first one is its default.
   *
   * @default all of them, one after the other
   */
  readonly choose?: string
  /**
   * Text of a WAC document that says how to compose. It may name the packages `app:ID`, `component:NAME` and
   * those that {@link ComposedComponent.document} shows; it instantiates one `app:ID`. Requires mode `plug`.
   *
   * @default `compose.wac` in the application's folder, else one is written
   */
  readonly document?: string
  /**
   * Run the build commands of the application first.
   *
   * @default false
   */
  readonly build?: boolean
  readonly onProgress?: OnProgress
  /** Ends the work with `aborted`; nothing is written then. */
  readonly signal?: AbortSignal
}

/** How components are put into an application, and where the result goes. */
export interface ComposeOptions extends PlanOptions {
  /**
   * Folder to write: a new one, an empty one, or one that this function wrote. With mode `spin-dependencies`
   * also the application's own.
   */
  readonly out: string
}

/** One export that satisfies an import. */
export interface Connection {
  /** Name of the component that was handed in, or of the middleware that joins several. */
  readonly plug: string
  /** Name of its export. */
  readonly export: string
  /** Whose import it satisfies: `null` for the application's component, else the name of another. */
  readonly to: string | null
  /** Name of that import. */
  readonly import: string
}

/** A component of the application into which something was put. */
export interface ComposedComponent {
  /** Its id in the manifest. */
  readonly id: string
  readonly connections: readonly Connection[]
  /** What stays open: the host has to offer it. */
  readonly openImports: readonly string[]
  /**
   * The WAC document that it was composed from; `null` in mode `spin-dependencies` where nothing had to be
   * composed.
   */
  readonly document: string | null
}

/** What is to be put where. */
export interface CompositionPlan {
  /** Name of the application. */
  readonly name: string
  readonly mode: ComposeMode
  /** Those components of the application into which something is put. */
  readonly components: readonly ComposedComponent[]
}

/** An application folder, and how it came about. */
export interface ComposedApp extends Application, CompositionPlan {}
