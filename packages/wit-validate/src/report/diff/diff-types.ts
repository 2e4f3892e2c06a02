import type { Finding, FunctionSignature, WorldItem } from '@wasm-airlock/shared'
import type {
  CapabilityKind,
  EmbeddedBinary,
  FoundHost,
  FoundSecret,
  ImportedFunction,
  Reach,
} from '../../component-report.ts'

/** What only one of two reports has. */
export interface Difference<Item> {
  /** Only in the later one. */
  readonly added: readonly Item[]
  /** Only in the earlier one. */
  readonly removed: readonly Item[]
}

/** Something before and after. */
export interface Change<Value> {
  readonly before: Value
  readonly after: Value
}

/** Functions that make a component able to do something, where they are not the same in both. */
export interface CapabilityChange {
  readonly kind: CapabilityKind
  /** There is no other function for it in the other report. */
  readonly isWhole: boolean
  readonly functions: readonly ImportedFunction[]
}

/** A function of an import or export that is in both. */
export interface FunctionOf {
  /** The import or export, as the report that has the function names it. */
  readonly item: string
  readonly function: FunctionSignature
}

/** Imports or exports of two components. An interface in another version is the same interface. */
export interface ItemsDiff extends Difference<WorldItem> {
  readonly moved: readonly ({ readonly name: string } & Change<string>)[]
  readonly functions: Difference<FunctionOf> & {
    /** Their types differ. Of a named type only the name is compared. */
    readonly changed: readonly ({ readonly item: string } & Change<FunctionSignature>)[]
  }
}

/** A tool in the metadata of a component. */
export interface Tool {
  /** `language`, `processed-by`, `sdk`. */
  readonly field: string
  readonly name: string
  readonly version: string
}

/** What two components are made of. */
export interface ContentsDiff {
  readonly bytes: Change<number>
  readonly modules: Change<number>
  readonly components: Change<number>
  /** Pages of 65,536 bytes that all memories together have at the start, as declared. */
  readonly minimumPages: Change<number>
  readonly tools: Difference<Tool> & { readonly moved: readonly Change<Tool>[] }
  readonly hosts: Difference<FoundHost>
  readonly secrets: Difference<FoundSecret>
  readonly embedded: Difference<EmbeddedBinary>
  /** Nothing was cut off in either report: whatever is not listed as new is not new. */
  readonly isComplete: boolean
}

/** What is different in the later one of two reports. */
export interface ReportDiff {
  /**
   * The later component can touch more: it imports something, or a function, that the earlier one did not, a
   * function of another type, or an interface in a version that is not compatible; or might call a function that
   * could never be called. Also where that cannot be told: the later one is no valid component, it imports a core
   * module or component, of which no report has the type, or only the earlier report says what is never called.
   */
  readonly grew: boolean
  readonly ok: Change<boolean>
  readonly capabilities: Difference<CapabilityChange>
  /** How far calls could be followed; `null` where a report is not deep. */
  readonly reach: Change<Reach | null>
  /**
   * Functions that both import, that the earlier one could never call, and of which the later report does not say
   * so, because they might be called, or because it is not deep. None where the earlier report is not deep.
   */
  readonly reachable: readonly ImportedFunction[]
  readonly imports: ItemsDiff
  readonly exports: ItemsDiff
  /** New and mended findings; the version of an interface does not make a finding another one. */
  readonly findings: Difference<Finding>
  /** `null` where one of the two was not read. */
  readonly contents: ContentsDiff | null
}
