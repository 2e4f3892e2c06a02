/** A composed application on disk: everything that a host or a deployment needs. */
interface Application {
    /** Absolute path of the folder that holds `spin.toml` and the components. */
    readonly path: string;
    /** `application.name` of the manifest. */
    readonly name: string;
}
/** A running application. */
interface Deployment {
    readonly id: string;
    readonly target: string;
    /** Base URL without a slash at the end: `http://127.0.0.1:3000`. */
    readonly endpoint: string;
}
/** The outcome of one `[[call]]`. */
interface CaseResult {
    readonly call: string;
    readonly args: readonly unknown[];
    readonly expected: unknown;
    readonly actual: unknown;
    readonly ok: boolean;
}
/** The outcome of one test of an application. */
interface TestResult {
    readonly name: string;
    /** What it belongs to: a file of cases, a test component. */
    readonly suite?: string;
    readonly ok: boolean;
    /** Why it failed, where `expected` and `actual` do not say it. */
    readonly message?: string;
    readonly expected?: unknown;
    readonly actual?: unknown;
    /** What the application printed meanwhile, of a test that failed. */
    readonly log?: readonly string[];
    readonly ms: number;
}

/** What a component was made from. */
type Language = 'python' | 'javascript' | 'typescript' | 'wasm';
/** A finished component and where it comes from. */
interface BuiltComponent {
    readonly bytes: Uint8Array;
    /** Lower-case hexadecimal SHA-256 of `bytes`. */
    readonly sha256: string;
    readonly language: Language;
}
/** A parameter or field with its WIT type as text. */
interface TypedName {
    readonly name: string;
    readonly type: string;
}
/** A function of an interface or a world: `before: func(userprompt: string) -> string`. */
interface FunctionSignature {
    readonly name: string;
    readonly params: readonly TypedName[];
    /** WIT type of the result; `null` for none. */
    readonly result: string | null;
}
/** One import or export of a component, as it stands in its binary. */
interface WorldItem {
    /** `wasi:cli/environment@0.2.9`, or the plain name of a function. */
    readonly name: string;
    readonly kind: 'interface' | 'function' | 'type' | 'component' | 'module' | 'value';
    /** The functions of an interface, or the function itself. */
    readonly functions: readonly FunctionSignature[];
    /**
     * Is it a value type, or an interface of nothing else? There is nothing to call or to hold, so an import of it
     * needs no grant and no rule of a policy. Absent for all else, a resource included.
     */
    readonly typesOnly?: true;
}
/**
 * Is this import nothing but types? They are promises about values: whoever imports them can do nothing with that,
 * whatever their name is, and needs no grant.
 */
declare function isTypesOnly({ typesOnly }: WorldItem): boolean;
/** A WIT package as text: relative POSIX path → content, `deps/` as wit-parser lays it out. */
type WitFiles = Readonly<Record<string, string>>;

/**
 * The closed set of error codes: what each one means, and what to do about it where nothing more
 * precise is known. `docs/errors.md` is generated from this table.
 */
declare const errorCodes: {
    readonly 'usage-invalid': {
        readonly summary: "The command was called with arguments that it does not take.";
        readonly hint: "See `--help`.";
        readonly exit: 2;
    };
    readonly 'input-not-found': {
        readonly summary: "A file or folder that was named does not exist.";
        readonly hint: "Check the path.";
        readonly exit: 2;
    };
    readonly 'input-unreadable': {
        readonly summary: "A file or folder exists and cannot be read as what it should be.";
        readonly hint: "Check that it is the right file and that you may read it.";
        readonly exit: 2;
    };
    readonly 'input-too-large': {
        readonly summary: "An input is larger than the limit for its kind.";
        readonly hint: "Make it smaller.";
        readonly exit: 2;
    };
    readonly 'output-unwritable': {
        readonly summary: "An output file or folder cannot be written.";
        readonly hint: "Check the path, the permissions and the free space.";
        readonly exit: 2;
    };
    readonly 'source-unrecognised': {
        readonly summary: "A source folder holds no language that Airlock builds.";
        readonly hint: "Give a Python or JavaScript/TypeScript file or folder, or a .wasm component.";
        readonly exit: 2;
    };
    readonly 'source-ambiguous': {
        readonly summary: "A source folder holds more than one language.";
        readonly hint: "Name the file, or split the folder.";
        readonly exit: 2;
    };
    readonly 'source-syntax-error': {
        readonly summary: "The source does not parse.";
        readonly hint: "Correct the line that is named.";
        readonly exit: 1;
    };
    readonly 'source-import-failed': {
        readonly summary: "The source raised an exception while it was loaded at build time.";
        readonly hint: "Correct the line that is named; top-level code runs at build time, without files, network or environment.";
        readonly exit: 1;
    };
    readonly 'function-missing': {
        readonly summary: "The world exports a function that the source does not define.";
        readonly hint: "Define the function under the name that is given.";
        readonly exit: 1;
    };
    readonly 'function-signature-mismatch': {
        readonly summary: "A function of the source does not fit its signature in the world.";
        readonly hint: "Change the parameters or the annotations as described.";
        readonly exit: 1;
    };
    readonly 'dependency-refused': {
        readonly summary: "A dependency of the source cannot be installed safely.";
        readonly hint: "Use a pure-Python wheel from the package index, by name and version.";
        readonly exit: 1;
    };
    readonly 'dependency-install-failed': {
        readonly summary: "The dependencies of the source could not be installed.";
        readonly hint: "Check the names, the versions and the network.";
        readonly exit: 1;
    };
    readonly 'python-missing': {
        readonly summary: "No usable Python was found.";
        readonly hint: "Install Python 3.10 or newer, with venv, and put python3 on the PATH.";
        readonly exit: 1;
    };
    readonly 'tool-install-failed': {
        readonly summary: "A build tool could not be installed into the cache.";
        readonly hint: "Check the network, then run the command again.";
        readonly exit: 1;
    };
    readonly 'wit-invalid': {
        readonly summary: "A WIT package does not parse or resolve.";
        readonly hint: "Correct the line that is named.";
        readonly exit: 2;
    };
    readonly 'world-unknown': {
        readonly summary: "The WIT package has no such world, or several and none was named.";
        readonly hint: "Name one of the worlds with --world.";
        readonly exit: 2;
    };
    readonly 'world-unsupported': {
        readonly summary: "The world needs something that this language cannot be built for yet.";
        readonly hint: "Simplify the world, or hand in a finished component.";
        readonly exit: 1;
    };
    readonly 'build-failed': {
        readonly summary: "The build tool ended with an error.";
        readonly hint: "Read the output of the tool below.";
        readonly exit: 1;
    };
    readonly 'build-timeout': {
        readonly summary: "The build did not end before its deadline.";
        readonly hint: "Look for a loop in top-level code, or raise the deadline.";
        readonly exit: 1;
    };
    readonly 'build-memory-exceeded': {
        readonly summary: "The build used more memory than it may.";
        readonly hint: "Look for large data in top-level code, or raise the limit.";
        readonly exit: 1;
    };
    readonly 'build-output-too-large': {
        readonly summary: "The build wrote more than it may.";
        readonly hint: "Bundle less data with the code.";
        readonly exit: 1;
    };
    readonly 'component-malformed': {
        readonly summary: "The file is not a WebAssembly component.";
        readonly hint: "Give a component; a core module becomes one with `wasm-tools component new`.";
        readonly exit: 1;
    };
    readonly 'validation-failed': {
        readonly summary: "The component has findings of severity error.";
        readonly hint: "Each finding says what would allow or mend it.";
        readonly exit: 1;
    };
    readonly 'policy-invalid': {
        readonly summary: "The policy file does not fit its schema.";
        readonly hint: "Correct the key that is named.";
        readonly exit: 2;
    };
    readonly 'restrict-refused': {
        readonly summary: "What a policy denies cannot be taken away from a component.";
        readonly hint: "Allow what is named, or deny what depends on it too.";
        readonly exit: 1;
    };
    readonly 'transpile-failed': {
        readonly summary: "The component could not be made ready to run.";
        readonly hint: "Report the component, if it is valid elsewhere.";
        readonly exit: 1;
    };
    readonly 'transpile-timeout': {
        readonly summary: "Making the component ready took longer than its deadline.";
        readonly hint: "Simplify its types, or raise the deadline.";
        readonly exit: 1;
    };
    readonly 'function-unknown': {
        readonly summary: "The component exports no such function.";
        readonly hint: "Use one of the names that are listed.";
        readonly exit: 2;
    };
    readonly 'function-ambiguous': {
        readonly summary: "Several interfaces export a function of this name.";
        readonly hint: "Write INTERFACE#FUNCTION.";
        readonly exit: 2;
    };
    readonly 'arguments-invalid': {
        readonly summary: "The arguments do not fit the parameters of the function.";
        readonly hint: "Give one argument a parameter, of its type.";
        readonly exit: 2;
    };
    readonly 'import-not-granted': {
        readonly summary: "The component imports an interface that it is not granted.";
        readonly hint: "Build it without that import, or grant the interface.";
        readonly exit: 1;
    };
    readonly 'grants-invalid': {
        readonly summary: "Something that a component is to be granted cannot be given.";
        readonly hint: "Correct the grant that is named.";
        readonly exit: 2;
    };
    readonly 'log-too-large': {
        readonly summary: "A component printed more than it may; the rest was dropped.";
        readonly hint: "Print less, or raise `limits.maxLogBytes`.";
        readonly exit: 1;
    };
    readonly 'guest-trapped': {
        readonly summary: "The component trapped while it ran.";
        readonly hint: "Its code raised an exception, returned a wrong type or used something that is not granted.";
        readonly exit: 1;
    };
    readonly 'guest-exited': {
        readonly summary: "The component called exit instead of returning.";
        readonly hint: "Return from the function.";
        readonly exit: 1;
    };
    readonly 'guest-memory-exceeded': {
        readonly summary: "The component used more memory than it may.";
        readonly hint: "Use less memory, or raise the limit.";
        readonly exit: 1;
    };
    readonly 'guest-table-exceeded': {
        readonly summary: "A table of the component has more elements than it may.";
        readonly hint: "Use smaller tables, or raise `maxTableElements`.";
        readonly exit: 1;
    };
    readonly 'guest-instances-exceeded': {
        readonly summary: "The component makes more instances of core modules than it may.";
        readonly hint: "Compose it of fewer parts, or raise `maxInstances`.";
        readonly exit: 1;
    };
    readonly 'guest-stack-exceeded': {
        readonly summary: "Calls of the component went deeper than its stack allows.";
        readonly hint: "Look for endless recursion, or raise `maxStackBytes`.";
        readonly exit: 1;
    };
    readonly 'session-ended': {
        readonly summary: "A session of a sandbox was used after it had ended: it was closed, or a call of it had failed.";
        readonly hint: "Open another session.";
        readonly exit: 1;
    };
    readonly 'call-timeout': {
        readonly summary: "A call did not return before its deadline.";
        readonly hint: "Look for an endless loop, or raise the deadline.";
        readonly exit: 1;
    };
    readonly 'deadline-exceeded': {
        readonly summary: "A request, or what its instance did after the response, took longer than it may.";
        readonly hint: "Look for a slow model or server behind it, or raise `requestTimeoutMs`.";
        readonly exit: 1;
    };
    readonly 'cpu-time-exceeded': {
        readonly summary: "A call or a request kept the processor busy for longer than it may.";
        readonly hint: "Look for an endless loop, or raise `cpuTimeMs`.";
        readonly exit: 1;
    };
    readonly 'queue-full': {
        readonly summary: "More requests wait for their turn than may.";
        readonly hint: "Send fewer at once, or raise `maxWaiting`, `workers` or `maxGuestBytes`.";
        readonly exit: 1;
    };
    readonly 'function-returned-error': {
        readonly summary: "The function returned the error of its `result` type.";
        readonly hint: "The value that it returned says why.";
        readonly exit: 1;
    };
    readonly 'message-too-large': {
        readonly summary: "An argument, a result or a body is larger than the limit.";
        readonly hint: "Send less, or raise the limit.";
        readonly exit: 1;
    };
    readonly 'worker-failed': {
        readonly summary: "A sandbox process ended or broke the protocol, and was removed.";
        readonly hint: "Run again with --verbose, and report it if it stays.";
        readonly exit: 1;
    };
    readonly 'plug-unmatched': {
        readonly summary: "A component fits no open import of the one that it is plugged into.";
        readonly hint: "Compare the exports of the plug with the imports that are listed.";
        readonly exit: 1;
    };
    readonly 'compose-failed': {
        readonly summary: "The components cannot be composed.";
        readonly hint: "Read the reason; both sides are named.";
        readonly exit: 1;
    };
    readonly 'plug-cycle': {
        readonly summary: "Components that feed one another form a circle.";
        readonly hint: "Leave one of them out, or compose it with its own plugs first.";
        readonly exit: 1;
    };
    readonly 'plug-ambiguous': {
        readonly summary: "A component fits more than one component of the application.";
        readonly hint: "Name the one that is meant.";
        readonly exit: 1;
    };
    readonly 'middleware-unsupported': {
        readonly summary: "Several components offer one interface, and its functions cannot be put one after the other.";
        readonly hint: "Give one component for that interface, or change what its functions take and return.";
        readonly exit: 1;
    };
    readonly 'imports-refused': {
        readonly summary: "A composition leaves imports open that are not on the list of allowed ones.";
        readonly hint: "Plug them, or allow them by name.";
        readonly exit: 1;
    };
    readonly 'document-invalid': {
        readonly summary: "A WAC document does not parse or resolve.";
        readonly hint: "Correct the line that is named.";
        readonly exit: 2;
    };
    readonly 'manifest-invalid': {
        readonly summary: "A Spin manifest does not parse, or says something that cannot be honoured.";
        readonly hint: "Correct the key that is named.";
        readonly exit: 2;
    };
    readonly 'variable-missing': {
        readonly summary: "A Spin application requires a variable that was not given.";
        readonly hint: "Give it with --variable NAME=VALUE.";
        readonly exit: 2;
    };
    readonly 'cases-invalid': {
        readonly summary: "A file of cases does not fit its schema.";
        readonly hint: "Correct the key that is named.";
        readonly exit: 2;
    };
    readonly 'cases-failed': {
        readonly summary: "A case did not give what it expects.";
        readonly hint: "Compare expected and actual values.";
        readonly exit: 1;
    };
    readonly 'tests-failed': {
        readonly summary: "A test of the application failed.";
        readonly hint: "Compare expected and actual values.";
        readonly exit: 1;
    };
    readonly 'test-shape-invalid': {
        readonly summary: "A test component exports neither shape of tests, or both.";
        readonly hint: "Export functions named `spin-test-…`, or `list-tests` and `run`.";
        readonly exit: 2;
    };
    readonly 'recording-invalid': {
        readonly summary: "A recording of outbound requests cannot be read as one.";
        readonly hint: "Record it again.";
        readonly exit: 2;
    };
    readonly 'sql-failed': {
        readonly summary: "A statement of a test failed in the database.";
        readonly hint: "Correct the statement.";
        readonly exit: 1;
    };
    readonly 'spin-missing': {
        readonly summary: "The `spin` command, or its test plug-in, is not installed.";
        readonly hint: "Install it, or leave `--runner spin` out.";
        readonly exit: 1;
    };
    readonly 'port-in-use': {
        readonly summary: "The port is taken.";
        readonly hint: "Choose another port, or leave the choice to Airlock.";
        readonly exit: 1;
    };
    readonly 'deploy-failed': {
        readonly summary: "The application could not be started.";
        readonly hint: "Read its log with `airlock logs ID`.";
        readonly exit: 1;
    };
    readonly 'deploy-timeout': {
        readonly summary: "The application did not answer in time.";
        readonly hint: "Read its log with `airlock logs ID`.";
        readonly exit: 1;
    };
    readonly 'deployment-unknown': {
        readonly summary: "There is no such deployment.";
        readonly hint: "List them with `airlock ps`.";
        readonly exit: 2;
    };
    readonly 'llm-key-missing': {
        readonly summary: "The environment variable that should hold the key of the LLM is not set.";
        readonly hint: "Set it, or name another with --llm-key-env.";
        readonly exit: 2;
    };
    readonly 'llm-failed': {
        readonly summary: "The LLM did not answer as it should.";
        readonly hint: "Check the URL, the key and the model name.";
        readonly exit: 1;
    };
    readonly 'node-too-old': {
        readonly summary: "This Node.js is too old and no newer one is installed beside it.";
        readonly hint: "Install Node.js 24.11 or newer, or the npm package `node`.";
        readonly exit: 1;
    };
    readonly aborted: {
        readonly summary: "The work was interrupted.";
        readonly hint: "Run it again.";
        readonly exit: 1;
    };
    readonly internal: {
        readonly summary: "Airlock met a defect of its own.";
        readonly hint: "Run again with --verbose and report what it prints.";
        readonly exit: 1;
    };
};
/** What the table says of one code; `exit` is the exit status of a command that ends with it. */
interface ErrorCodeEntry {
    readonly summary: string;
    readonly hint: string;
    readonly exit: 1 | 2;
}
type ErrorCode = keyof typeof errorCodes;
/** The step of the flow in which something happened. */
type StepName = 'componentize' | 'validate' | 'sandbox' | 'compose' | 'test' | 'deploy';
interface AirlockErrorOptions {
    /** The offending item by name: a path as the user gave it, a function, an import, a key. */
    readonly item?: string;
    /** What to do; the hint of the code when absent. */
    readonly hint?: string;
    readonly step?: StepName;
    /** Plain data for programs: positions, lists of names, findings. */
    readonly details?: Readonly<Record<string, unknown>>;
    readonly cause?: unknown;
}
/** The only error that the packages throw for something that a user can meet. */
declare class AirlockError extends Error {
    readonly name = "AirlockError";
    readonly code: ErrorCode;
    readonly item: string | undefined;
    readonly hint: string;
    readonly details: Readonly<Record<string, unknown>>;
    step: StepName | undefined;
    /**
     * @param code One of the closed set.
     * @param message One sentence that names the item.
     * @param options Item, hint, step, details and cause.
     */
    constructor(code: ErrorCode, message: string, options?: AirlockErrorOptions);
    /** The form that `--json` prints, and that crosses process boundaries. */
    toJSON(): ErrorJson;
}
/** An error as plain data. */
interface ErrorJson {
    readonly code: ErrorCode;
    readonly step?: StepName;
    readonly item?: string;
    readonly message: string;
    readonly hint: string;
    readonly details?: Readonly<Record<string, unknown>>;
}
/**
 * Brings whatever was thrown into the one error type; what is unknown becomes `internal`.
 *
 * @param error Anything that was thrown.
 * @param step Set where the error does not name a step yet.
 */
declare function toAirlockError(error: unknown, step?: StepName): AirlockError;

/** A component of ours, written in Rust and transpiled, that turns bytes into bytes: it imports nothing. */
interface OwnComponent<Root> {
    /** How messages call it: `WAC component`. */
    readonly name: string;
    /** The npm package that it belongs to. */
    readonly package: string;
    /** Above this much memory, a trap is for want of more, in bytes. */
    readonly maxMemoryBytes: number;
    /** The hint of an error whose code is here, where the component gave none. */
    readonly hints?: Partial<Record<ErrorCode, string>>;
    loadCoreModule(): Promise<WebAssembly.Module>;
    /** The generated code; loaded as late as the module. */
    loadGlue(): Promise<{
        instantiate(getCoreModule: (path: string) => WebAssembly.Module | Promise<WebAssembly.Module>, imports: object, instantiateCore: (module: WebAssembly.Module, imports: WebAssembly.Imports) => Promise<WebAssembly.Instance>): Root | Promise<Root>;
    }>;
}
/**
 * Runs one operation of the component, which is compiled and instantiated on first use.
 *
 * @param culprit The code of the error when the input exhausts the stack: what the input should have been.
 * @param run Calls one export; synchronous, so that calls never overlap.
 * @throws AirlockError The failure that the component reported, `culprit`, `input-too-large` or `internal`.
 */
type RunComponent<Root> = <T>(culprit: ErrorCode, run: (root: Root) => T) => Promise<T>;
/**
 * Makes the function that runs operations of one component of ours. An instance serves until it traps, or has
 * grown large.
 */
declare function createComponentRunner<Root>(component: OwnComponent<Root>): RunComponent<Root>;

/**
 * The closed set of finding codes with the wording of each. `{name}` stands for an argument of the
 * finding; what is in `[…]` is said only where the finding has the arguments in it. `docs/errors.md` is
 * generated from this table.
 */
declare const findingCodes: {
    readonly 'component-malformed': "not a WebAssembly component: {reason}";
    readonly 'component-core-module': "a core module, not a component: wrap it with `wasm-tools component new`";
    readonly 'component-invalid': "not a valid component: {reason} (at byte {offset})";
    readonly 'component-too-large': "{bytes} bytes are more than the {limit} that are allowed";
    readonly 'world-import-unexpected': "imports {name}, which the world {world} does not offer[; it does offer {nearest}, which is close]";
    readonly 'world-export-missing': "does not export {name}, which the world {world} asks for[; it does export {nearest}, which is close]";
    readonly 'world-type-mismatch': "{name} differs from the world {world}: {reason}";
    readonly 'world-export-extra': "exports {name}, which the world {world} does not ask for";
    readonly 'world-interface-wider': "{name} has {member}, which the world {world} does not ask for";
    readonly 'world-version-differs': "has {found} for {name} of the world {world}: another version, though a compatible one";
    readonly 'policy-import-denied': "imports {name}, which {reason}; to allow it, {change}";
    readonly 'policy-function-denied': "imports the function {function} of {name}, which {reason}; to allow it, {change}";
    readonly 'policy-rule-unused': "the rule {rule} of `allow` allows nothing that the component imports";
    readonly 'name-unsafe': "the {kind} name {name} holds characters that are not safe to hand to other tools";
    readonly 'name-too-long': "a {kind} name has {length} characters, more than the {limit} that are allowed";
    readonly 'name-collision': "the names {names} become the same {language} name {name}";
    readonly 'section-unsafe': "the custom section {section} is not safe to hand to other tools: {reason}";
    readonly 'limit-exceeded': "{what}: {actual} is more than the {limit} that are allowed";
};
type FindingCode = keyof typeof findingCodes;
/** Only `error` makes a validation fail. */
type Severity = 'error' | 'warning' | 'info';
/** One thing that was noticed, as data; {@link formatFinding} words it. */
interface Finding {
    readonly code: FindingCode;
    readonly severity: Severity;
    /** Where: `import wasi:cli/environment@0.2.9`, `module 0 / export memory`. */
    readonly path: string;
    /** What the wording of the code fills in. */
    readonly args: Readonly<Record<string, string | number>>;
}
/**
 * The finding as one line of text, control characters made visible.
 *
 * @param finding What was found.
 * @param formatArgument How an argument, which is text of a stranger, is written. @default escapeControls
 */
declare function formatFinding(finding: Finding, formatArgument?: (text: string) => string): string;
/**
 * Makes text of strangers safe to print on a terminal or into a log: control characters, invisible ones
 * that format or reorder text (Unicode's category Cf), line ends of Unicode and lone surrogates become
 * escapes.
 */
declare function escapeControls(text: string): string;

/** A name of an interface in its parts: `wasi:cli/environment@0.2.9`. */
interface InterfaceName {
    readonly namespace: string;
    readonly package: string;
    readonly interface: string;
    /** Without the `@`; absent where the package has no version. */
    readonly version?: string;
}
/** Is this a name that the WIT grammar allows (a leading `%` included)? */
declare function isWitName(name: string): boolean;
/** `string-processor` → `string_processor`; a keyword gets an underscore behind: `class` → `class_`. */
declare function toPythonFunctionName(name: string): string;
/** `DNS-error` → `DnsError`; `none` → `None_`. */
declare function toPythonClassName(name: string): string;
/** `string-processor` → `stringProcessor`; acronyms are words: `HTTP-get` → `httpGet`. Member names keep keywords. */
declare function toCamelCase(name: string): string;
/** `string-processor` → `StringProcessor`. */
declare function toPascalCase(name: string): string;
/** As {@link toCamelCase}, for a place where a keyword is not allowed: `delete` → `_delete`, as jco declares it. */
declare function toJavaScriptIdentifier(name: string): string;
/**
 * Makes a name in lower case of any text: `HTTPServer_v2` → `http-server-v2`. Each word begins with a letter, as
 * Spin and WAC want it: `part 2` → `part2`.
 *
 * @returns A WIT name; `undefined` where the text has no letter of ASCII.
 */
declare function toKebabCase(text: string): string | undefined;
/**
 * Takes the name of an interface or a package apart.
 *
 * @returns `undefined` where the text is no such name.
 */
declare function parseInterfaceName(name: string): InterfaceName | undefined;
/** How WIT source writes a name: `list` → `%list`. */
declare function escapeWitName(name: string): string;
/**
 * How WIT source writes the name of an interface, each of its words as {@link escapeWitName} does:
 * `my:pkg/list@1.0.0` → `my:pkg/%list@1.0.0`.
 */
declare function escapeInterfaceName(name: string): string;
/**
 * Which WIT names fall together in another language?
 *
 * @param names WIT names of one scope.
 * @param convert One of the conversions above.
 * @param language As it is to be named in the finding.
 * @returns One `name-collision` of severity error for each target name that several names share.
 */
declare function findCollisions(names: readonly string[], convert: (name: string) => string, language: string): Finding[];

/** What happens while it happens. Libraries send `progress`; only the processor sends the rest. */
type ProgressEvent = {
    readonly type: 'step-start';
    readonly step: StepName;
    readonly title: string;
} | {
    readonly type: 'progress';
    readonly step: StepName;
    /** What is being done, in a few words: `installing componentize-py 0.25.1`. */
    readonly message: string;
} | {
    readonly type: 'step-end';
    readonly step: StepName;
    readonly ok: boolean;
    readonly ms: number;
    readonly summary: string;
};
type OnProgress = (event: ProgressEvent) => void;

/** The WIT of the prompt interface: the default wherever no other WIT is given. */
declare const promptWit: WitFiles;
/** The world of {@link promptWit} that a prompt component exports. */
declare const promptWorld = "promptmodifier";

/**
 * Which of these words somebody may have meant: what clap suggests.
 *
 * @param word What was written.
 * @param words What could have been meant.
 * @returns Those with a Jaro similarity over 0.7, the most likely last.
 */
declare function findSimilar(word: string, words: readonly string[]): string[];

/**
 * Makes a deadline that a caller gave one that a timer takes. Timers of Node.js throw at `Infinity`, and fire
 * at once where a number is too large for them.
 *
 * @param timeoutMs Milliseconds; anything.
 * @returns Whole milliseconds: at least 1, which is also what `NaN` becomes, and at most 2147483647.
 * @example
 * AbortSignal.timeout(clampTimeout(Infinity)) // 25 days
 */
declare function clampTimeout(timeoutMs: number): number;

export { AirlockError, clampTimeout, createComponentRunner, errorCodes, escapeControls, escapeInterfaceName, escapeWitName, findCollisions, findSimilar, findingCodes, formatFinding, isTypesOnly, isWitName, parseInterfaceName, promptWit, promptWorld, toAirlockError, toCamelCase, toJavaScriptIdentifier, toKebabCase, toPascalCase, toPythonClassName, toPythonFunctionName };
export type { AirlockErrorOptions, Application, BuiltComponent, CaseResult, Deployment, ErrorCode, ErrorCodeEntry, ErrorJson, Finding, FindingCode, FunctionSignature, InterfaceName, Language, OnProgress, OwnComponent, ProgressEvent, RunComponent, Severity, StepName, TestResult, TypedName, WitFiles, WorldItem };

// folders
/**
 * The folder for what can be made again: tools, transpiled components.
 *
 * @param option Folder that the caller was given. @default `AIRLOCK_CACHE_DIR` of the environment, else
 *   the user's cache folder (`~/.cache/airlock` on Linux)
 * @returns Absolute path; nothing is made there.
 */
declare function cacheFolder(option?: string): string;
/**
 * The folder for what must not be lost: deployments.
 *
 * @param option Folder that the caller was given. @default `AIRLOCK_STATE_DIR` of the environment, else
 *   the user's data folder (`~/.local/share/airlock` on Linux)
 * @returns Absolute path; nothing is made there.
 */
declare function stateFolder(option?: string): string;

export { cacheFolder, stateFolder };
