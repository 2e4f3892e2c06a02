import type { ValidationResult } from './result.ts'

/** What a component can do with what it imports, in words that people know. */
export type CapabilityKind =
  | 'reads-files'
  | 'writes-files'
  | 'opens-sockets'
  | 'resolves-names'
  | 'sends-http'
  | 'reads-environment'
  | 'uses-terminal'
  | 'ends-process'
  | 'tells-time'
  | 'gets-random'
  | 'asks-llm'
  | 'keeps-data'
  | 'unknown'

/** A function that a component imports. */
export interface ImportedFunction {
  /** The import: `wasi:cli/environment@0.2.9`, or the plain name of a function. */
  readonly import: string
  /** `get-environment`, `[method]descriptor.read`; for a plain function, the name of the import. */
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

/** A core module, at any depth. */
export interface ModuleContents {
  /** `module 0`, `component 1 / module 2`. */
  readonly where: string
  readonly bytes: number
  readonly functions: number
  /** Bytes of its data segments. */
  readonly dataBytes: number
  /** Pages of 65,536 bytes. */
  readonly memories: readonly { readonly minimumPages: number; readonly maximumPages: number | null }[]
  /** Elements. */
  readonly tables: readonly { readonly minimum: number; readonly maximum: number | null }[]
  /** A function of it runs when it is instantiated. */
  readonly hasStart: boolean
}

/** A custom section, at any depth: data that no engine runs, and tools may read. */
export interface CustomSection {
  readonly where: string
  readonly name: string
  readonly bytes: number
}

/** A text in the data that somebody should look at. */
export interface FoundText {
  readonly where: string
  /** First byte, counted from the start of the component. */
  readonly offset: number
  /** `url`, or the kind of secret that it looks like: `private-key`, `github-token`, … */
  readonly kind: string
  /** A URL; of what may be a secret, only the first characters and the length. */
  readonly text: string
}

/** What a component is made of. */
export interface Contents {
  readonly bytes: number
  readonly modules: readonly ModuleContents[]
  /** Components inside of the outermost one. */
  readonly components: readonly { readonly where: string; readonly bytes: number }[]
  readonly customSections: readonly CustomSection[]
  /** From the metadata, at any depth: field (`language`, `processed-by`, `sdk`) → tool → version. */
  readonly producers: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly urls: readonly FoundText[]
  readonly secrets: readonly FoundText[]
}

/** The full report. It is plain data: `JSON.stringify` gives the JSON report, `report.schema.json` its schema. */
export interface ComponentReport extends ValidationResult {
  /** What it could do, most serious first; empty where it is no valid component. */
  readonly capabilities: readonly Capability[]
  /** `null` where it is no valid component. */
  readonly contents: Contents | null
}
