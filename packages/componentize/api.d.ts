import { WitFiles, OnProgress, BuiltComponent, Language } from '@wasm-airlock/shared';

/** What a JavaScript component may use of its host; each one adds WASI imports to the component. */
type JavaScriptFeature = 'stdio' | 'clocks' | 'random' | 'http' | 'fetch-event';
/** How a source becomes a component. */
interface ComponentizeOptions {
    /**
     * The WIT package: its files, or the path of a folder or file.
     * @default the `wit/` folder of the source, else the prompt interface
     */
    readonly wit?: WitFiles | string;
    /**
     * Name of the world in the WIT package.
     * @default the only world, else the only one that exports something
     */
    readonly world?: string;
    /**
     * Python: keep the imports of WASI instead of replacing them by traps.
     * @default false
     */
    readonly wasi?: boolean;
    /**
     * JavaScript and TypeScript: what the engine may use.
     * @default none
     */
    readonly features?: readonly JavaScriptFeature[];
    /**
     * Deadline of the build tool, in milliseconds. Installing tools and dependencies has its own.
     * @default 60_000
     */
    readonly timeoutMs?: number;
    /**
     * Resident memory that all processes of a build may use together, in bytes.
     * @default 2 GiB
     */
    readonly maxMemoryBytes?: number;
    /**
     * What a build may write, and how large a component may be, in bytes.
     * @default 128 MiB
     */
    readonly maxOutputBytes?: number;
    readonly onProgress?: OnProgress;
    /** Ends the build and removes all it made; the promise rejects with `aborted`. */
    readonly signal?: AbortSignal;
    /**
     * The Python that makes the tool environment; 3.10 or newer, with venv.
     * @default AIRLOCK_PYTHON, else python3, python or py on the PATH
     */
    readonly pythonPath?: string;
    /**
     * Where tools are kept between builds.
     * @default AIRLOCK_CACHE_DIR, else the cache folder of the user
     */
    readonly cacheDir?: string;
}

/**
 * Makes a WebAssembly component from source: a Python file or folder, a JavaScript or TypeScript file or
 * folder, or a finished `.wasm` component, which is taken as it is.
 *
 * Strangers' code is built from a throw-away copy, in a process group with a clean environment, a
 * deadline and a memory cap; nothing of it outlives the call.
 *
 * @param source Path of the source; relative paths start at the working folder.
 * @param options WIT, world, limits and progress.
 * @returns The bytes of a component that fits the world, with their SHA-256.
 * @throws AirlockError with a code for each thing that can be wrong with a source, a WIT package or the
 *   machine; its message names files as the caller named them.
 * @example
 * const { bytes, sha256 } = await componentizeSource('python-examples/pirate')
 */
declare function componentizeSource(source: string, options?: ComponentizeOptions): Promise<BuiltComponent>;

/**
 * Says in which language a source is written, by the names of its files.
 *
 * @param source Path of a file or folder; relative to the working folder where it is relative. In a
 *   folder its top counts, and `src/` where the top holds no source.
 * @throws AirlockError `input-not-found`, `input-unreadable`, `source-unrecognised`, `source-ambiguous`.
 * @example
 * await detectLanguage('python-examples/pirate') // 'python'
 */
declare function detectLanguage(source: string): Promise<Language>;

export { componentizeSource, detectLanguage };
export type { ComponentizeOptions, JavaScriptFeature };
