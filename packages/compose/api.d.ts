import { Manifest } from '@wasm-airlock/host';
export { ComponentDependency, ComponentSource, Manifest, ManifestComponent, ManifestHttpTrigger, ManifestProfile, ManifestTrigger, TomlTable, parseManifest } from '@wasm-airlock/host';
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

/** Where a function or an interface comes from, seen from inside of a component. */
type GraphEnd = 
/** An import of the component that this is inside of. */
{
    readonly from: 'import';
    readonly name: string;
}
/** An export of another part, by the name of the part; `null` is the part as a whole. */
 | {
    readonly from: 'part';
    readonly part: string;
    readonly export: string | null;
}
/** The component's own code. */
 | {
    readonly from: 'own';
};
/** An import or export by its name, and where it comes from; several where it is put together. */
interface GraphLink {
    readonly name: string;
    readonly from: readonly GraphEnd[];
}
/** A component that a composed component holds, as one instance. */
interface GraphPart {
    /** As the composition calls it, else `component 0`; no other part beside it has the same. */
    readonly name: string;
    readonly imports: readonly GraphLink[];
    readonly exports: readonly GraphLink[];
    /** Where it is composed itself. */
    readonly parts: readonly GraphPart[];
}
/** What a binary says of itself. */
interface GraphContents {
    /** Names of its imports, without types. */
    readonly imports: readonly string[];
    readonly exports: readonly GraphLink[];
    /** Empty where it is not composed of others. */
    readonly parts: readonly GraphPart[];
    /** Why this is only a part of what it holds; `null` where it is all. */
    readonly incomplete: string | null;
}
/** Where a binary is had from. */
type GraphSource = {
    readonly kind: 'file';
    readonly path: string;
} | {
    readonly kind: 'url';
    readonly url: string;
    readonly digest: string;
} | {
    readonly kind: 'registry';
    readonly package: string;
    readonly version: string;
    readonly registry: string | null;
} | {
    readonly kind: 'component';
    readonly id: string;
};
/** Who satisfies an import of a component of the application. */
interface GraphImport {
    readonly name: string;
    /** `dependency` is one of the manifest; `nobody`: no dependency, and no interface of a host. */
    readonly from: 'host' | 'dependency' | 'nobody';
    /** Name of the dependency. */
    readonly dependency: string | null;
}
/** What the manifest has Spin put into a component when it loads it. */
interface GraphDependency {
    /** As the manifest says: `a:b/c@1.0.0`, `a:b`. */
    readonly name: string;
    readonly source: GraphSource;
    /** Imports of the component that it satisfies. */
    readonly satisfies: readonly string[];
    /** Does it get what the component is granted? */
    readonly inherits: boolean;
    /** `null` where it is not a local file. */
    readonly contents: GraphContents | null;
}
/** What the manifest grants to a component. */
interface GraphGrants {
    readonly aiModels: readonly string[];
    readonly allowedOutboundHosts: readonly string[];
    readonly keyValueStores: readonly string[];
    readonly sqliteDatabases: readonly string[];
    /** Names alone. */
    readonly variables: readonly string[];
    /** Names alone. */
    readonly environment: readonly string[];
    readonly files: readonly string[];
}
/** A component of the application. */
interface GraphComponent {
    readonly id: string;
    readonly source: GraphSource;
    readonly grants: GraphGrants;
    readonly dependencies: readonly GraphDependency[];
    /** What stays open of its imports, and who has to satisfy it; empty where the source is not a local file. */
    readonly imports: readonly GraphImport[];
    /** `null` where the source is not a local file. */
    readonly contents: GraphContents | null;
}
/** What makes the application work. */
interface GraphTrigger {
    /** `http`, `redis`. */
    readonly kind: string;
    /** `/...`; `null` where it is private, or the trigger is not of HTTP. */
    readonly route: string | null;
    /** Settings of other kinds that are a text or a number: `channel`. */
    readonly settings: Readonly<Record<string, string>>;
    /** Ids of the components that it runs, each with its role; that of the only one is `component`. */
    readonly runs: readonly {
        readonly role: string;
        readonly component: string;
    }[];
    /** Status of the response that it gives without running anything. */
    readonly staticStatus: number | null;
}
/** How an application is put together. */
interface AppGraph {
    readonly name: string;
    readonly version: string | null;
    /** In the order of the manifest. */
    readonly triggers: readonly GraphTrigger[];
    /** In the order of the manifest; those that stand inside of triggers come last. */
    readonly components: readonly GraphComponent[];
}

/** Forms that an application can be shown in. */
declare const graphFormats: readonly ["text", "mermaid", "dot", "svg"];
/** A tree for terminals, a flowchart of Mermaid, the language of Graphviz, or a drawing of its own. */
type GraphFormat = (typeof graphFormats)[number];
/**
 * Shows how an application is put together. Names of strangers are escaped for the format and shortened, and what
 * is too much for a picture is counted instead.
 *
 * @param graph As {@link readGraph} reads it.
 * @returns Text that ends with a newline. An `svg` is complete in itself: no script, no link, for light and dark.
 *
 * @example
 * await writeFile('app.svg', await formatGraph(await readGraph('my-app'), 'svg'))
 */
declare function formatGraph(graph: AppGraph, format: GraphFormat): Promise<string>;

/**
 * Reads how a Spin application is put together: its triggers, its components and what each of them is composed
 * of, which import is satisfied by what, and what stays open for the host. The binaries are read and nothing
 * that was written about them; what is on the network is named, not fetched.
 *
 * @param app Its folder, or its `spin.toml`.
 * @returns Plain data, in the order of the manifest and of the binaries.
 * @throws AirlockError `input-not-found`, `input-unreadable`, `input-too-large` (manifest over 1 MiB, component
 *   over 128 MiB), `manifest-invalid`, `component-malformed` for a source that is not a component. One that is
 *   broken inside is read as far as it goes; its `incomplete` says so.
 *
 * @example
 * const graph = await readGraph('my-app')
 * console.log(await formatGraph(graph, 'text'))
 */
declare function readGraph(app: string): Promise<AppGraph>;

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

export { composeApp, formatGraph, graphFormats, readApp, readGraph, templatePath };
export type { AppGraph, ComposeOptions, ComposedApp, GraphComponent, GraphContents, GraphDependency, GraphEnd, GraphFormat, GraphGrants, GraphImport, GraphLink, GraphPart, GraphSource, GraphTrigger, LoadedApp };
