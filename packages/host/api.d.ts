import { ErrorCode, WorldItem, FunctionSignature } from '@wasm-airlock/shared';
import { TracerProvider } from '@opentelemetry/api';
import { Policy } from '@wasm-airlock/wit-validate';

/** How a text is to be generated: the `inferencing-params` of `fermyon:spin/llm@2.0.0`. */
interface LlmParams {
    /** Most tokens that may be generated. Spin's default is 100. */
    readonly maxTokens: number;
    /** How strongly a repeated sequence is avoided. Spin's default is 1.1. */
    readonly repeatPenalty: number;
    /** How many of the last tokens the penalty looks at. Spin's default is 64. */
    readonly repeatPenaltyLastNTokenCount: number;
    /** Randomness, 0 and up. Spin's default is 0.8. */
    readonly temperature: number;
    /** From how many of the likeliest tokens the next one is chosen. Spin's default is 40. */
    readonly topK: number;
    /** From which share of the likelihood the next token is chosen, 0 to 1. Spin's default is 0.9. */
    readonly topP: number;
}
/** One call of `fermyon:spin/llm@2.0.0#infer`. The host has checked `model` against `ai_models`. */
interface LlmRequest {
    /** Model name as the application gave it. */
    readonly model: string;
    readonly prompt: string;
    readonly params: LlmParams;
}
/** What a model answered: the `inferencing-result` of `fermyon:spin/llm@2.0.0`. */
interface LlmResult {
    readonly text: string;
    readonly usage: {
        readonly promptTokenCount: number;
        readonly generatedTokenCount: number;
    };
}
/** One call of `fermyon:spin/llm@2.0.0#generate-embeddings`. The host has checked `model` against `ai_models`. */
interface LlmEmbedRequest {
    /** Model name as the application gave it. */
    readonly model: string;
    readonly texts: readonly string[];
}
/** The `embeddings-result` of `fermyon:spin/llm@2.0.0`. */
interface LlmEmbeddings {
    /** One vector a text, in the order of the texts. Its numbers become 32-bit floats. */
    readonly embeddings: readonly (readonly number[])[];
    readonly usage: {
        readonly promptTokenCount: number;
    };
}
/** Something that answers prompts. It runs in the trusted process, never in the guest's. */
interface LlmProvider {
    /**
     * Answers one prompt.
     *
     * @param request Model, prompt and parameters.
     * @param signal Ends the call early.
     * @throws AirlockError `llm-failed`; its message may be shown to the guest and holds no secret.
     */
    infer(request: LlmRequest, signal?: AbortSignal): Promise<LlmResult>;
    /**
     * Turns texts into vectors. A provider without it has no model for that: the guest is told
     * `model-not-supported`.
     *
     * @param request Model and texts.
     * @param signal Ends the call early.
     * @throws AirlockError as `infer` does.
     */
    embed?(request: LlmEmbedRequest, signal?: AbortSignal): Promise<LlmEmbeddings>;
}

/** How the path of a request led to a component; Spin tells it to the component in headers. */
interface MatchedRoute {
    /** The route as the manifest has it: `/users/:id/...`. */
    readonly raw: string;
    /** What all routes of the application stand below. Always `/`. */
    readonly base: string;
    /** The route with the base before it, without a slash at the end; `''` for `/`. */
    readonly matched: string;
    /** What of the path the `...` stands for: `/a/b`, or `''`. */
    readonly pathInfo: string;
    /** What the named segments stand for, as they are in the path: `{ id: '7' }`. */
    readonly params: Readonly<Record<string, string>>;
}

/** What a host is doing at this moment. */
interface HostStats {
    /** Does it take requests? */
    readonly ready: boolean;
    /** Requests that an instance works on. */
    readonly running: number;
    /** Requests that wait for a turn. */
    readonly waiting: number;
    /** Worker processes. */
    readonly workers: number;
    /** Instances that are made, whether they work on a request or not. */
    readonly instances: number;
    /** Resident memory of all workers together; 0 where the system does not tell. */
    readonly guestMemoryBytes: number;
}

/** The body of a response, as it comes; to be read once. Who leaves before its end ends the request. */
interface AppBody extends AsyncIterable<Uint8Array> {
    /** All of it, where it came at once. */
    readonly whole: Uint8Array | undefined;
    /**
     * Reads all of it.
     *
     * @param maxBytes Most bytes. @default no limit but the host's
     * @throws RangeError where it is larger.
     */
    bytes(maxBytes?: number): Promise<Uint8Array>;
}

/** Header fields in order, repeated names allowed. Values are latin-1, as HTTP has them. */
type AppHeaders = readonly (readonly [name: string, value: string])[];
/** One HTTP request for an application. */
interface AppRequest {
    /** In capitals as a rule: `GET`. */
    readonly method: string;
    /** Path and query: `/api/prompt?x=1`. */
    readonly path: string;
    readonly headers: AppHeaders;
    /** Empty where the request has none. One that comes in parts is read as fast as the application takes it. */
    readonly body: Uint8Array | AsyncIterable<Uint8Array>;
    /** What comes after the body. @default nothing */
    readonly trailers?: Promise<AppHeaders>;
    /** Host and port that the client asked for: `127.0.0.1:3000`. */
    readonly authority?: string;
    /** Its name in events and in lines of the log. @default a random UUID, in events only */
    readonly id?: string;
    /** Address and port of the client. @default none that is known */
    readonly clientAddress?: string;
    /** How the path led to this component; absent where nothing was routed. */
    readonly route?: MatchedRoute;
    /** Nobody waits for the answer any longer: the instance is ended, wherever it is. */
    readonly signal?: AbortSignal;
}
/** What an application answered. */
interface AppResponse {
    /** 200 to 599. */
    readonly status: number;
    readonly headers: AppHeaders;
    /** Comes as the application writes it. Reading fails where the application does before it has finished. */
    readonly body: AppBody;
    /** What came after the body. */
    readonly trailers: Promise<AppHeaders>;
}
/** An application that is ready to take requests, one fresh instance each. */
interface AppHost extends AsyncDisposable {
    /**
     * Hands one request to a fresh instance. A trap, an exit or a deadline in the application is a
     * response (500 or 504), not an exception; after the response has begun, its body is cut off.
     */
    handle(request: AppRequest): Promise<AppResponse>;
    /** What it is doing at this moment. */
    stats(): HostStats;
    /** Ends the processes of the application. Safe to call twice. */
    close(): Promise<void>;
}

/**
 * How far a request may go: to whatever address its host has, where an entry names that host, else to
 * addresses of the public internet only, so that no pattern opens the machine or the network around it.
 */
type OutboundReach = 'anywhere' | 'public';

/** A request that an application makes; its host is allowed already. */
interface OutboundRequest {
    readonly method: string;
    readonly url: string;
    readonly headers: AppHeaders;
    /** Empty where the request has none. One that comes in parts is to be read once. */
    readonly body: Uint8Array | AsyncIterable<Uint8Array>;
    /** What comes after the body. @default nothing */
    readonly trailers?: Promise<AppHeaders> | undefined;
    /** May it go to an address outside of the public internet? */
    readonly reach: OutboundReach;
    /** What the application asks for, each in milliseconds. @default no limits but that of its own request */
    readonly timeouts?: OutboundTimeouts | undefined;
}
interface OutboundTimeouts {
    /** For the connection. */
    readonly connectMs?: number | undefined;
    /** From then on until the head of the answer. */
    readonly firstByteMs?: number | undefined;
    /** For each wait for a part of the body. */
    readonly betweenBytesMs?: number | undefined;
}
/** What came back. */
interface OutboundResponse {
    readonly status: number;
    readonly headers: AppHeaders;
    readonly body: Uint8Array | AsyncIterable<Uint8Array>;
    /** What came after the body. @default nothing */
    readonly trailers?: Promise<AppHeaders>;
    /** Called where the rest of the body is not wanted. */
    readonly cancel?: () => void;
}
/**
 * Makes one request.
 *
 * @throws OutboundError says why there is no answer; anything else is `destination-unavailable`.
 */
type FetchOutbound = (request: OutboundRequest, signal: AbortSignal) => Promise<OutboundResponse>;

/** A folder of the host that a guest may use. */
interface Preopen {
    /** Path of an existing folder on the host; links in it are followed once, when the folder is opened. */
    readonly host: string;
    /** What the guest calls it, from `/`: `/data`. */
    readonly guest: string;
    /** May the guest change anything in it? @default false */
    readonly writable?: boolean;
}

/** One `[variables]` entry. */
interface SpinVariable {
    /** Absent where a value is required. */
    readonly default?: string;
    /** Is its value kept out of whatever is printed? */
    readonly isSecret: boolean;
}
/** One component of an application, with what it is granted. */
interface SpinComponent {
    /** `prompt-app`; one that stands inside a trigger gets the id that Spin would give it. */
    readonly id: string;
    /** The bytes of the component. */
    readonly component: Uint8Array;
    readonly description?: string;
    /** Its variables: templates over those of the application. */
    readonly variables: Readonly<Record<string, string>>;
    readonly environment: Readonly<Record<string, string>>;
    /** Patterns of files, or folders with the place where they appear. */
    readonly files: readonly (string | {
        readonly source: string;
        readonly destination: string;
    })[];
    readonly excludeFiles: readonly string[];
    readonly keyValueStores: readonly string[];
    readonly sqliteDatabases: readonly string[];
    readonly aiModels: readonly string[];
    /** Templates: `https://{{ host }}`. */
    readonly allowedOutboundHosts: readonly string[];
}
/** An answer that needs no component. */
interface SpinStaticResponse {
    readonly status: number;
    readonly headers: readonly (readonly [name: string, value: string])[];
    readonly body: string;
}
/** One `[[trigger.http]]`. */
type SpinTrigger = {
    /** `/users/:id/...`; `null` for a private one, which only other components reach. */
    readonly route: string | null;
} & ({
    readonly component: string;
} | {
    readonly staticResponse: SpinStaticResponse;
});
/** A Spin application: what its manifest says, and the components that its triggers run. */
interface SpinApp {
    /** Real path of its folder. */
    readonly path: string;
    readonly name: string;
    readonly version?: string;
    readonly variables: Readonly<Record<string, SpinVariable>>;
    readonly components: readonly SpinComponent[];
    readonly triggers: readonly SpinTrigger[];
}

/** A value of SQLite: a bigint is an integer, a number is a real. */
type SqlValue = null | bigint | number | string | Uint8Array;

/** A SQLite database; what a component writes is there for it, and the other way about. */
interface SpinDatabase {
    /**
     * Runs one statement, on a connection of this handle's own: `BEGIN` begins a transaction that later
     * statements are part of.
     *
     * @param parameters A whole number up to 2^53 is an integer, as a bigint is; other numbers are reals.
     * @returns The rows, in the order of `columns`. An integer is a number where that holds it exactly, otherwise
     *   a bigint; a blob is a `Uint8Array`.
     * @throws AirlockError `sql-failed`
     */
    execute(statement: string, parameters?: readonly SqlValue[]): Promise<{
        columns: string[];
        rows: SqlValue[][];
    }>;
}

/** A key-value store; what a component writes is there for it, and the other way about. */
interface SpinStore {
    /** @returns `undefined` where the key is not there. */
    get(key: string): Promise<Uint8Array | undefined>;
    /**
     * @param key At most 4096 bytes of UTF-8.
     * @param value At most 1 MiB.
     */
    set(key: string, value: Uint8Array): Promise<void>;
    delete(key: string): Promise<void>;
    exists(key: string): Promise<boolean>;
    /** Every key, in the order of their bytes. */
    keys(): Promise<string[]>;
}

/** Where an application keeps its data, and how much of it. */
interface SpinStorageOptions {
    /**
     * Folder for key-value stores and databases, made where it is not there; its files are those of `spin up` in
     * `.spin`. @default a throw-away folder: what is written is gone with the host
     */
    readonly stateDir?: string;
    /** Most bytes of all key-value stores together, and of each database. @default 256 MiB */
    readonly maxDatabaseBytes?: number;
    /** Milliseconds for one SQL statement; one that takes longer is ended with its connection. @default 5_000 */
    readonly statementTimeoutMs?: number;
}
/** What the components of an application keep, for whoever runs or tests it. */
interface SpinStorage extends AsyncDisposable {
    /**
     * A key-value store.
     *
     * @param label Whether a manifest names it or not.
     * @throws AirlockError `usage-invalid` for a label that no manifest could name.
     */
    store(label: string): SpinStore;
    /**
     * A database; always the same one for a label.
     *
     * @param label Whether a manifest names it or not.
     * @throws AirlockError `usage-invalid` for a label that no manifest could name.
     */
    database(label: string): SpinDatabase;
    /**
     * What is kept now, in every store and database. Waits for what runs; a transaction that is open is not part
     * of it.
     *
     * @throws AirlockError `output-unwritable` where there is no room for it; `usage-invalid` once the storage is
     *   closed.
     */
    snapshot(): Promise<StorageSnapshot>;
    /**
     * Puts all of it back; where nothing was written since, nothing is done. Transactions that are open are
     * lost; other connections go on with what is there then. With a `stateDir`, no other process may have its
     * files open.
     *
     * @param snapshot Of this storage. @default everything is empty
     * @throws AirlockError `usage-invalid` for a snapshot of another one, and once it is closed;
     *   `output-unwritable` where there is no room for it.
     */
    restore(snapshot?: StorageSnapshot): Promise<void>;
    /** Ends its processes. Safe to call twice. */
    close(): Promise<void>;
}
declare const opaque: unique symbol;
/** What a storage held at one time. It lives as long as the storage, and belongs to it. */
interface StorageSnapshot {
    readonly [opaque]: true;
}
/** What a component names of what lasts. */
type Kept = Pick<SpinComponent, 'keyValueStores' | 'sqliteDatabases'>;
type KeptApp = {
    readonly components: readonly Kept[];
};
/**
 * Opens what the components of an application keep, to look into it or to prepare it, and to put it back
 * between two tests. A host that is given it uses it instead of opening its own, and leaves it open.
 *
 * @param app The folder for what it names is made at once; other labels are opened by their first use.
 * @throws AirlockError `output-unwritable` where the folder cannot be had.
 *
 * @example
 * const app = await readSpinApp('my-app')
 * await using storage = await openSpinStorage(app)
 * await storage.store('default').set('greeting', new TextEncoder().encode('hello'))
 * const prepared = await storage.snapshot()
 * await using host = await createSpinHost(app, { llm: createEchoLlm(), storage })
 * // … requests …
 * await storage.restore(prepared)
 */
declare function openSpinStorage(app: KeptApp, options?: SpinStorageOptions): Promise<SpinStorage>;

/**
 * What a component is granted. Each grant lets it import the interfaces that belong to it; what is not
 * granted is not linked.
 */
interface Grants {
    /** Variables of `wasi:cli/environment`; none of the host's own are there. @default none */
    readonly environment?: Readonly<Record<string, string>>;
    /** Arguments of `wasi:cli/environment`, the name of the program first. @default none */
    readonly arguments?: readonly string[];
    /** What `wasi:cli/stdin` holds, from the start in each call; text is UTF-8. @default empty */
    readonly stdin?: Uint8Array | string;
    /** Lets it print (`wasi:cli/stdout`); `onLog` takes the lines. @default false */
    readonly stdout?: boolean;
    /** Lets it print (`wasi:cli/stderr`); `onLog` takes the lines. @default false */
    readonly stderr?: boolean;
    /** Folders of the host (`wasi:filesystem`), on Linux; no path and no link leads out of them. @default none */
    readonly preopens?: readonly Preopen[];
    /**
     * The clocks of `wasi:clocks`: those of the host, or ones that stand still.
     * @default not granted; real where a policy allows the import
     */
    readonly clock?: 'real' | FrozenTime;
    /**
     * The numbers of `wasi:random`: real ones, or the same sequence in each call, which is no secret.
     * @default not granted; real where a policy allows the import
     */
    readonly random?: 'real' | {
        readonly seed: string | number;
    };
    /**
     * Where `wasi:http/outgoing-handler` may go, in the form of `allowed_outbound_hosts`:
     * `https://api.example.com`, `http://127.0.0.1:8080`.
     * @default nowhere
     */
    readonly outboundHosts?: readonly (string | OutboundHost)[];
    /** Makes the requests that are allowed. @default over the network, without following redirects */
    readonly fetchOutbound?: FetchOutbound;
    /** Language models (`fermyon:spin/llm`). @default none */
    readonly llm?: LlmAccess;
    /** Values of `fermyon:spin/variables` and `wasi:config/store`. @default none */
    readonly variables?: Readonly<Record<string, string>>;
    /** Labels of key-value stores (`fermyon:spin/key-value`, `wasi:keyvalue`). @default none */
    readonly keyValue?: readonly string[];
    /** Labels of databases (`fermyon:spin/sqlite`). @default none */
    readonly sqlite?: readonly string[];
    /** Where stores and databases are kept, and how much of them. @default gone with the sandbox, 256 MiB each */
    readonly storage?: SpinStorageOptions;
}
/** A host with what may be asked of it. */
interface OutboundHost {
    /** `https://api.example.com`. */
    readonly host: string;
    /** HTTP methods, in capitals. @default all but CONNECT and TRACE */
    readonly methods?: readonly string[];
}
/** Clocks that show the same in each call. */
interface FrozenTime {
    /** Where they stand when a call begins: ISO 8601, milliseconds since 1970, or a `Date`. */
    readonly now: string | number | Date;
    /** Milliseconds that pass with each look at a clock; time also passes with what the guest waits. @default 0 */
    readonly advance?: number;
}
/** Language models that may be asked. */
interface LlmAccess {
    /** Names of models; others are refused. */
    readonly aiModels: readonly string[];
    readonly provider: LlmProvider;
}

/** Those that need no service. */
type WasiGrants = Pick<Grants, 'environment' | 'arguments' | 'stdin' | 'preopens' | 'clock' | 'random'>;

/** One line that a guest printed, or that its host has to say about it. */
interface LogLine {
    readonly stream: 'stdout' | 'stderr';
    /** Control characters made visible, without a line end. */
    readonly text: string;
    /** The limit that was met, where the line tells of one: `log-too-large`. */
    readonly code?: ErrorCode;
    /** The `id` of the request that it belongs to, where it has one. */
    readonly requestId?: string;
}

/** How loud an event is in a log. */
type LogLevel = 'debug' | 'info' | 'warn' | 'error';
/** An inference or embeddings that a guest asked for, after it has ended. */
interface LlmCalled {
    readonly type: 'llm-called';
    readonly operation: 'infer' | 'embed';
    /** As the guest gave it; of one that is `refused` it can be anything. */
    readonly model: string;
    readonly outcome: 'ok' | 'refused' | 'failed';
    readonly promptTokens: number;
    readonly generatedTokens: number;
    readonly durationMs: number;
}
/** An HTTP request that a guest made, after it has ended. */
interface OutboundRequested {
    readonly type: 'outbound-requested';
    /** As the guest gave it. */
    readonly method: string;
    /** Scheme, host and port; path and query are the guest's business. */
    readonly origin: string;
    readonly outcome: 'ok' | 'denied' | 'timeout' | 'too-large' | 'failed';
    /** Where there was an answer. */
    readonly status?: number;
    readonly durationMs: number;
}
/** Why a request has no answer of the application. */
type RequestFailure = 'trapped' | 'exited' | 'memory-exceeded' | 'deadline-exceeded' | 'cpu-time-exceeded' | 'queue-full' | 'body-too-large' | 'interrupted' | 'unusable';
/** What can happen to one request. */
type RequestEvent = {
    readonly type: 'request-started';
    readonly method: string;
    /** Without the query, which may hold secrets. */
    readonly path: string;
    /** W3C Trace Context, as the client sent it. */
    readonly traceparent?: string;
    readonly tracestate?: string;
}
/** It is answered; a body that comes in parts may still be on its way. */
 | {
    readonly type: 'request-ended';
    readonly status: number;
    readonly durationMs: number;
}
/** The application gave no answer, or broke off after it. */
 | {
    readonly type: 'request-failed';
    readonly code: RequestFailure;
    readonly text: string;
}
/** It was handed to an instance. */
 | {
    readonly type: 'instance-started';
    readonly worker: number;
    readonly waitedMs: number;
}
/** The instance did its last for the request, which may be after the answer. */
 | {
    readonly type: 'instance-ended';
    readonly worker: number;
    /** Is it to be put back into its initial state, for another request? */
    readonly outcome: 'reset' | 'discarded';
    readonly durationMs: number;
} | LlmCalled | OutboundRequested;
/** What can happen outside of any request, or where nobody knows for which one. */
type WorkerEvent = {
    readonly type: 'worker-started';
    readonly worker: number;
}
/** A worker has made instances, for requests or ahead of need. */
 | {
    readonly type: 'instances-made';
    readonly worker: number;
    readonly count: number;
} | {
    readonly type: 'worker-ended';
    readonly worker: number;
    /** `closed` with the host, `retired` to get rid of an instance, or `failed` by itself. */
    readonly outcome: 'closed' | 'retired' | 'failed';
    readonly text: string;
}
/** A line that the guest printed, control characters made visible. */
 | {
    readonly type: 'output';
    readonly stream: 'stdout' | 'stderr';
    readonly text: string;
}
/** What the host has to say. */
 | {
    readonly type: 'message';
    readonly level: LogLevel;
    readonly text: string;
};
/** An event as the part of the host gives it that knows of it. */
type HostEventBody = (RequestEvent & {
    readonly request: string;
}) | (WorkerEvent & {
    readonly request?: string;
});
/** Something that happened in a host. `request` is the same in all events of one request. */
type HostEvent = HostEventBody & {
    /** Milliseconds since 1970. */
    readonly time: number;
    /** Id of the component, where an application has a manifest. */
    readonly component?: string;
};
/** Takes what happens in a host, in its order. What it throws is dropped. */
type HostObserver = (event: HostEvent) => void;
/** One observer of several. Each is told, whatever the others do. */
declare function combineObservers(...observers: readonly HostObserver[]): HostObserver;

/** What becomes of transpiled code, which takes a second or two to make. */
interface CacheOptions {
    /**
     * Folder of the cache, for the user alone; the code lies in `transpiled` below it, at most 2 GiB.
     * @default `AIRLOCK_CACHE_DIR` of the environment, else the user's cache folder
     */
    readonly cacheDir?: string;
    /** `false` neither uses nor keeps transpiled code. @default true */
    readonly cache?: boolean;
}

/** What the engine lets a component have. */
interface EngineLimits {
    /** Most elements of one table of a core module. @default 1_000_000 */
    readonly maxTableElements?: number;
    /** Most core instances that make up one instance of the component. @default 1000 */
    readonly maxInstances?: number;
    /** Bytes of the stack, which limit how deeply calls nest, between 256 KiB and 4 MiB. @default 984 KiB */
    readonly maxStackBytes?: number;
}
/** How far a component may go. Each limit that is met ends that call alone, with an error of its own. */
interface Limits extends EngineLimits {
    /** Milliseconds for one call or request, the making of its instance included, `Infinity` for 24 days. @default 10_000; 30_000 in an application */
    readonly timeoutMs?: number;
    /** Milliseconds of processor time for one call, in a sandbox, on Linux; in steps of 10. @default no limit but the time */
    readonly cpuTimeMs?: number;
    /** Most bytes of one Wasm memory, rounded up to 64 KiB. @default 512 MiB; 1 GiB in an application */
    readonly maxMemoryBytes?: number;
    /** Most bytes of all arguments of a call, as the JSON that crosses the boundary. @default 16 MiB */
    readonly maxArgumentBytes?: number;
    /** Most bytes of the result of a call, as the JSON that crosses the boundary. @default 16 MiB */
    readonly maxResultBytes?: number;
    /** Most bytes of an HTTP body, in either direction, and of a prompt. @default 1 MiB */
    readonly maxBodyBytes?: number;
    /** Most bytes that one call or request may print; the rest is dropped, and a line says so. @default 64 KiB */
    readonly maxLogBytes?: number;
    /** Most bytes that one call or request may write to files; a file or folder that it makes counts 4 KiB. @default 64 MiB */
    readonly maxWriteBytes?: number;
    /** Most files and folders that one call or request may have open. @default 128 */
    readonly maxOpenFiles?: number;
}

/** How far an application goes. */
interface AppLimitOptions extends EngineLimits {
    /** The limits that mean the same in a sandbox; they go before those below. @default those of each limit */
    readonly limits?: Omit<Limits, 'maxArgumentBytes' | 'maxResultBytes'>;
    /**
     * Milliseconds for one request: its wait for a turn, the making of its instance, and all that the
     * instance does, after the response too.
     * @default 30_000
     */
    readonly requestTimeoutMs?: number;
    /**
     * Milliseconds that one request may keep the processor busy. While its guest waits, for the model say, the
     * clock stands still.
     * @default requestTimeoutMs
     */
    readonly cpuTimeMs?: number;
    /** Most bytes of one Wasm memory, rounded up to 64 KiB. @default 1 GiB */
    readonly maxMemoryBytes?: number;
    /**
     * Bytes that the memories of all instances may take together: how many requests are in flight follows from
     * what an instance takes. One is let in everywhere, however much it takes.
     * @default 1.5 GB
     */
    readonly maxGuestBytes?: number;
    /** Most bytes of a body, in either direction, and of a prompt. @default 10 MiB */
    readonly maxBodyBytes?: number;
    /** Most processes that run guests. One is started at once, more as load asks for. @default one a core */
    readonly workers?: number;
    /** Requests that wait for their turn beside those in flight; more are answered with 503. @default 256 */
    readonly maxWaiting?: number;
    /**
     * Bytes of what the host has answered to one request that are kept, so that a request can be run again
     * where another one has brought its worker down.
     * @default 1 MiB
     */
    readonly maxJournalBytes?: number;
}

/** What an application is granted, and how far it goes. */
interface AppHostOptions extends CacheOptions, AppLimitOptions {
    /** `ai_models` of the manifest: the models that it may ask. */
    readonly aiModels: readonly string[];
    /** `allowed_outbound_hosts` of the manifest, in Spin's form: `https://api.example.com`. */
    readonly allowedOutboundHosts: readonly string[];
    /** Answers its prompts. */
    readonly llm: LlmProvider;
    /** What it finds in WASI besides: environment, arguments, input, folders, clocks, random numbers. @default nothing, with real clocks and random numbers */
    readonly grants?: WasiGrants;
    /** Takes each line that it prints, why a request failed, and why the cache cannot be used. */
    readonly onLog?: (line: LogLine) => void;
    /**
     * Takes what happens, for logs (`formatHostEvent`), metrics (`createHostMetrics`) and traces
     * (`createHostTracer`).
     */
    readonly onEvent?: HostObserver;
    /** Makes the requests that are allowed. @default over the network, without following redirects */
    readonly fetchOutbound?: FetchOutbound;
    /** Most requests that one request of the application may make to others. @default 128 */
    readonly maxOutboundRequests?: number;
    /** Ends the application, whatever it is doing. */
    readonly signal?: AbortSignal;
}
/**
 * Makes a Spin HTTP application ready to take requests. Every request meets a fresh instance; many of
 * them run in one worker process, each suspended while it waits for the LLM or the network.
 *
 * @param component A component that exports `wasi:http/incoming-handler@0.2.x`.
 * @throws AirlockError `validation-failed` (details: `findings`), `import-not-granted`, `function-unknown`
 *   where there is no handler, `manifest-invalid` for an outbound host that cannot be read, `grants-invalid`,
 *   `transpile-failed`, `transpile-timeout`, `aborted`.
 */
declare function createAppHost(component: Uint8Array, options: AppHostOptions): Promise<AppHost>;

/**
 * The built-in language model: it answers `echo: ` and the whole prompt, whatever the model name
 * and the parameters say, so that what an application does around a model can be seen and tested.
 * Usage is counted by {@link countTokens}.
 *
 * Its embeddings are made of the words of a text, upper and lower case alike: the same text has the
 * same vector on every machine, texts that share words are near each other, and a text without words
 * is all zeros. Each has 64 numbers and, unless it is zero, length 1.
 */
declare function createEchoLlm(): LlmProvider & Required<Pick<LlmProvider, 'embed'>>;

/** Where a server of language models is and how it is to be used. */
interface LlmServerOptions {
    /** Base URL, `http` or `https`; no user name, query or fragment. */
    readonly url: string;
    /** Sent as `Authorization: Bearer …` to that URL alone. @default none */
    readonly key?: string;
    /** Milliseconds until the whole answer must be there, waits and repetitions included. @default 60_000 */
    readonly timeoutMs?: number;
    /** Largest answer that is read, in bytes. @default 4 MiB */
    readonly maxResponseBytes?: number;
    /** Calls that the server is sent at once; the others wait for their turn. @default 64 */
    readonly maxConcurrent?: number;
    /**
     * How often a request is sent again that the server cannot have acted on: no connection was made, or
     * it answered 429 or 503. `Retry-After` is honoured up to 30 s.
     * @default 2
     */
    readonly maxRetries?: number;
}

/** Where an OpenAI-compatible server is and how it is to be used. */
interface OpenAiLlmOptions extends LlmServerOptions {
    /** Base URL, `http` or `https`, with or without `/v1` at the end; no user name, query or fragment. */
    readonly url: string;
    /** Model of the application → model of the server; a name that is not listed is sent as it is. @default {} */
    readonly models?: Readonly<Record<string, string>>;
}
/**
 * A language model behind OpenAI's protocol. Prompts go to `POST {url}/v1/chat/completions`, as one
 * message of the user; texts for embeddings to `POST {url}/v1/embeddings`. Of the parameters
 * `max_tokens`, `temperature` and `top_p` are sent; top-k and the repeat penalty are not part of that
 * protocol, and servers refuse what they do not know. Where the server reports no usage, words are
 * counted.
 *
 * A redirect is never followed: it would carry the key somewhere else.
 *
 * @throws AirlockError `usage-invalid` where the URL, the key or a limit cannot be used. `infer` and
 *   `embed` throw `llm-failed` (its message holds neither the key nor anything the server said; what it
 *   said is in `details.serverMessage`, without the key) and `aborted`.
 *
 * @example
 * const llm = createOpenAiLlm({ url: 'http://127.0.0.1:11434', models: { 'llama2-chat': 'llama3.2' } })
 */
declare function createOpenAiLlm(options: OpenAiLlmOptions): LlmProvider & Required<Pick<LlmProvider, 'embed'>>;

/** Limits that Spin's configuration has no words for. */
type LlmRuntimeConfigOptions = Omit<LlmServerOptions, 'url' | 'key'>;
/**
 * Reads `[llm_compute]` of Spin's runtime configuration (`spin up --runtime-config-file`): `type =
 * "remote_http"` with `url`, `auth_token` and, for an OpenAI-compatible server, `api_type = "open_ai"`.
 * Spin's other type, a model within its own process, is not there. Other tables are left alone.
 *
 * @param toml The text of `runtime-config.toml`.
 * @returns `undefined` where it has no `[llm_compute]`.
 * @throws AirlockError `usage-invalid`, with the key that is wrong as its item; nothing of the text is
 *   repeated, because the text holds the token.
 *
 * @example
 * const llm = readLlmRuntimeConfig(await readFile('runtime-config.toml', 'utf8')) ?? createEchoLlm()
 */
declare function readLlmRuntimeConfig(toml: string, options?: LlmRuntimeConfigOptions): LlmProvider | undefined;

/**
 * A language model behind Spin's own remote protocol, which its `[llm_compute] type = "remote_http"`
 * speaks and the `spin-cloud-gpu` application answers: `POST {url}/infer` with model, prompt and
 * options, `POST {url}/embed` with model and input.
 *
 * A redirect is never followed: it would carry the key somewhere else.
 *
 * @throws AirlockError `usage-invalid` where the URL, the key or a limit cannot be used. `infer` and
 *   `embed` throw `llm-failed` and `aborted`; no message holds the key.
 *
 * @example
 * const llm = createSpinLlm({ url: 'https://example.fermyon.app', key: process.env.LLM_TOKEN })
 */
declare function createSpinLlm(options: LlmServerOptions): LlmProvider & Required<Pick<LlmProvider, 'embed'>>;

/** Limits on the files of an application, in bytes; that of a component is the one of its validation. */
declare const maximumManifestBytes: number;
declare const maximumComponentBytes: number;
/** The code of a failed file operation: `ENOENT`. */
declare function systemErrorCode(error: unknown): string;
/**
 * Reads a file that has to be inside of a folder, whatever links there are.
 *
 * @param folder The real path of the folder.
 * @param path As the manifest has it.
 * @param limit In bytes.
 * @param hint What to do where there is no such file.
 * @throws AirlockError `manifest-invalid` for a path that leads out of the folder, `input-not-found`,
 * `input-unreadable` or `input-too-large`.
 */
declare function readAppFile(folder: string, path: string, limit: number, hint: string): Promise<Uint8Array<ArrayBuffer>>;
/**
 * The real path of something that has to be inside of a folder.
 *
 * @param folder Its real path.
 * @throws AirlockError `manifest-invalid` where it is not, links included, and what `realpath` throws.
 */
declare function insideOf(folder: string, path: string): Promise<string>;

/**
 * Is this import of a component something that its application has to be granted? A component that is composed
 * into the application would share that.
 *
 * @returns `false` for what reaches nothing and tells nothing of an application, which the host has for everybody,
 *   and for types alone.
 */
declare function needsGrant(item: WorldItem): boolean;

/**
 * Does a dependency of this key satisfy the import? `a:b`, `a:b@1.0.0` and `a:b/c` all satisfy `a:b/c@1.0.0`.
 *
 * @param key As the manifest has it.
 * @param name Of an import.
 */
declare function matchesImport(key: string, name: string): boolean;
/**
 * The name under which Spin registers the dependency of a key, or that of an import: its package without the version,
 * `a:b` for `a:b/c@1.0.0`. A plain name stands for itself.
 */
declare function packageOfKey(key: string): string;

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
 * The ids of the triggers of one kind, with those that Spin gives to the ones that have none.
 *
 * @param kind `http`.
 * @param taken Ids that triggers of any kind have; those that are given are added.
 */
declare function triggerIds(triggers: readonly ManifestTrigger[], kind?: string, taken?: Set<string>): string[];
/**
 * The id that Spin gives to a component that stands inside a trigger.
 *
 * @param isOnly Does the trigger name no other component?
 */
declare function inlineId(triggerId: string, isTaken: (id: string) => boolean, isOnly?: boolean): string;

/** Would a pattern of `files` name a path, were there such a file? */
declare function matchesFile(path: string, pattern: string): boolean;

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
/**
 * Writes a manifest as TOML, by a serializer: no name or value can become another key.
 *
 * @param comment Lines that stand above it.
 */
declare function printManifest(manifest: Manifest, comment: readonly string[]): string;

/** A manifest, and the folder that its paths start from. */
interface LocatedManifest {
    /** Real path. */
    readonly folder: string;
    readonly manifest: Manifest;
}
/**
 * Finds and reads the manifest of a Spin application.
 *
 * @param path Its folder, or its `spin.toml`.
 * @throws AirlockError `input-not-found`, `input-unreadable`, `input-too-large` (over 1 MiB), `manifest-invalid`.
 */
declare function readManifest(path: string): Promise<LocatedManifest>;
/**
 * Finds the manifest of a Spin application, and reads nothing.
 *
 * @param path Its folder, or its `spin.toml`.
 * @returns The real path of its folder, and the name of the manifest in there.
 * @throws AirlockError `input-not-found`, `input-unreadable`.
 */
declare function locateManifest(path: string): Promise<{
    folder: string;
    name: string;
}>;

/**
 * Reads a Spin application: its manifest, and the components that its HTTP triggers run.
 *
 * @param path Its folder, or its `spin.toml`.
 * @returns Plain data; nothing is started. Components that no trigger names are left out.
 * @throws AirlockError `input-not-found`, `input-unreadable`, `input-too-large` (manifest over 1 MiB, component over
 *   128 MiB), `manifest-invalid`: also for a path that leads out of the folder, for a template with a variable that
 *   is not declared, and, by name, for what is not served: triggers other than HTTP, Wagi, sources on the network,
 *   dependencies of registries, and `allowed_http_hosts`; what {@link composeDependencies} throws.
 *
 * @example
 * const app = await readSpinApp('my-app')
 * console.log(app.triggers, app.components.map(({ id }) => id))
 */
declare function readSpinApp(path: string): Promise<SpinApp>;

/**
 * Finds the trigger that answers requests for a path, as the host routes them.
 *
 * @param app As {@link readSpinApp} reads it.
 * @param path Without a query: `/users/7`.
 * @returns `undefined` where no route fits, and for what the host answers itself: all below `/.well-known/spin/`.
 * @throws AirlockError `manifest-invalid` names a route that cannot be read.
 */
declare function findTrigger(app: Pick<SpinApp, 'triggers'>, path: string): SpinTrigger | undefined;

/**
 * Finds the files of a component; nothing is copied.
 *
 * @param app Real path of the application's folder.
 * @returns Where each file is in the application, by the place that it has in the component.
 * @throws AirlockError as {@link stageFiles}.
 */
declare function findFiles(app: string, component: Pick<SpinComponent, 'id' | 'files' | 'excludeFiles'>): Promise<ReadonlyMap<string, string>>;

/**
 * An event as one line of a structured log: a JSON object with `time` (ISO 8601), `level`, `event`,
 * `component` and `request` where it belongs to one, and what else the event has. No text of a guest can end the line,
 * or steer a terminal that it is shown on.
 *
 * @param event What happened.
 * @param least Events below this level are left out.
 * @returns Without a line end; `undefined` where the event is left out.
 *
 * @example
 * const onEvent = (event) => {
 *   const line = formatHostEvent(event)
 *   if (line !== undefined) process.stderr.write(`${line}\n`)
 * }
 */
declare function formatHostEvent(event: HostEvent, least?: LogLevel): string | undefined;

/** Metrics of one or more hosts, in the format that Prometheus reads. */
interface HostMetrics {
    /** Counts an event. */
    readonly observe: HostObserver;
    /** Media type of what `render` gives. */
    readonly contentType: string;
    /**
     * All metrics as text.
     *
     * @param stats What the host does at this moment; absent where only what has happened is of interest.
     */
    render(stats?: HostStats): Promise<string>;
}
/**
 * Counts what happens in a host. Labels have few values, all of them the host's or the manifest's: a
 * model has a name of its own only where it is granted, methods, paths and outbound hosts have none. What
 * belongs to a request has the component as a label, where the application has a manifest.
 *
 * @example
 * const metrics = createHostMetrics()
 * const host = await createAppHost(component, { ...options, onEvent: metrics.observe })
 * console.log(await metrics.render(host.stats()))
 */
declare function createHostMetrics(): HostMetrics;

/** How spans are made. */
interface HostTracerOptions {
    /** @default the provider that is registered with `@opentelemetry/api`, at the time of each span */
    readonly provider?: TracerProvider;
}
/**
 * Makes OpenTelemetry spans of what happens in a host: one a request, below it one for the time that an
 * instance works on it, below that one for each call of a language model and each outbound request.
 * Names and attributes are those of the semantic conventions of OpenTelemetry; prompts, answers, bodies,
 * queries and header fields are in none.
 *
 * A request continues the span that is active where the host is called, else that of the `traceparent`
 * that the client sent, read by whichever propagator is registered. Where no SDK is registered, spans
 * are the API's empty ones.
 *
 * @example
 * const host = await createAppHost(component, { ...options, onEvent: createHostTracer() })
 */
declare function createHostTracer(options?: HostTracerOptions): HostObserver;

/** A function that a sandbox can call. */
interface SandboxFunction extends FunctionSignature {
    /** `component:promptprocessor/promptmodification@0.0.1`; `null` for a function of the world itself. */
    readonly interface: string | null;
}
/**
 * Finds a function by a name as people write it.
 *
 * @param functions Where to look.
 * @param name `before` (a function of the world itself goes first), `promptmodification#before`, or with the whole name of the interface
 *   `component:promptprocessor/promptmodification@0.0.1#before` (the version may be left out).
 * @throws AirlockError `function-unknown` or `function-ambiguous`; details: `functions`, their full names.
 */
declare function findFunction(functions: readonly SandboxFunction[], name: string): SandboxFunction;

/** What a sandbox grants and how far it goes. */
interface SandboxOptions extends CacheOptions {
    /** What the component may use; each grant lets it import what belongs to it. @default nothing */
    readonly grants?: Grants;
    /** How far it may go. @default those of each limit */
    readonly limits?: Limits;
    /** Milliseconds for one call; the same as `limits.timeoutMs`, which goes first. @default 10_000 */
    readonly timeoutMs?: number;
    /**
     * Most bytes of one Wasm memory, rounded up to 64 KiB; on Linux all of them together, with the worker,
     * may have 512 MiB more. The same as `limits.maxMemoryBytes`, which goes first.
     * @default 512 MiB
     */
    readonly maxMemoryBytes?: number;
    /**
     * Most bytes of all arguments or of a result, as the JSON that crosses the boundary;
     * `limits.maxArgumentBytes` and `limits.maxResultBytes` go first.
     * @default 16 MiB
     */
    readonly maxMessageBytes?: number;
    /**
     * Imports that are linked besides, with nothing behind them: no environment, no files, no network; clocks
     * and random numbers are real.
     * @default none
     */
    readonly policy?: Policy;
    /**
     * Takes each line that the component prints (needs `grants.stdout`, `grants.stderr` or a policy), what it
     * was refused, and why the cache cannot be used.
     */
    readonly onLog?: (line: LogLine) => void;
    /** Ends the sandbox, whatever it is doing. */
    readonly signal?: AbortSignal;
}
/** How one call is to be made. */
interface CallOptions {
    /** Milliseconds for this call. @default that of the sandbox */
    readonly timeoutMs?: number;
    /** Ends this call. */
    readonly signal?: AbortSignal;
}
/** How a session is to be held. */
interface SessionOptions {
    /** Ends the session, whatever it is doing. */
    readonly signal?: AbortSignal;
}
/** One instance for one caller, which keeps its state from call to call. */
interface SandboxSession extends AsyncDisposable {
    /**
     * Calls a function of the instance; calls are made one after the other. One that traps, meets a limit of the
     * instance or its deadline, or is interrupted ends the session. Arguments that do not fit and a result that is
     * too large do not.
     *
     * @param fn A name as {@link findFunction} takes it.
     * @param args As for {@link Sandbox.call}.
     * @throws AirlockError as `Sandbox.call` does; `session-ended` once the session is closed or a call of it has
     *   failed (`cause` is how).
     */
    call(fn: string, args: readonly unknown[], options?: CallOptions): Promise<unknown>;
    /** Ends the process of the session; a call that is under way is interrupted. Safe to call twice. */
    close(): Promise<void>;
}
/** A component whose functions can be called. Every call runs on a fresh instance. */
interface Sandbox extends AsyncDisposable {
    /** What can be called, in the order of the component's exports. */
    readonly functions: readonly SandboxFunction[];
    /**
     * Calls a function; calls are made one after the other.
     *
     * @param fn A name as {@link findFunction} takes it.
     * @param args One value a parameter, checked against its WIT type: strings, numbers, booleans, `bigint`
     *   for 64 bits, `Uint8Array` for `list<u8>`, arrays for other lists and tuples, objects for records and
     *   flags, `{ tag, val }` for variants, `null` for the `none` of an option. Fields, flags and cases have
     *   their names in WIT: `read-all`.
     * @returns The result in the same form; a `result<…>` is `{ tag: 'ok' | 'err', val }`, an absent value
     *   inside of another is `null`, the result of a function without one is `undefined`.
     * @throws AirlockError `function-unknown`, `function-ambiguous`, `arguments-invalid`, `message-too-large`,
     *   `guest-trapped`, `guest-exited`, `guest-memory-exceeded`, `guest-table-exceeded`,
     *   `guest-stack-exceeded`, `call-timeout`, `cpu-time-exceeded`,
     *   `worker-failed`, `aborted`.
     */
    call(fn: string, args: readonly unknown[], options?: CallOptions): Promise<unknown>;
    /**
     * Calls a function many times on one instance, which keeps its state from one call to the next; before the
     * first and after the last it is in its initial state. For one caller: a string in and out of Python costs
     * a few microseconds. The limits of time and of size are for all the calls together, arguments and results
     * each: where one fails, all do.
     *
     * @param argLists The arguments of each call, as for `call`.
     * @returns The result of each.
     * @throws AirlockError as `call` does.
     */
    callMany(fn: string, argLists: readonly (readonly unknown[])[], options?: CallOptions): Promise<unknown[]>;
    /**
     * Opens a session: an instance of its own, in a process of its own, which nobody else ever meets. Other calls
     * and sessions go on beside it. To what a grant limits for one call (bytes written, open files) the whole
     * session is one call; time, sizes and output are limited for each.
     *
     * @throws AirlockError `aborted` where the sandbox is closed.
     * @example
     * await using session = await sandbox.openSession()
     * await session.call('count', []) // 1
     * await session.call('count', []) // 2
     */
    openSession(options?: SessionOptions): Promise<SandboxSession>;
    /** Ends the processes and removes the folder of the sandbox. Safe to call twice. */
    close(): Promise<void>;
}

/**
 * Makes a component ready to be called, in a process that can do nothing else: what it is granted is done
 * for it by this one. Without grants: no files, no network, no environment; a memory limit, a deadline.
 *
 * @param component The bytes of a component.
 * @throws AirlockError `validation-failed` (details: `findings`), `import-not-granted` (details: `missing`,
 *   with the option that would grant each), `grants-invalid`, `manifest-invalid` for an outbound host that
 *   cannot be read, `transpile-failed`, `transpile-timeout`, `guest-instances-exceeded`, `aborted`.
 */
declare function createSandbox(component: Uint8Array, options?: SandboxOptions): Promise<Sandbox>;

/** How the state of a host is to be served. */
interface ServeAdminOptions {
    /** TCP port, 0 to 65535; 0 takes a free one. @default 0 */
    readonly port?: number;
    /** Served at `/metrics`, with what the host does at this moment. @default no `/metrics` */
    readonly metrics?: HostMetrics;
}
/** A listener for probes and for Prometheus. */
interface AdminServer extends AsyncDisposable {
    /** Base URL without a slash at the end: `http://127.0.0.1:9464`. */
    readonly endpoint: string;
    readonly port: number;
    /** Safe to call twice. */
    close(): Promise<void>;
}
/** What is asked for the state of a host. */
interface AdminSubject {
    stats(): HostStats;
}
/**
 * Serves the state of a host on a port of its own on 127.0.0.1, so that no route of an application can
 * hide it and no client of the application can read it: `/healthz` (200 as long as this process answers),
 * `/readyz` (200, or 503 where the host takes no requests), `/metrics` for Prometheus. Clients must ask
 * for a loopback name, and web pages are refused, as by `serveApp`.
 *
 * @throws AirlockError `port-in-use`, or `usage-invalid` for a port that cannot be had.
 *
 * @example
 * const metrics = createHostMetrics()
 * const host = await createAppHost(component, { ...options, onEvent: metrics.observe })
 * const admin = await serveAdmin(host, { port: 9464, metrics })
 */
declare function serveAdmin(subject: AdminSubject, options?: ServeAdminOptions): Promise<AdminServer>;

/** How an application is to be served. */
interface ServeAppOptions {
    /** TCP port, 0 to 65535; 0 takes a free one. @default 0 */
    readonly port?: number;
    /** Largest body of a request, in bytes; more is answered with 413. @default 10 MiB */
    readonly maxBodyBytes?: number;
    /** Milliseconds in which a client must have sent its whole request. @default 30_000 */
    readonly receiveTimeoutMs?: number;
    /** Milliseconds for which a client may take nothing of a response that waits for it; then it is cut off. @default 30_000 */
    readonly sendTimeoutMs?: number;
    /** Milliseconds that `close` waits for requests in flight. @default 5_000 */
    readonly closeTimeoutMs?: number;
}
/** An application that answers over HTTP. */
interface AppServer extends AsyncDisposable {
    /** Base URL without a slash at the end: `http://127.0.0.1:3000`. */
    readonly endpoint: string;
    readonly port: number;
    /** Takes no more connections, lets requests in flight end, then resolves. Safe to call twice. */
    close(): Promise<void>;
}
/**
 * Serves an application on 127.0.0.1. Only clients that ask for `127.0.0.1`, `localhost` or `[::1]`
 * with this port are answered (else 421), and of web pages only the application's own (else 403),
 * so that no other page in a browser can use the endpoint, not even behind a re-bound DNS name.
 *
 * Errors of the server itself are JSON: `{"error": {"code", "message"}}`. Closing the server does
 * not close the application.
 *
 * @param host The application; one that throws is answered for with 500.
 * @throws AirlockError `port-in-use`, or `usage-invalid` for a port that cannot be had.
 *
 * @example
 * const server = await serveApp(host, { port: 3000 })
 * await fetch(server.endpoint)
 * await server.close()
 */
declare function serveApp(host: AppHost, options?: ServeAppOptions): Promise<AppServer>;

/** What a Spin application is started with; what it is granted stands in its manifest. */
interface SpinHostOptions extends CacheOptions, AppLimitOptions, SpinStorageOptions {
    /** Answers its prompts. */
    readonly llm: LlmProvider;
    /** Values of its variables; the others have their defaults. @default none */
    readonly variables?: Readonly<Record<string, string>>;
    /** Takes each line that a component prints, or that the host has to say about it. */
    readonly onLog?: (line: LogLine, component: string) => void;
    /** Takes what happens in its components; each event names its component. */
    readonly onEvent?: HostObserver;
    /** Makes the requests that are allowed. @default over the network, without following redirects */
    readonly fetchOutbound?: FetchOutbound;
    /** Most requests that a component may make to others for one request. @default 128 */
    readonly maxOutboundRequests?: number;
    /**
     * A storage that was opened before; whoever opened it closes it. `stateDir` and the limits of stores are its
     * own then. @default one of the host's own
     */
    readonly storage?: SpinStorage;
    /** Ends the application, whatever it is doing. */
    readonly signal?: AbortSignal;
}
/**
 * Makes a whole Spin application ready to take requests, as `spin up` does: routes, variables, key-value
 * stores, databases, language models, outbound hosts, each component with what the manifest grants to it.
 * The limits are those of each component.
 *
 * @param app As {@link readSpinApp} reads it.
 * @throws AirlockError `variable-missing` names all variables that are required; `usage-invalid` one that is not
 *   declared; `output-unwritable` for a state folder that cannot be had; for a component those of `createAppHost`
 *   and of {@link findFiles}, with its id before the message and in `details.component`.
 *
 * @example
 * await using host = await createSpinHost(await readSpinApp('my-app'), {
 *   llm: createEchoLlm(),
 *   variables: { api_key: 'secret' },
 *   stateDir: 'my-app/.spin',
 * })
 * const { endpoint } = await serveApp(host)
 */
declare function createSpinHost(app: SpinApp, options: SpinHostOptions): Promise<AppHost>;

export { combineObservers, createAppHost, createEchoLlm, createHostMetrics, createHostTracer, createOpenAiLlm, createSandbox, createSpinHost, createSpinLlm, findFiles, findFunction, findTrigger, formatHostEvent, inlineId, insideOf, locateManifest, matchesFile, matchesImport, maximumComponentBytes, maximumManifestBytes, needsGrant, openSpinStorage, packageOfKey, parseManifest, printManifest, readAppFile, readLlmRuntimeConfig, readManifest, readSpinApp, serveAdmin, serveApp, systemErrorCode, triggerIds };
export type { AdminServer, AdminSubject, AppBody, AppHeaders, AppHost, AppHostOptions, AppRequest, AppResponse, AppServer, CacheOptions, CallOptions, ComponentDependency, ComponentSource, EngineLimits, FetchOutbound, FrozenTime, Grants, HostEvent, HostEventBody, HostMetrics, HostObserver, HostStats, HostTracerOptions, Limits, LlmAccess, LlmCalled, LlmEmbedRequest, LlmEmbeddings, LlmParams, LlmProvider, LlmRequest, LlmResult, LlmRuntimeConfigOptions, LlmServerOptions, LogLevel, LogLine, Manifest, ManifestComponent, ManifestHttpTrigger, ManifestProfile, ManifestTrigger, MatchedRoute, OpenAiLlmOptions, OutboundHost, OutboundReach, OutboundRequest, OutboundRequested, OutboundResponse, Preopen, RequestFailure, Sandbox, SandboxFunction, SandboxOptions, SandboxSession, ServeAdminOptions, ServeAppOptions, SessionOptions, SpinApp, SpinComponent, SpinDatabase, SpinHostOptions, SpinStaticResponse, SpinStorage, SpinStorageOptions, SpinStore, SpinTrigger, SpinVariable, SqlValue, StorageSnapshot, TomlTable };
