import { Application } from '@wasm-airlock/shared';
import { PlugConnection } from '@wasm-airlock/wac';
import { Policy } from '@wasm-airlock/wit-validate';

interface ComposeOptions {
    /**
     * Folder or `spin.toml` of the application that the component is plugged into.
     *
     * @default the template that comes with Airlock
     */
    readonly app?: string;
    /** The component whose exports satisfy imports of the application. */
    readonly component: Uint8Array;
    /**
     * What results and errors call the component.
     *
     * @default 'component'
     */
    readonly componentName?: string;
    /**
     * What the component itself may import. The host grants to it what it grants to the application: with
     * `wasi:http/outgoing-handler` allowed here, it reaches every host that the application may reach.
     *
     * @default no import
     */
    readonly policy?: Policy;
    /** Folder to write: a new one, an empty one, or one that this function wrote. */
    readonly out: string;
    /** Ends the work with `aborted`; nothing is written then. */
    readonly signal?: AbortSignal;
}
/** An application folder, and how it came about. */
interface ComposedApp extends Application {
    /** Which export of the component satisfies which import of the application. */
    readonly connections: readonly PlugConnection[];
    /** What the composed component still imports: the host has to offer it. */
    readonly openImports: readonly string[];
}
/**
 * Plugs a component into a Spin application and writes an application folder that holds everything that is
 * needed to deploy it: the composed component and a `spin.toml`, which real Spin takes as it is.
 *
 * @example
 * ```ts
 * const app = await composeApp({ component: await readFile('pirate.wasm'), out: 'build/app' })
 * console.log(app.path, app.connections, app.openImports)
 * ```
 *
 * @returns Where it is, what was connected, and what stays open. The same input gives the same bytes.
 * @throws AirlockError those of {@link readApp}; `input-too-large` (the component or what is composed,
 * over 128 MiB); `component-malformed`; `plug-unmatched` where the component
 * does not fit (details: `openImports`, `exports`, `nearMisses`); `import-not-granted` (details: `findings`)
 * where it imports what the policy does not allow; `policy-invalid`; `compose-failed`, also where it would take the
 * place of the host; `output-unwritable`; `aborted`. The folder is then as it was.
 */
declare function composeApp(options: ComposeOptions): Promise<ComposedApp>;

/** A table whose content is not Spin's own: settings of a tool, an executor. */
type TomlTable = Readonly<Record<string, unknown>>;
/** A path, something on the network with its digest, or a package of a registry. */
type ComponentSource = string | {
    readonly url: string;
    readonly digest: string;
} | {
    readonly registry?: string;
    readonly package: string;
    readonly version: string;
};
/** What satisfies an import of a component when Spin loads it; a text is a version. */
type ComponentDependency = string | ({
    readonly export?: string;
    readonly inherit_configuration?: boolean | readonly string[];
} & ({
    readonly version: string;
    readonly registry?: string;
    readonly package?: string;
} | {
    readonly path: string;
} | {
    readonly url: string;
    readonly digest: string;
} | {
    readonly component: string;
}));
/** One `[component.ID]` of a manifest. */
interface ManifestComponent {
    readonly source: ComponentSource;
    readonly description?: string;
    readonly variables?: Readonly<Record<string, string>>;
    readonly environment?: Readonly<Record<string, string>>;
    readonly files?: readonly (string | {
        readonly source: string;
        readonly destination: string;
    })[];
    readonly exclude_files?: readonly string[];
    readonly allowed_http_hosts?: readonly string[];
    readonly allowed_outbound_hosts?: readonly string[];
    readonly key_value_stores?: readonly string[];
    readonly sqlite_databases?: readonly string[];
    readonly ai_models?: readonly string[];
    readonly targets?: readonly unknown[];
    readonly build?: {
        readonly command: string | readonly string[];
        readonly workdir?: string;
        readonly watch?: readonly string[];
    };
    readonly tool?: Readonly<Record<string, TomlTable>>;
    readonly dependencies_inherit_configuration?: boolean;
    readonly dependencies?: Readonly<Record<string, ComponentDependency>>;
    readonly profile?: Readonly<Record<string, ManifestProfile>>;
}
/** What another build profile changes in a component. */
interface ManifestProfile {
    readonly source?: ComponentSource;
    readonly environment?: Readonly<Record<string, string>>;
    readonly dependencies?: Readonly<Record<string, ComponentDependency>>;
    readonly build?: {
        readonly command: string | readonly string[];
    };
}
/** One `[[trigger.KIND]]`; kinds other than `http` have settings of their own. */
interface ManifestTrigger {
    readonly id?: string;
    /** Id of a component, or the component itself. */
    readonly component?: string | ManifestComponent;
    readonly components?: Readonly<Record<string, string | ManifestComponent | readonly (string | ManifestComponent)[]>>;
    readonly dependencies?: Readonly<Record<string, readonly ComponentDependency[]>>;
}
interface ManifestHttpTrigger extends ManifestTrigger {
    readonly route: string | {
        readonly private: boolean;
    };
    readonly executor?: TomlTable;
    readonly static_response?: TomlTable;
}
/** A Spin application manifest of version 2 as it stands in TOML, its names included. */
interface Manifest {
    readonly spin_manifest_version: 2;
    readonly application: {
        readonly name: string;
        readonly version?: string;
        readonly description?: string;
        readonly authors?: readonly string[];
        readonly targets?: readonly unknown[];
        readonly trigger?: Readonly<Record<string, TomlTable>>;
        readonly tool?: Readonly<Record<string, TomlTable>>;
    };
    readonly variables?: Readonly<Record<string, {
        readonly description?: string;
        readonly required?: boolean;
        readonly default?: string;
        readonly secret?: boolean;
    }>>;
    readonly trigger: {
        readonly http?: readonly ManifestHttpTrigger[];
    } & Readonly<Record<string, readonly ManifestTrigger[]>>;
    readonly component?: Readonly<Record<string, ManifestComponent>>;
}

/**
 * Reads a Spin application manifest of version 2.
 *
 * @param toml The text of a `spin.toml`.
 * @returns The manifest with the names that it has in TOML.
 * @throws AirlockError `manifest-invalid`: with `details.line` and `details.column` where it is not TOML, with
 * `details.problems` (`{ path, message }`, all of them) where it is no manifest. Unknown fields are refused, as
 * Spin refuses them.
 */
declare function parseManifest(toml: string): Manifest;

/** An application in memory: its component, and what its manifest grants to it. */
interface LoadedApp extends Application {
    /** Id of the component that the HTTP trigger runs. */
    readonly componentId: string;
    readonly component: Uint8Array;
    /** Route of the HTTP trigger: `/...`. */
    readonly route: string;
    /** Models that the component may ask for. */
    readonly aiModels: readonly string[];
    /** As in the manifest: `https://example.com`. */
    readonly allowedOutboundHosts: readonly string[];
    /** The whole manifest, with the names of TOML. */
    readonly manifest: Manifest;
}
/**
 * Reads a Spin application that has one HTTP trigger and one component.
 *
 * @param path Its folder, or its `spin.toml`.
 * @throws AirlockError `input-not-found`, `input-unreadable`, `input-too-large` (manifest over 1 MiB, component
 * over 128 MiB), `manifest-invalid`: also for a path that leads out of the folder, and for what this version
 * does not serve (several components or triggers, sources on the network, and files, dependencies, environment, variables,
 * key-value stores, databases or `allowed_http_hosts` of the component that are not empty).
 */
declare function readApp(path: string): Promise<LoadedApp>;

/** The folder of the application that comes with Airlock: prompts through a component and a language model. */
declare function templatePath(): string;

export { composeApp, parseManifest, readApp, templatePath };
export type { ComponentDependency, ComponentSource, ComposeOptions, ComposedApp, LoadedApp, Manifest, ManifestComponent, ManifestHttpTrigger, ManifestProfile, ManifestTrigger, TomlTable };
