import { ManifestComponent, Manifest } from '@wasm-airlock/host';
export { ComponentDependency, ComponentSource, Manifest, ManifestComponent, ManifestHttpTrigger, ManifestProfile, ManifestTrigger, TomlTable, parseManifest } from '@wasm-airlock/host';
import { OnProgress, Application } from '@wasm-airlock/shared';
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
}
/**
 * Reads the manifest of an application, of whatever triggers and components.
 *
 * @param path Its folder, or its manifest, which may have another name than `spin.toml`.
 * @returns What is written there; no component is read.
 * @throws AirlockError `input-not-found`, `input-unreadable`, `input-too-large` (over 1 MiB), `manifest-invalid`: also
 * where it is no UTF-8, or lies outside of its folder behind a link.
 */
declare function readAppFolder(path: string): Promise<AppFolder>;

/** What a manifest can hold where Airlock writes into it. */
type TomlValue = string | number | boolean | readonly TomlValue[] | {
    readonly [key: string]: TomlValue;
};
/** A value at a place: `{ path: ['component', 'web', 'source'], value: 'web.wasm' }`. */
interface ManifestEdit {
    readonly path: readonly (string | number)[];
    readonly value: TomlValue;
}

/** What a composition changes in an application. */
interface AppChanges {
    readonly edits: readonly ManifestEdit[];
    /** New content by path in the folder (POSIX, relative): it goes before what the application has there. */
    readonly files: Readonly<Record<string, Uint8Array>>;
    /** What the marker file is to say of the composition. */
    readonly record: Readonly<Record<string, unknown>>;
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

/**
 * Says what would be put where, with everything that {@link composeApp} checks, and writes nothing.
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

/** The folder of the application that comes with Airlock: prompts through a component and a language model. */
declare function templatePath(): string;

export { composeApp, planComposition, readAppFolder, templatePath, writeAppFolder };
export type { AppChanges, AppComponent, AppFolder, ComponentInput, ComposeMode, ComposeOptions, ComposedApp, ComposedComponent, CompositionPlan, Connection, PlanOptions, WriteAppOptions };
