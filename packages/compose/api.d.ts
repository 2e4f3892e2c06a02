import { Manifest } from '@wasm-airlock/host';
export { ComponentDependency, ComponentSource, Manifest, ManifestComponent, ManifestHttpTrigger, ManifestProfile, ManifestTrigger, TomlTable, parseManifest } from '@wasm-airlock/host';
import { Application, WitFiles } from '@wasm-airlock/shared';
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

export { composeApp, createProject, readApp, templatePath };
export type { ComposeOptions, ComposedApp, CreateProjectOptions, CreatedProject, LoadedApp, ProjectKind, ProjectTemplate };
