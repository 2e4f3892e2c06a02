import { ManifestComponent, Manifest } from '@wasm-airlock/host';
export { ComponentDependency, ComponentSource, Manifest, ManifestComponent, ManifestHttpTrigger, ManifestProfile, ManifestTrigger, TomlTable, parseManifest } from '@wasm-airlock/host';
import { Application } from '@wasm-airlock/shared';
import { PlugConnection } from '@wasm-airlock/wac';
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

export { composeApp, readApp, readAppFolder, templatePath, writeAppFolder };
export type { AppChanges, AppComponent, AppFolder, ComposeOptions, ComposedApp, LoadedApp, WriteAppOptions };
