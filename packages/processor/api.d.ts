import { z } from 'zod';
import { ComposeMode } from '@wasm-airlock/compose';
import { LlmChoice } from '@wasm-airlock/deploy';
import { WitFiles, Language, WorldItem, Finding, CaseResult, TestResult, Deployment, StepName, ProgressEvent } from '@wasm-airlock/shared';
import { Policy } from '@wasm-airlock/wit-validate';
import { Sandbox } from '@wasm-airlock/host';

declare const callCase: z.ZodObject<{
    function: z.ZodString;
    args: z.ZodDefault<z.ZodArray<z.ZodUnknown>>;
    expect: z.ZodOptional<z.ZodUnknown>;
    error: z.ZodOptional<z.ZodUnknown>;
}, z.core.$strict>;
/** The schema of `cases.toml`; published as JSON Schema in `cases.schema.json`. */
declare const casesSchema: z.ZodObject<{
    call: z.ZodDefault<z.ZodArray<z.ZodObject<{
        function: z.ZodString;
        args: z.ZodDefault<z.ZodArray<z.ZodUnknown>>;
        expect: z.ZodOptional<z.ZodUnknown>;
        error: z.ZodOptional<z.ZodUnknown>;
    }, z.core.$strict>>>;
    request: z.ZodDefault<z.ZodArray<z.ZodObject<{
        name: z.ZodOptional<z.ZodString>;
        method: z.ZodOptional<z.ZodString>;
        path: z.ZodOptional<z.ZodString>;
        headers: z.ZodOptional<z.ZodRecord<z.ZodString, z.ZodString>>;
        body: z.ZodOptional<z.ZodString>;
        llm: z.ZodOptional<z.ZodObject<{
            reply: z.ZodString;
        }, z.core.$strict>>;
        expect: z.ZodObject<{
            status: z.ZodOptional<z.ZodInt>;
            json: z.ZodOptional<z.ZodUnknown>;
            text: z.ZodOptional<z.ZodString>;
            prompt: z.ZodOptional<z.ZodString>;
        }, z.core.$strict>;
    }, z.core.$strict>>>;
}, z.core.$strict>;
/** One call of a function with what must come of it. With neither, it only has to return. */
type CallCase = z.output<typeof callCase>;
/** What `cases.toml` says. */
type Cases = z.output<typeof casesSchema>;
/** No cases at all. */
declare const noCases: Cases;
/**
 * Reads the text of a `cases.toml`.
 *
 * @param toml Text in TOML 1.0.
 * @param item The file as it is named in an error.
 * @returns The cases, with defaults filled in; a body without `content-type` gets one, JSON where it is JSON,
 * else plain text.
 * @throws AirlockError `cases-invalid` with the line of a syntax error (`details.line`, from 1) or the path
 * of the key that does not fit (`details.key`).
 */
declare function parseCases(toml: string, item?: string): Cases;

/** What a run can be told. */
interface ProcessOptions {
    /** WIT of the component: a folder or file, or its content. @default the source's `wit/`, else the prompt interface, but none for a `.wasm` that goes into an `app` */
    readonly wit?: string | WitFiles;
    /** World of that WIT. @default the only world that exports something */
    readonly world?: string;
    /** Python: keep the imports of WASI; the policy must then allow them. @default false */
    readonly wasi?: boolean;
    /** Deadline of the build, in milliseconds. @default 60_000 */
    readonly buildTimeoutMs?: number;
    /** What the component may import. @default nothing */
    readonly policy?: Policy;
    /** Calls and requests with what must come of them: a file, or its content. @default `cases.toml` beside the source, else none */
    readonly cases?: string | Cases;
    /** Folder of the Spin application that the component is plugged into. @default the prompt template */
    readonly app?: string;
    /** Id of the application's component that it goes into. @default the one whose open imports it fits */
    readonly into?: string;
    /** Into that component, or as its dependency, which Spin composes. @default 'plug' */
    readonly mode?: ComposeMode;
    /** Run the build commands of the application first. @default false */
    readonly build?: boolean;
    /**
     * Where the application takes `POST {"prompt": …}`, for the tests of what the LLM is asked; `false` for
     * one that does not. @default '/api/prompt' for a component with the prompt interface, else false
     */
    readonly promptPath?: string | false;
    /** Folder for `component.wasm` and `app/`. @default `.airlock/NAME` in the working directory */
    readonly out?: string;
    /** Where the application is deployed. @default 'local' */
    readonly target?: 'local';
    /** Port of the endpoint. @default one that is free */
    readonly port?: number;
    /** The LLM behind the endpoint. @default the deterministic echo model */
    readonly llm?: LlmChoice;
    /** Where build tools and transpiled code are kept. @default `AIRLOCK_CACHE_DIR`, else the user's cache folder */
    readonly cacheDir?: string;
    /** Where deployments are kept. @default `AIRLOCK_STATE_DIR`, else the user's state folder */
    readonly stateDir?: string;
    /** Stops the run; a deployment that is not ready is removed. */
    readonly signal?: AbortSignal;
}

/** The component of a run. */
interface ComponentReport {
    /** Absolute path of the file; absent while the component is not accepted yet. */
    readonly path?: string;
    /** Its size. */
    readonly bytes: number;
    /** Lower-case hexadecimal SHA-256. */
    readonly sha256: string;
    readonly language: Language;
    readonly imports: readonly WorldItem[];
    readonly exports: readonly WorldItem[];
}
/** How long a step took, in whole milliseconds. */
interface StepTime {
    readonly name: StepName;
    readonly ms: number;
}
/** Everything that a run found out; what `airlock run --json` prints. */
interface RunResult {
    readonly component: ComponentReport;
    readonly findings: readonly Finding[];
    /** One entry a `[[call]]`. */
    readonly cases: readonly CaseResult[];
    readonly app: {
        readonly path: string;
    };
    /** The tests of the application, then the requests to its endpoint. */
    readonly tests: readonly TestResult[];
    readonly deployment: Deployment;
    /** Every step that began, in its order. */
    readonly steps: readonly StepTime[];
}
/** A {@link RunResult} as far as the run has come. */
type KnownResult = {
    -readonly [Key in keyof RunResult]?: RunResult[Key];
};

/** A run under way. Iterating gives its events from the first one, and fails as the run fails. */
interface ProcessRun extends AsyncIterable<ProgressEvent> {
    /** Settles when the run is over. Rejects with an `AirlockError` whose `step` says where. */
    readonly result: Promise<RunResult>;
    /** What is known so far; after a failure, all that was found out before it. */
    readonly known: Readonly<KnownResult>;
}
/**
 * Takes a source that nobody trusts all the way to a live endpoint: componentize, validate, sandbox,
 * compose, test, deploy. A step that fails ends the run, so what fails a case is never deployed.
 *
 * @param source A Python or JavaScript/TypeScript file or folder, or a `.wasm` component.
 * @param options Each has a default.
 * @returns At once; the work goes on whether or not the events are read.
 * @example
 * const run = processSource('python-examples/pirate')
 * for await (const event of run) if (event.type === 'step-end') process.stdout.write(`${event.summary}\n`)
 * const { deployment } = await run.result
 */
declare function processSource(source: string, options?: ProcessOptions): ProcessRun;

/** What stops a call, beside the deadline of the sandbox. */
interface RunCasesOptions {
    readonly signal?: AbortSignal;
}
/** What cases are run against: a sandbox, or what answers like one. */
type CaseRunner = Pick<Sandbox, 'call' | 'functions'>;
/**
 * Runs calls in a sandbox, one after the other, and compares what comes of them with what is expected. Of a
 * function that returns `result<T, E>`, `expect` is the value of `ok` and `error` the value of `err`.
 *
 * @param sandbox An open sandbox; it stays open.
 * @param calls From `cases.toml`.
 * @param options How to stop.
 * @returns One result a call. A failure, expected or actual, has the form `{ error: … }`.
 * @throws AirlockError `function-unknown`, `function-ambiguous`, `arguments-invalid`: defects of the cases
 * themselves; `aborted`.
 */
declare function runCases(sandbox: CaseRunner, calls: readonly CallCase[], options?: RunCasesOptions): Promise<CaseResult[]>;

export { casesSchema, noCases, parseCases, processSource, runCases };
export type { CallCase, Cases, ComponentReport, KnownResult, ProcessOptions, ProcessRun, RunResult, StepTime };
