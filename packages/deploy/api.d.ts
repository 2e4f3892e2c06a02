import { OnProgress, Deployment } from '@wasm-airlock/shared';
import { LlmProvider } from '@wasm-airlock/host';

/**
 * Checks that an application can be deployed without values for its variables: a deployment is given none, so there
 * has to be a default for each.
 *
 * @param application Its name, for the error.
 * @param variables `[variables]` of its manifest, by name.
 * @throws AirlockError `variable-missing` names all that have no default (`details.missing`).
 *
 * @example
 * checkVariables(app.name, app.variables) // of readSpinApp
 */
declare function checkVariables(application: string, variables: Readonly<Record<string, {
    readonly default?: string;
}>>): void;

/** The language model that a deployed application calls. */
type LlmChoice = 
/** Built in: answers `echo: ` and the whole prompt. */
{
    readonly kind: 'echo';
}
/** An OpenAI-compatible server. */
 | {
    readonly kind: 'openai';
    /** Base URL, with or without `/v1` at the end. */
    readonly url: string;
    /** Name of the environment variable that holds the key. @default no key is sent */
    readonly keyEnv?: string;
    /** Model of the server for every model of the application. @default the same names */
    readonly model?: string;
};
/**
 * Makes the provider that a choice stands for.
 *
 * @param aiModels Names that the application may ask for.
 * @throws AirlockError as `deployApp` does for its option `llm`.
 */
declare function createChosenLlm(choice: LlmChoice, aiModels: readonly string[]): LlmProvider;

/** Where deployments are kept. */
interface StateOptions {
    /** Folder of the state. @default `AIRLOCK_STATE_DIR` of the environment, else the user's data folder */
    readonly stateDir?: string;
}

/** How an application is deployed. */
interface DeployOptions extends StateOptions {
    /** Where it is to run: `local` is this machine. @default 'local' */
    readonly target?: 'local';
    /** TCP port on 127.0.0.1; 0 takes a free one, which the deployment keeps. @default 0 */
    readonly port?: number;
    /** The language model that it calls. @default the built-in echo */
    readonly llm?: LlmChoice;
    /**
     * Folder of the cache for transpiled code, which spares starts and restarts a second or more.
     * @default `AIRLOCK_CACHE_DIR` of the environment, else the user's cache folder
     */
    readonly cacheDir?: string;
    /** Milliseconds until the application must answer. @default 60_000 */
    readonly timeoutMs?: number;
    /** Told what is being done. */
    readonly onProgress?: OnProgress;
    /** Ends the deployment early; then nothing is left of it. */
    readonly signal?: AbortSignal;
}
/**
 * Deploys a Spin application: copies it into the state folder, starts it under a supervisor that
 * outlives this process and starts it again when it crashes, and waits until it answers `GET /` with a
 * status below 500. On any failure nothing is left: no process, no folder. What it writes to its key-value
 * stores and databases lasts as long as the deployment.
 *
 * @param app Folder with a `spin.toml`, or that file.
 * @throws AirlockError `manifest-invalid`, `input-not-found`, `variable-missing`, `llm-key-missing`, `port-in-use`,
 *   `deploy-failed` and `deploy-timeout` (both with the last lines of the log in `details.log`),
 *   `output-unwritable`, `usage-invalid`, `aborted`, and what validation says of the component.
 *
 * @example
 * const { id, endpoint } = await deployApp('./my-app', { llm: { kind: 'echo' } })
 * await fetch(endpoint, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'hello' })
 * await stopDeployment(id)
 */
declare function deployApp(app: string, options?: DeployOptions): Promise<Deployment>;

/** What a deployment is doing. */
type DeploymentState = 'starting' | 'running' | 'restarting' | 'failed' | 'stopped';

/** A deployment as it is now. */
interface DeploymentInfo {
    readonly id: string;
    readonly target: 'local';
    /** Base URL; `null` where it never answered or its record is damaged. */
    readonly endpoint: string | null;
    /** `stopped` also where its processes are gone without a word: killed, or the machine was restarted. */
    readonly state: DeploymentState;
    /** When it was deployed, ISO 8601 in UTC; `null` where its record is damaged. */
    readonly since: string | null;
    /** Name of the application; `null` where its record is damaged. */
    readonly app: string | null;
}
/**
 * Lists all deployments of the user, oldest first. What a record says is believed only while the
 * process that wrote it lives. A damaged record is listed as `failed`.
 *
 * @throws AirlockError `input-unreadable` where the state folder cannot be read.
 */
declare function listDeployments(options?: StateOptions): Promise<DeploymentInfo[]>;

/**
 * Reads what is kept of the log of a deployment: at least the last mebibyte, one event a line, with
 * control characters escaped.
 *
 * @param id As {@link deployApp} returned it.
 * @throws AirlockError `deployment-unknown`.
 */
declare function readLogs(id: string, options?: StateOptions): Promise<string>;

/** How a deployment is stopped. */
interface StopOptions extends StateOptions {
    /** Milliseconds that requests in flight and the processes have to end before they are killed. @default 12_000 */
    readonly timeoutMs?: number;
}
/**
 * Stops a deployment, in whatever state it is, and removes it with its log. Requests in flight may
 * end first.
 *
 * @param id As {@link deployApp} returned it.
 * @throws AirlockError `deployment-unknown`; `input-unreadable` where its record is damaged;
 *   `output-unwritable` where its folder cannot be removed.
 */
declare function stopDeployment(id: string, options?: StopOptions): Promise<void>;

export { checkVariables, createChosenLlm, deployApp, listDeployments, readLogs, stopDeployment };
export type { DeployOptions, DeploymentInfo, DeploymentState, LlmChoice, StateOptions, StopOptions };
