import { z } from 'zod';
import { LlmProvider, LlmRequest, LogLine, SpinApp } from '@wasm-airlock/host';
import { TestResult } from '@wasm-airlock/shared';

/**
 * The schema of one `[[request]]` of a `cases.toml`: a request, what the scripted LLM replies, and what
 * must come of it.
 */
declare const requestCaseSchema: z.ZodObject<{
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
}, z.core.$strict>;
/** A request to an application with what must come of it. */
type RequestCase = z.output<typeof requestCaseSchema>;

/** An LLM that says what it is told and remembers what it was asked. */
interface ScriptedLlm extends LlmProvider {
    /** Every call so far, the first one first. */
    readonly calls: readonly LlmRequest[];
    /** Sets what is answered from now on and forgets the calls; `undefined` for the default. */
    script(reply: string | undefined): void;
}
/**
 * Makes an LLM for tests: deterministic, without network, with every call on record.
 *
 * @param reply What it answers. @default `echo: ` and the whole prompt, as the built-in echo model does
 * @returns A provider for `createSpinHost`. A word counts as a token.
 */
declare function createScriptedLlm(reply?: string): ScriptedLlm;

/** What every guest that the tests start is given. */
interface GuestOptions {
    /**
     * Folder of the cache for transpiled code.
     * @default `AIRLOCK_CACHE_DIR` of the environment, else the user's cache folder
     */
    readonly cacheDir?: string;
    /** Ends the tests. */
    readonly signal?: AbortSignal;
}

/** What to test beyond what every application has to do. */
interface TestAppOptions extends GuestOptions {
    /** Requests with what must come of them, each to a fresh instance. @default none */
    readonly requests?: readonly RequestCase[];
    /**
     * The untrusted component that the application holds. It is called by itself too, so that `before` and
     * `after` are compared with what it really returns. It must need no imports and no state between the two.
     * @default what the application says of its stages is compared with what the LLM was asked
     */
    readonly component?: Uint8Array;
    /**
     * Where the application takes `POST {"prompt": …}` and answers with all stages; `false` for one that
     * does not, which leaves the tests of prompt and model out.
     * @default '/api/prompt'
     */
    readonly promptPath?: string | false;
    /** Values of the application's variables; the others have their defaults. @default none */
    readonly variables?: Readonly<Record<string, string>>;
    /** Takes each line that a component prints or that the host has to say about it. @default none */
    readonly onLog?: (line: LogLine, component: string) => void;
}
/** What came of the tests, in the order in which they ran. */
interface TestReport {
    readonly ok: boolean;
    readonly tests: readonly TestResult[];
}
/**
 * Tests a Spin application as a whole: all its components run in the host as they are deployed, only the LLM
 * is scripted. Every request meets a fresh instance; key-value stores and databases are empty at first and
 * gone afterwards.
 *
 * @param app Folder with a `spin.toml`, the path of a manifest, or what `readSpinApp` of the host returned.
 * @param options Requests of the author, the untrusted component, the API.
 * @returns One result a test; what the application does wrong is never thrown.
 * @throws AirlockError `manifest-invalid`, `input-not-found`, `variable-missing`, `validation-failed`,
 *   `transpile-failed` and others where the application cannot be started at all, `aborted`.
 *
 * @example
 * const { ok, tests } = await testApp('out/app', {
 *   requests: [{ method: 'POST', path: '/', body: 'Hi', llm: { reply: 'Ahoy' }, expect: { text: 'Ahoy!' } }],
 * })
 */
declare function testApp(app: string | SpinApp, options?: TestAppOptions): Promise<TestReport>;

export { createScriptedLlm, requestCaseSchema, testApp };
export type { RequestCase, ScriptedLlm, TestAppOptions, TestReport };
