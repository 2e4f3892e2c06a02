import type { ValidationResult } from './result.ts'

/** What a component can do with what it imports, in words that people know; the most serious first. */
export type CapabilityKind =
  /** Nobody knows what the host gives it there. */
  | 'unknown'
  | 'writes-files'
  | 'reads-files'
  /** Connections to other machines, those of database clients included. */
  | 'opens-sockets'
  | 'sends-http'
  | 'sends-messages'
  | 'resolves-names'
  | 'keeps-data'
  | 'asks-llm'
  /** Environment variables, arguments, configuration, secrets of the host. */
  | 'reads-environment'
  | 'ends-process'
  | 'uses-terminal'
  | 'writes-logs'
  | 'tells-time'
  | 'gets-random'

/**
 * Why it cannot be said of any import that it is never called:
 * - `imported-module`, `imported-component`: one is instantiated that comes from outside.
 * - `unknown-instruction`: code that may run has an instruction of a proposal that is not understood yet.
 * - `too-large`: more instances, functions or elements of tables than are followed.
 * - `malformed`: it is no component, or contradicts itself.
 */
export type IncompleteReason =
  | 'imported-module'
  | 'imported-component'
  | 'unknown-instruction'
  | 'too-large'
  | 'malformed'

/** How far a deep report could follow what a component calls. */
export interface Reach {
  /** All of the component was understood. Else no function is `never` called. */
  readonly complete: boolean
  /** Why it is not complete; `null` where it is. */
  readonly reason: IncompleteReason | null
}

/** A function that a component imports. */
export interface ImportedFunction {
  /** The import: `wasi:cli/environment@0.2.9`, or the plain name of a function. */
  readonly import: string
  /**
   * `get-environment`, `[method]descriptor.read`; for a plain function, the name of the import. Of an import
   * that is no function and holds none, its name.
   */
  readonly name: string
  /**
   * `never`: no path leads there from any export or start function. `maybe`: one might. `null` where that was
   * not looked into, because the report is not `deep`.
   */
  readonly called: 'never' | 'maybe' | null
}

/** One thing that a component can do, and the functions that let it. */
export interface Capability {
  readonly kind: CapabilityKind
  readonly functions: readonly ImportedFunction[]
}

/** What a host can use a component for. */
export type OfferKind = 'serves-http' | 'runs-as-command' | 'handles-messages' | 'own-interface'

/** One use of a component, and the exports that make it possible. */
export interface Offer {
  readonly kind: OfferKind
  /** `wasi:http/incoming-handler@0.2.9`, or the plain name of a function. */
  readonly exports: readonly string[]
}

/** A core module, at any depth. */
export interface ModuleContents {
  /** `module 0`, `component 1 / module 2`. */
  readonly where: string
  readonly bytes: number
  /** Those that it defines. */
  readonly functions: number
  /** Bytes of its data segments. */
  readonly dataBytes: number
  /** Those that it declares, in pages of 65,536 bytes; each instance of the module has them anew. */
  readonly memories: readonly { readonly minimumPages: number; readonly maximumPages: number | null }[]
  /** Those that it declares, in elements; each instance of the module has them anew. */
  readonly tables: readonly { readonly minimum: number; readonly maximum: number | null }[]
  /** A function of it runs when it is instantiated. */
  readonly hasStart: boolean
}

/** A component inside of the outermost one. */
export interface NestedComponent {
  /** `component 1`, `component 1 / component 0`. */
  readonly where: string
  readonly bytes: number
  /** A function runs when it is instantiated. */
  readonly hasStart: boolean
}

/** A custom section, at any depth: data that no engine runs, and tools may read. */
export interface CustomSection {
  /** `component`, `module 0`. */
  readonly where: string
  readonly name: string
  readonly bytes: number
}

/** Where something was found in data: a data segment, or a custom section. */
export interface Place {
  /** `module 0 / data 12`, `component / custom section notes`. */
  readonly where: string
  /** First byte, counted from the start of the component. */
  readonly offset: number
}

/** The URLs of one host. */
export interface FoundHost extends Place {
  readonly host: string
  /** How many places name it. */
  readonly count: number
  /** The first of them, cut off at 100 characters; without password, query and fragment. */
  readonly url: string
  /**
   * A host that the documentation in standard libraries names (`python.org`, `ietf.org`). It is not thereby
   * harmless.
   */
  readonly isDocumentation: boolean
}

/** What a secret looks like. */
export type SecretKind =
  | 'private-key'
  | 'password-in-url'
  | 'webhook-url'
  | 'aws-access-key'
  | 'azure-key'
  | 'google-api-key'
  | 'google-oauth-secret'
  | 'github-token'
  | 'gitlab-token'
  | 'slack-token'
  | 'stripe-key'
  | 'openai-key'
  | 'anthropic-key'
  | 'hugging-face-token'
  | 'npm-token'
  | 'pypi-token'
  | 'sendgrid-key'
  | 'digitalocean-token'
  | 'json-web-token'

/** A text in the data that looks like a secret. The report does not hold the secret. */
export interface FoundSecret extends Place {
  readonly kind: SecretKind
  /** Its first characters, those that tell its kind; of a URL with a password, the scheme. */
  readonly start: string
  /** Characters of all of it. */
  readonly length: number
}

/** A WebAssembly binary that a component holds as data, where no validator looks at it. */
export interface EmbeddedBinary extends Place {
  readonly kind: 'core-module' | 'component'
  readonly encoding: 'binary' | 'base64'
  /** As far as its sections can be read; `null` where it is encoded. */
  readonly bytes: number | null
}

/** What a component is made of. Of each list, `totals` says how long it would be if it were not cut off. */
export interface Contents {
  readonly bytes: number
  /** A function of the component itself runs when it is instantiated; modules and components say so of themselves. */
  readonly hasStart: boolean
  readonly modules: readonly ModuleContents[]
  /** Components inside of the outermost one. */
  readonly components: readonly NestedComponent[]
  readonly customSections: readonly CustomSection[]
  /**
   * From the metadata, at any depth: field (`language`, `processed-by`, `sdk`) → tool → version, or several
   * with commas between them.
   */
  readonly producers: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Hosts that documentation names come last; otherwise in the order of their names, domain by domain. */
  readonly hosts: readonly FoundHost[]
  readonly secrets: readonly FoundSecret[]
  readonly embedded: readonly EmbeddedBinary[]
  readonly totals: ContentsTotals
}

/** How many there are of what {@link Contents} lists. */
export interface ContentsTotals {
  readonly modules: number
  readonly components: number
  readonly customSections: number
  readonly hosts: number
  readonly secrets: number
  readonly embedded: number
  /** Bytes of all data segments and custom sections. */
  readonly dataBytes: number
  /**
   * Bytes of these in which hosts, secrets and embedded binaries were looked for. There are fewer of them only
   * where something means to hide among noise.
   */
  readonly searchedBytes: number
  /**
   * Sections `producers` of which {@link Contents.producers} does not have everything: too large, not written as the
   * convention says, or with more fields, tools or versions than are listed.
   */
  readonly unlistedProducers: number
  /** Places that begin like one of these and were not looked at, for the same reason. */
  readonly unchecked: number
}

/** The full report. It is plain data: `JSON.stringify` gives the JSON report, `report.schema.json` its schema. */
export interface ComponentReport extends ValidationResult {
  /** What it could do, most serious first; empty where it is no valid component. */
  readonly capabilities: readonly Capability[]
  /** What it can be used for; empty where it is no valid component. */
  readonly offers: readonly Offer[]
  /** `null` where the report is not `deep`, or it is no valid component, or one that holds too much to be read. */
  readonly reach: Reach | null
  /** `null` where it is no valid component, or one that holds too much to be read. */
  readonly contents: Contents | null
}
