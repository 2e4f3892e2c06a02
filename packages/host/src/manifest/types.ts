/** A table whose content is not Spin's own: settings of a tool, an executor. */
export type TomlTable = Readonly<Record<string, unknown>>

/** A path, something on the network with its digest, or a package of a registry. */
export type ComponentSource =
  | string
  | { readonly url: string; readonly digest: string }
  | { readonly registry?: string; readonly package: string; readonly version: string }

/** What satisfies an import of a component when Spin loads it; a text is a version. */
export type ComponentDependency =
  | string
  | ({
      readonly export?: string
      readonly inherit_configuration?: boolean | readonly string[]
    } & (
      | { readonly version: string; readonly registry?: string; readonly package?: string }
      | { readonly path: string }
      | { readonly url: string; readonly digest: string }
      | { readonly component: string }
    ))

/** One `[component.ID]` of a manifest. */
export interface ManifestComponent {
  readonly source: ComponentSource
  readonly description?: string
  readonly variables?: Readonly<Record<string, string>>
  readonly environment?: Readonly<Record<string, string>>
  readonly files?: readonly (string | { readonly source: string; readonly destination: string })[]
  readonly exclude_files?: readonly string[]
  readonly allowed_http_hosts?: readonly string[]
  readonly allowed_outbound_hosts?: readonly string[]
  readonly key_value_stores?: readonly string[]
  readonly sqlite_databases?: readonly string[]
  readonly ai_models?: readonly string[]
  readonly targets?: readonly unknown[]
  readonly build?: {
    readonly command: string | readonly string[]
    readonly workdir?: string
    readonly watch?: readonly string[]
  }
  readonly tool?: Readonly<Record<string, TomlTable>>
  readonly dependencies_inherit_configuration?: boolean
  readonly dependencies?: Readonly<Record<string, ComponentDependency>>
  readonly profile?: Readonly<Record<string, ManifestProfile>>
}

/** What another build profile changes in a component. */
export interface ManifestProfile {
  readonly source?: ComponentSource
  readonly environment?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, ComponentDependency>>
  readonly build?: { readonly command: string | readonly string[] }
}

/** One `[[trigger.KIND]]`; kinds other than `http` have settings of their own. */
export interface ManifestTrigger {
  readonly id?: string
  /** Id of a component, or the component itself. */
  readonly component?: string | ManifestComponent
  readonly components?: Readonly<
    Record<string, string | ManifestComponent | readonly (string | ManifestComponent)[]>
  >
  readonly dependencies?: Readonly<Record<string, readonly ComponentDependency[]>>
}

export interface ManifestHttpTrigger extends ManifestTrigger {
  readonly route: string | { readonly private: boolean }
  readonly executor?: TomlTable
  readonly static_response?: TomlTable
}

/** A Spin application manifest of version 2 as it stands in TOML, its names included. */
export interface Manifest {
  readonly spin_manifest_version: 2
  readonly application: {
    readonly name: string
    readonly version?: string
    readonly description?: string
    readonly authors?: readonly string[]
    readonly targets?: readonly unknown[]
    readonly trigger?: Readonly<Record<string, TomlTable>>
    readonly tool?: Readonly<Record<string, TomlTable>>
  }
  readonly variables?: Readonly<
    Record<
      string,
      {
        readonly description?: string
        readonly required?: boolean
        readonly default?: string
        readonly secret?: boolean
      }
    >
  >
  readonly trigger: { readonly http?: readonly ManifestHttpTrigger[] } & Readonly<
    Record<string, readonly ManifestTrigger[]>
  >
  readonly component?: Readonly<Record<string, ManifestComponent>>
}
