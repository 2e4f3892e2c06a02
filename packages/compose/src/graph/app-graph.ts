/** Where a function or an interface comes from, seen from inside of a component. */
export type GraphEnd =
  /** An import of the component that this is inside of. */
  | { readonly from: 'import'; readonly name: string }
  /** An export of another part, by the name of the part; `null` is the part as a whole. */
  | { readonly from: 'part'; readonly part: string; readonly export: string | null }
  /** The component's own code. */
  | { readonly from: 'own' }

/** An import or export by its name, and where it comes from; several where it is put together. */
export interface GraphLink {
  readonly name: string
  readonly from: readonly GraphEnd[]
}

/** A component that a composed component holds, as one instance. */
export interface GraphPart {
  /** As the composition calls it, else `component 0`; no other part beside it has the same. */
  readonly name: string
  readonly imports: readonly GraphLink[]
  readonly exports: readonly GraphLink[]
  /** Where it is composed itself. */
  readonly parts: readonly GraphPart[]
}

/** What a binary says of itself. */
export interface GraphContents {
  /** Names of its imports, without types. */
  readonly imports: readonly string[]
  readonly exports: readonly GraphLink[]
  /** Empty where it is not composed of others. */
  readonly parts: readonly GraphPart[]
  /** Why this is only a part of what it holds; `null` where it is all. */
  readonly incomplete: string | null
}

/** Where a binary is had from. */
export type GraphSource =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'url'; readonly url: string; readonly digest: string }
  | {
      readonly kind: 'registry'
      readonly package: string
      readonly version: string
      readonly registry: string | null
    }
  | { readonly kind: 'component'; readonly id: string }

/** Who satisfies an import of a component of the application. */
export interface GraphImport {
  readonly name: string
  /** `dependency` is one of the manifest; `nobody`: no dependency, and no interface of a host. */
  readonly from: 'host' | 'dependency' | 'nobody'
  /** Name of the dependency. */
  readonly dependency: string | null
}

/** What the manifest has Spin put into a component when it loads it. */
export interface GraphDependency {
  /** As the manifest says: `a:b/c@1.0.0`, `a:b`. */
  readonly name: string
  readonly source: GraphSource
  /** Name of its export that satisfies, where the manifest says one. */
  readonly export: string | null
  /** Imports of the component that it satisfies. */
  readonly satisfies: readonly string[]
  /** Does it get what the component is granted? */
  readonly inherits: boolean
  /** `null` where it is not a local file, or is a core module. */
  readonly contents: GraphContents | null
}

/** What the manifest grants to a component. */
export interface GraphGrants {
  readonly aiModels: readonly string[]
  readonly allowedOutboundHosts: readonly string[]
  readonly keyValueStores: readonly string[]
  readonly sqliteDatabases: readonly string[]
  /** Names alone. */
  readonly variables: readonly string[]
  /** Names alone. */
  readonly environment: readonly string[]
  readonly files: readonly string[]
}

/** A component of the application. */
export interface GraphComponent {
  readonly id: string
  readonly source: GraphSource
  readonly grants: GraphGrants
  readonly dependencies: readonly GraphDependency[]
  /** What stays open of its imports, and who has to satisfy it; empty where `contents` is `null`. */
  readonly imports: readonly GraphImport[]
  /** `null` where the source is not a local file, or is a core module. */
  readonly contents: GraphContents | null
}

/** What makes the application work. */
export interface GraphTrigger {
  /** `http`, `redis`. */
  readonly kind: string
  /** `/...`; `null` where it is private, or the trigger is not of HTTP. */
  readonly route: string | null
  /** Settings of other kinds that are a text or a number: `channel`. */
  readonly settings: Readonly<Record<string, string>>
  /** Ids of the components that it runs, each with its role; that of the only one is `component`. */
  readonly runs: readonly { readonly role: string; readonly component: string }[]
  /** Status of the response that it gives without running anything. */
  readonly staticStatus: number | null
}

/** How an application is put together. */
export interface AppGraph {
  readonly name: string
  readonly version: string | null
  /** In the order of the manifest. */
  readonly triggers: readonly GraphTrigger[]
  /** In the order of the manifest; those that stand inside of triggers come last. */
  readonly components: readonly GraphComponent[]
}
