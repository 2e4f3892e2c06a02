import { ManifestComponent, Manifest } from '@wasm-airlock/host';
export { ComponentDependency, ComponentSource, Manifest, ManifestComponent, ManifestHttpTrigger, ManifestProfile, ManifestTrigger, TomlTable, parseManifest } from '@wasm-airlock/host';
import { OnProgress, Application, WitFiles } from '@wasm-airlock/shared';
import { Policy } from '@wasm-airlock/wit-validate';

/** A component of an application, wherever it stands in the manifest. */
interface AppComponent {
    /** `prompt-app`; one that stands inside of a trigger has the id that Spin gives it. */
    readonly id: string;
    /** Its table: `['component', 'prompt-app']`, `['trigger', 'http', 0, 'component']`. */
    readonly place: readonly (string | number)[];
    readonly manifest: ManifestComponent;
}
/** A Spin application as it lies on disk. */
interface AppFolder {
    /** Its real path. */
    readonly folder: string;
    /** Name of its manifest in that folder: `spin.toml`. */
    readonly manifestName: string;
    /** The manifest as it is written. */
    readonly text: string;
    readonly manifest: Manifest;
    /** Every component, in the order of the manifest. */
    readonly components: readonly AppComponent[];
    /** What Airlock wrote down of what it put into the folder, where it did. */
    readonly marker: string | undefined;
    /** What to do where a file of a component is not there. */
    readonly missingHint: string;
}
/**
 * Reads the manifest of an application, of whatever triggers and components.
 *
 * @param path Its folder, or its manifest, which may have another name than `spin.toml`.
 * @param isBuilt Have its build commands been run just now?
 * @returns What is written there; no component is read.
 * @throws AirlockError `input-not-found`, `input-unreadable`, `input-too-large` (over 1 MiB), `manifest-invalid`: also
 * where it is no UTF-8, or lies outside of its folder behind a link.
 */
declare function readAppFolder(path: string, isBuilt?: boolean): Promise<AppFolder>;

/** What a manifest can hold where Airlock writes into it. */
type TomlValue = string | number | boolean | readonly TomlValue[] | {
    readonly [key: string]: TomlValue;
};
/** A value at a place: `{ path: ['component', 'web', 'source'], value: 'web.wasm' }`. */
interface ManifestEdit {
    readonly path: readonly (string | number)[];
    readonly value: TomlValue;
}

/** What the marker file is to say of a composition, besides its own. */
type AppRecord = Readonly<Record<string, unknown>>;
/** What a composition changes in an application. */
interface AppChanges {
    readonly edits: readonly ManifestEdit[];
    /** New content by path in the folder (POSIX, relative): it goes before what the application has there. */
    readonly files: Readonly<Record<string, Uint8Array>>;
    /** Places of values that are taken out of the manifest. */
    readonly removals?: readonly ManifestEdit['path'][];
    /** Files that Airlock wrote, by their digests, and that nothing needs any more once the manifest is written. */
    readonly obsolete?: readonly {
        readonly file: string;
        readonly sha256: string;
    }[];
    /** It may be made while the files are written. */
    readonly record: AppRecord | Promise<AppRecord>;
}
interface WriteAppOptions {
    /** Ends the work with `aborted`; nothing is changed then. */
    readonly signal?: AbortSignal;
}
/**
 * Writes the changed application: into another folder, all at once, with everything that its manifest refers to and
 * nothing else; or into its own folder, the new files first and the manifest last.
 *
 * @param out A folder that is new, empty, or written by this function; or that of the application.
 * @returns What an application is read from: the real path of the folder; in its own folder and with a manifest of
 * another name than `spin.toml`, that of the manifest. In another folder the manifest is called `spin.toml`.
 * @throws AirlockError those of {@link editManifest} and {@link listAppFiles}; `output-unwritable`, also where a file
 * that Airlock did not write would be replaced, and for folders inside of one another that would get mixed up;
 * `aborted`. Everything is then as it was.
 */
declare function writeAppFolder(app: AppFolder, changes: AppChanges, out: string, { signal }?: WriteAppOptions): Promise<string>;

/** One component that is handed in. */
interface ComponentInput {
    /** How results, errors, the document and the chosen variable call it: `pirate`. Kebab-case, each name once. */
    readonly name: string;
    readonly component: Uint8Array;
    /**
     * What it may import. The host grants to it what it grants to the application: with
     * `wasi:http/outgoing-handler` allowed here, it reaches every host that the application may reach.
     *
     * @default `policy` of the options
     */
    readonly policy?: Policy;
    /**
     * Id of the application's component that it goes into.
     *
     * @default the one whose open imports it fits
     */
    readonly into?: string;
}
/**
 * How components come to an application: `plug` composes them into its component, for any host;
 * `spin-dependencies` names them in the manifest, and Spin composes them when it loads the application.
 */
type ComposeMode = 'plug' | 'spin-dependencies';
/** How components are put into an application. */
interface PlanOptions {
    /** @default 'plug' */
    readonly mode?: ComposeMode;
    /**
     * What the components may import of the host, where they have no policy of their own.
     *
     * @default no import
     */
    readonly policy?: Policy;
    /**
     * Variable of the application that says which one of several components of one interface answers: its value
     * is the name of a component. The first one is its default.
     *
     * @default all of them, one after the other
     */
    readonly choose?: string;
    /**
     * Text of a WAC document that says how to compose. It may name the packages `app:ID`, `component:NAME` and
     * those that {@link ComposedComponent.document} shows; it instantiates one `app:ID`. Requires mode `plug`.
     *
     * @default `compose.wac` in the application's folder, else one is written
     */
    readonly document?: string;
    /**
     * Run the build commands of the application first.
     *
     * @default false
     */
    readonly build?: boolean;
    readonly onProgress?: OnProgress;
    /** Ends the work with `aborted`; nothing is written then. */
    readonly signal?: AbortSignal;
}
/** How components are put into an application, and where the result goes. */
interface ComposeOptions extends PlanOptions {
    /**
     * Folder to write: a new one, an empty one, or one that this function wrote. With mode `spin-dependencies`
     * also the application's own.
     */
    readonly out: string;
}
/** One export that satisfies an import. */
interface Connection {
    /** Name of the component that was handed in, or of the middleware that joins several. */
    readonly plug: string;
    /** Name of its export. */
    readonly export: string;
    /** Whose import it satisfies: `null` for the application's component, else the name of another. */
    readonly to: string | null;
    /** Name of that import. */
    readonly import: string;
}
/** A component of the application into which something was put. */
interface ComposedComponent {
    /** Its id in the manifest. */
    readonly id: string;
    readonly connections: readonly Connection[];
    /** What stays open: the host has to offer it. */
    readonly openImports: readonly string[];
    /**
     * The WAC document that it was composed from; `null` in mode `spin-dependencies` where nothing had to be
     * composed.
     */
    readonly document: string | null;
}
/** What is to be put where. */
interface CompositionPlan {
    /** Name of the application. */
    readonly name: string;
    readonly mode: ComposeMode;
    /** Those components of the application into which something is put. */
    readonly components: readonly ComposedComponent[];
}
/** An application folder, and how it came about. */
interface ComposedApp extends Application, CompositionPlan {
}

/**
 * Puts components into a Spin application and writes an application folder that holds everything that is
 * needed to deploy it, which real Spin takes as it is.
 *
 * Each component goes where its exports fit what a component of the application imports and leaves open. Several
 * of one interface become a chain in the order given, or a choice; one that imports what another one exports gets
 * it. Nothing is composed before every component was compared with the interfaces in question.
 *
 * @param app Folder of the application, or its manifest.
 * @param components What is to be put into it.
 * @param options Where to, and how.
 * @returns Where it is, what was connected, and what stays open. The same input gives the same bytes.
 * @throws AirlockError `usage-invalid` (names and options); `input-not-found`, `input-unreadable`,
 * `input-too-large` (a component or what is composed, over 128 MiB); `manifest-invalid`, also for a source on the
 * network; `component-malformed`; `plug-unmatched` where components do not fit (details: `findings`, `nearMisses`,
 * `openImports`, `exports`); `plug-ambiguous`; `plug-cycle`; `middleware-unsupported`; `import-not-granted` (details:
 * `findings`) where one imports what its policy does not allow; `policy-invalid`; `document-invalid` with line and
 * column; `compose-failed`, also where one would take the place of the host; those of the build commands;
 * `output-unwritable`; `aborted`. The folder is then as it was.
 *
 * @example
 * ```ts
 * const component = await readFile('pirate.wasm')
 * const app = await composeApp(templatePath(), [{ name: 'pirate', component }], { out: 'build/app' })
 * console.log(app.path, app.components)
 * ```
 */
declare function composeApp(app: string, components: readonly ComponentInput[], options: ComposeOptions): Promise<ComposedApp>;

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
    /** Name of its export that satisfies, where the manifest says one. */
    readonly export: string | null;
    /** Imports of the component that it satisfies. */
    readonly satisfies: readonly string[];
    /** Does it get what the component is granted? */
    readonly inherits: boolean;
    /** `null` where it is not a local file, or is a core module. */
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
    /** What stays open of its imports, and who has to satisfy it; empty where `contents` is `null`. */
    readonly imports: readonly GraphImport[];
    /** `null` where the source is not a local file, or is a core module. */
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
 *   over 128 MiB), `manifest-invalid`, `component-malformed` for a source that is no WebAssembly. A component
 *   that is broken inside is read as far as it goes; its `incomplete` says so.
 *
 * @example
 * const graph = await readGraph('my-app')
 * console.log(await formatGraph(graph, 'text'))
 */
declare function readGraph(app: string): Promise<AppGraph>;

/**
 * Says what would be put where, with everything that {@link composeApp} checks of components and interfaces, and
 * writes nothing. Whether the other files of the application are there is seen when it is written.
 *
 * @param app Folder of a Spin application, or its manifest.
 * @param components What is to be put into it, in the order in which several of one interface are to answer.
 * @param options How.
 * @returns What would be connected, what would stay open, and the WAC document that says so.
 * @throws AirlockError those of {@link composeApp}.
 *
 * @example
 * ```ts
 * const { components } = await planComposition('my-app', [{ name: 'pirate', component: bytes }])
 * console.log(components[0]?.document)
 * ```
 */
declare function planComposition(app: string, components: readonly ComponentInput[], options?: PlanOptions): Promise<CompositionPlan>;

/** What a project is: an application that takes components, or a component. */
type ProjectKind = 'app' | 'python' | 'typescript';
/** What an application and its components have between them, where no WIT says so. */
type ProjectTemplate = 'prompt' | 'filter';
interface CreateProjectOptions {
    /** Folder of the project: new, or empty. @default a folder of its name in the working directory */
    readonly out?: string;
    /** `prompt`: around a language model. `filter`: a text in, a text out. Not together with `wit`. @default 'prompt' */
    readonly template?: ProjectTemplate;
    /** WIT of the interface: path of a folder or file, or its files. @default that of the template */
    readonly wit?: WitFiles | string;
    /** World of that WIT whose exports a component has. @default the only one that exports something */
    readonly world?: string;
}
/** A project that was written. */
interface CreatedProject {
    readonly kind: ProjectKind;
    readonly name: string;
    /** Its folder, absolute. */
    readonly path: string;
    /** Relative POSIX paths of what was written. */
    readonly files: readonly string[];
    /** Command lines that test, build and run it, for its folder; words in capitals are to be filled in. */
    readonly commands: readonly string[];
}
/**
 * Writes a new project that builds, tests and runs as it is: an application that takes components, or a component in
 * Python or TypeScript. Nothing is run and nothing is fetched.
 *
 * @param kind What is to be written.
 * @param name In kebab-case; also the name of its npm package, and of its component of Spin.
 * @param options Where, and for which interface.
 * @returns What was written, and what to do next.
 * @throws AirlockError `usage-invalid` for a name, kind or template that is none; `input-not-found`, `wit-invalid`,
 * `world-unknown`; `world-unsupported` naming the function or type for which no code can be written ahead;
 * `output-unwritable` for a folder that holds something. Nothing is written then.
 * @example
 * const { path, commands } = await createProject('python', 'shout', { template: 'filter' })
 */
declare function createProject(kind: ProjectKind, name: string, options?: CreateProjectOptions): Promise<CreatedProject>;

/** The folder of the application that comes with Airlock: prompts through a component and a language model. */
declare function templatePath(): string;

export { composeApp, createProject, formatGraph, graphFormats, planComposition, readAppFolder, readGraph, templatePath, writeAppFolder };
export type { AppChanges, AppComponent, AppFolder, AppGraph, AppRecord, ComponentInput, ComposeMode, ComposeOptions, ComposedApp, ComposedComponent, CompositionPlan, Connection, CreateProjectOptions, CreatedProject, GraphComponent, GraphContents, GraphDependency, GraphEnd, GraphFormat, GraphGrants, GraphImport, GraphLink, GraphPart, GraphSource, GraphTrigger, PlanOptions, ProjectKind, ProjectTemplate, WriteAppOptions };
