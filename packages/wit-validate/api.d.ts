import { Finding, WorldItem, WitFiles } from '@wasm-airlock/shared';
import { z } from 'zod';

/** What was found. It is plain data: `JSON.stringify` gives the JSON report. */
interface ValidationResult {
    /** No finding has the severity `error`. */
    readonly ok: boolean;
    readonly findings: readonly Finding[];
    /** What the component asks for; empty where it is no valid component. */
    readonly imports: readonly WorldItem[];
    /** What the component offers; empty where it is no valid component. */
    readonly exports: readonly WorldItem[];
}

/** What a component can do with what it imports, in words that people know; the most serious first. */
type CapabilityKind = 
/** Nobody knows what the host gives it there. */
'unknown' | 'writes-files' | 'reads-files'
/** Connections to other machines, those of database clients included. */
 | 'opens-sockets' | 'sends-http' | 'sends-messages' | 'resolves-names' | 'keeps-data' | 'asks-llm'
/** Environment variables, arguments, configuration, secrets of the host. */
 | 'reads-environment' | 'ends-process' | 'uses-terminal' | 'writes-logs' | 'tells-time' | 'gets-random';
/** A function that a component imports. */
interface ImportedFunction {
    /** The import: `wasi:cli/environment@0.2.9`, or the plain name of a function. */
    readonly import: string;
    /**
     * `get-environment`, `[method]descriptor.read`; for a plain function, the name of the import. Of an import
     * that is no function and holds none, its name.
     */
    readonly name: string;
    /**
     * `never`: no path leads there from any export or start function. `maybe`: one might. `null` where that was
     * not looked into, because the report is not `deep`.
     */
    readonly called: 'never' | 'maybe' | null;
}
/** One thing that a component can do, and the functions that let it. */
interface Capability {
    readonly kind: CapabilityKind;
    readonly functions: readonly ImportedFunction[];
}
/** What a host can use a component for. */
type OfferKind = 'serves-http' | 'runs-as-command' | 'handles-messages' | 'own-interface';
/** One use of a component, and the exports that make it possible. */
interface Offer {
    readonly kind: OfferKind;
    /** `wasi:http/incoming-handler@0.2.9`, or the plain name of a function. */
    readonly exports: readonly string[];
}
/** A core module, at any depth. */
interface ModuleContents {
    /** `module 0`, `component 1 / module 2`. */
    readonly where: string;
    readonly bytes: number;
    /** Those that it defines. */
    readonly functions: number;
    /** Bytes of its data segments. */
    readonly dataBytes: number;
    /** Those that it defines, in pages of 65,536 bytes. */
    readonly memories: readonly {
        readonly minimumPages: number;
        readonly maximumPages: number | null;
    }[];
    /** Those that it defines, in elements. */
    readonly tables: readonly {
        readonly minimum: number;
        readonly maximum: number | null;
    }[];
    /** A function of it runs when it is instantiated. */
    readonly hasStart: boolean;
}
/** A component inside of the outermost one. */
interface NestedComponent {
    /** `component 1`, `component 1 / component 0`. */
    readonly where: string;
    readonly bytes: number;
    /** A function runs when it is instantiated. */
    readonly hasStart: boolean;
}
/** A custom section, at any depth: data that no engine runs, and tools may read. */
interface CustomSection {
    /** `component`, `module 0`. */
    readonly where: string;
    readonly name: string;
    readonly bytes: number;
}
/** Where something was found in data: a data segment, or a custom section. */
interface Place {
    /** `module 0 / data 12`, `component / custom section notes`. */
    readonly where: string;
    /** First byte, counted from the start of the component. */
    readonly offset: number;
}
/** The URLs of one host. */
interface FoundHost extends Place {
    readonly host: string;
    /** How many places name it. */
    readonly count: number;
    /** The first of them, cut off at 100 characters; without password, query and fragment. */
    readonly url: string;
    /**
     * A host that the documentation in standard libraries names (`python.org`, `ietf.org`). It is not thereby
     * harmless.
     */
    readonly isDocumentation: boolean;
}
/** What a secret looks like. */
type SecretKind = 'private-key' | 'password-in-url' | 'webhook-url' | 'aws-access-key' | 'azure-key' | 'google-api-key' | 'google-oauth-secret' | 'github-token' | 'gitlab-token' | 'slack-token' | 'stripe-key' | 'openai-key' | 'anthropic-key' | 'hugging-face-token' | 'npm-token' | 'pypi-token' | 'sendgrid-key' | 'digitalocean-token' | 'json-web-token';
/** A text in the data that looks like a secret. The report does not hold the secret. */
interface FoundSecret extends Place {
    readonly kind: SecretKind;
    /** Its first characters, those that tell its kind; of a URL with a password, the scheme. */
    readonly start: string;
    /** Characters of all of it. */
    readonly length: number;
}
/** A WebAssembly binary that a component holds as data, where no validator looks at it. */
interface EmbeddedBinary extends Place {
    readonly kind: 'core-module' | 'component';
    readonly encoding: 'binary' | 'base64';
    /** As far as its sections can be read; `null` where it is encoded. */
    readonly bytes: number | null;
}
/** What a component is made of. Of each list, `totals` says how long it would be if it were not cut off. */
interface Contents {
    readonly bytes: number;
    /** A function of the component itself runs when it is instantiated; modules and components say so of themselves. */
    readonly hasStart: boolean;
    readonly modules: readonly ModuleContents[];
    /** Components inside of the outermost one. */
    readonly components: readonly NestedComponent[];
    readonly customSections: readonly CustomSection[];
    /**
     * From the metadata, at any depth: field (`language`, `processed-by`, `sdk`) → tool → version, or several
     * with commas between them.
     */
    readonly producers: Readonly<Record<string, Readonly<Record<string, string>>>>;
    /** Hosts that documentation names come last; otherwise in the order of their names, domain by domain. */
    readonly hosts: readonly FoundHost[];
    readonly secrets: readonly FoundSecret[];
    readonly embedded: readonly EmbeddedBinary[];
    readonly totals: ContentsTotals;
}
/** How many there are of what {@link Contents} lists. */
interface ContentsTotals {
    readonly modules: number;
    readonly components: number;
    readonly customSections: number;
    readonly hosts: number;
    readonly secrets: number;
    readonly embedded: number;
    /** Bytes of all data segments and custom sections. */
    readonly dataBytes: number;
    /**
     * Bytes of these in which hosts, secrets and embedded binaries were looked for. There are fewer of them only
     * where something means to hide among noise.
     */
    readonly searchedBytes: number;
    /** Places that begin like one of these and were not looked at, for the same reason. */
    readonly unchecked: number;
}
/** The full report. It is plain data: `JSON.stringify` gives the JSON report, `report.schema.json` its schema. */
interface ComponentReport extends ValidationResult {
    /** What it could do, most serious first; empty where it is no valid component. */
    readonly capabilities: readonly Capability[];
    /** What it can be used for; empty where it is no valid component. */
    readonly offers: readonly Offer[];
    /** `null` where it is no valid component, or one that holds too much to be read. */
    readonly contents: Contents | null;
}

/**
 * How much a component may have of what tools pay for. A limit that is left out has its default; those of
 * one policy hold together.
 */
interface Limits {
    /** Bytes of the whole. */
    readonly maxBytes?: number;
    /** How deep components are nested; the outermost one is 1. */
    readonly maxNesting?: number;
    /** Core modules at every depth. */
    readonly maxModules?: number;
    /** Components inside of the outermost one. */
    readonly maxComponents?: number;
    /** Sections at every depth, custom ones included. */
    readonly maxSections?: number;
    /** Bytes of any one section that is neither a core module nor a component. */
    readonly maxSectionBytes?: number;
    /** Bytes together of all sections that are neither code, data, custom sections, core modules nor components. */
    readonly maxDeclarationBytes?: number;
    /** Bytes of all custom sections together. */
    readonly maxCustomBytes?: number;
    /** Imports that components declare, at every depth. */
    readonly maxImports?: number;
    /** Exports that components declare, at every depth. */
    readonly maxExports?: number;
    /** Functions that core modules define. */
    readonly maxFunctions?: number;
    /**
     * What a validator has to do at most for function bodies: their bytes times the parameters and results of the
     * largest function type of their core module, and their locals.
     */
    readonly maxBodyWork?: number;
    /** Functions that run when a core module is instantiated. */
    readonly maxStartFunctions?: number;
    /** Memories of all core modules. */
    readonly maxMemories?: number;
    /** Memories that threads share. */
    readonly maxSharedMemories?: number;
    /** Bytes of all memories together when they are made. */
    readonly maxMemoryBytes?: number;
    /** Tables of all core modules. */
    readonly maxTables?: number;
    /** Elements of all tables together when they are made. */
    readonly maxTableElements?: number;
    /** Different names of imports and exports, of each core module and component. */
    readonly maxNames?: number;
    /** Characters of one such name, or of that of a custom section. */
    readonly maxNameLength?: number;
    /** Names and other texts in custom sections that tools read, above all those for debuggers. */
    readonly maxTexts?: number;
    /** Types that components define, those of imports included. */
    readonly maxTypes?: number;
    /** How deep a type consists of types: `list<list<u8>>` is 3. */
    readonly maxTypeDepth?: number;
    /** Types to convert in generated bindings, where nothing is shared; about 40 bytes of JavaScript each. */
    readonly maxBindings?: number;
}
/** What holds where nothing else is said, and the most that can be said. */
interface LimitRange {
    readonly default: number;
    /** Where the reader itself stops, or no engine goes beyond. */
    readonly max: number;
}
/** Every limit, in the order in which they are checked. Real components stay far below the defaults. */
declare const limitRanges: Readonly<Record<keyof Limits, LimitRange>>;

/** What {@link checkGate} holds a component to. */
interface GateOptions {
    /** How much of what there may be. @default those of README.md */
    readonly limits?: Limits;
}
/**
 * Is a component safe to hand to tools that read it and generate code from it, such as jco and wac? It is the
 * first part of what `validateComponent` does: size, structure, validity save for function bodies, names, custom
 * sections, memories, tables and types. It happens in the thread of the caller, and ends soon whatever the
 * component is, because function bodies are not looked into.
 *
 * @param component The bytes, from anywhere. They are never the reason for an exception.
 * @param options Limits.
 * @returns What is wrong, at most 100 findings of a code; nothing where it is safe.
 * @throws AirlockError `policy-invalid` where a limit is no limit.
 *
 * @example
 * if ((await checkGate(bytes)).length === 0) await transpile(bytes)
 */
declare function checkGate(component: Uint8Array, options?: GateOptions): Promise<Finding[]>;

/** The policies that have a name; `policyPresets` says what is in each. */
type PresetName = 'pure' | 'wasi-cli' | 'spin-http';
/** How much of something a component may have. None can be set above what holds without a policy. */
interface PolicyLimits {
    /** Size of the component, in bytes. */
    readonly maxBytes?: number;
    /** All memories together at the start, in bytes. */
    readonly maxMemoryBytes?: number;
    /** Memories of all core modules. */
    readonly maxMemories?: number;
    /** All tables together at the start, in elements. */
    readonly maxTableElements?: number;
    /** How deep types are nested in one another, and components in components. */
    readonly maxNesting?: number;
    /** Types of the imports and exports. */
    readonly maxTypes?: number;
    /** Size of the generated bindings, in types that are converted. */
    readonly maxBindings?: number;
    /** Core modules at any depth. */
    readonly maxModules?: number;
    /** Components inside of the outermost one, at any depth. */
    readonly maxComponents?: number;
}
/** What a component may import, and how large it may be. Whatever no pattern allows is refused. */
interface Policy {
    /** A preset whose rules hold beside those of `allow`. */
    readonly extends?: PresetName;
    /**
     * Patterns: `wasi:clocks/wall-clock@0.2.9#now` (a function), `wasi:cli/environment@0.2.9` (an interface in this
     * version), `wasi:cli/environment@^0.2.3` (in these versions), `wasi:cli/environment` (in any), `wasi:io/*` (a
     * package), `wasi:*` (a namespace), `*` (everything), `log` (an import of that plain name).
     */
    readonly allow: readonly string[];
    /** The same patterns. What one of them denies, nothing allows. */
    readonly deny?: readonly string[];
    readonly limits?: PolicyLimits;
    /** Where the rules stand in their file: a line for each, from 1. Only messages make use of it. */
    readonly lines?: {
        readonly allow: readonly number[];
        readonly deny: readonly number[];
    };
}
/** The policy that holds wherever no other is given: no import at all. */
declare const denyAll: Policy;

/** One pattern of a policy, and where it stands. */
interface PolicyRule {
    readonly list: 'allow' | 'deny';
    /** From 0, in its list. */
    readonly index: number;
    /** The pattern. */
    readonly text: string;
    /** The preset whose list it is; `null` for a rule of the policy itself. */
    readonly preset: PresetName | null;
    /** Its line in the policy file, from 1, where that is known. */
    readonly line: number | null;
}

/** What has to change in a policy. */
interface PolicyChange {
    /** The narrowest pattern that has to be in `allow`; `null` where one is. */
    readonly add: string | null;
    /** The rules of `deny` that have to go. */
    readonly remove: readonly PolicyRule[];
    /** Both in words: `add "wasi:io/poll@0.2.9" to allow`. */
    readonly text: string;
}

/** What a policy says of an import or of one of its functions. */
interface Decision {
    readonly allowed: boolean;
    /** The rule that decided it; `null` where it is denied because no rule allows it. */
    readonly rule: PolicyRule | null;
    /** The smallest change of the policy that would allow it; `null` where it is allowed. */
    readonly change: PolicyChange | null;
}
/**
 * May a component have this import, or call this function of it? Deny wins over allow, and what no rule allows
 * is denied.
 *
 * @param policy One that came from `parsePolicy` or `checkPolicy`.
 * @param importName The name of the import in the binary: `wasi:clocks/wall-clock@0.2.9`, `log`.
 * @param functionName `now`, `[method]descriptor.read`; of an import that is a function itself, its own name.
 *   `null` asks for the interface without its functions, thus for its types: a rule for any of its functions
 *   allows that, and only a rule for all of it denies it.
 * @returns Whether, by which rule, and what would have to change.
 * @throws AirlockError `policy-invalid` where the policy holds a text that is no pattern.
 *
 * @example
 * decide({ allow: ['wasi:clocks/wall-clock#now'] }, 'wasi:clocks/wall-clock@0.2.9', 'resolution').allowed // false
 */
declare function decide(policy: Policy, importName: string, functionName: string | null): Decision;

/**
 * What does a component import that the policy does not allow?
 *
 * @param imports What it imports, as `inspectComponent` of `@wasm-airlock/wac` lists it.
 * @param policy One that came from `parsePolicy` or `checkPolicy`.
 * @returns One finding for each import that is denied as a whole (`policy-import-denied`) and one for each denied
 *   function of the others (`policy-function-denied`). `args.reason` says which rule denied it, or that none
 *   allows it, `args.change` the smallest change that would allow it, and `args.rule` is the narrowest rule for
 *   it, quoted as in a policy file.
 * @throws AirlockError `policy-invalid` where the policy holds a text that is no pattern.
 */
declare function findDenied(imports: readonly WorldItem[], policy: Policy): Finding[];

/** What a policy file may say; `policy.schema.json` is generated from this. */
declare const policySchema: z.ZodObject<{
    allow: z.ZodDefault<z.ZodArray<z.ZodString>>;
}, z.core.$strict>;
/**
 * Reads a policy file.
 *
 * @param toml The text of the file: `allow = ["wasi:io/*"]`.
 * @returns The policy.
 * @throws AirlockError `policy-invalid` with `details.line` and `details.column` (both from 1) where the
 *   text is no TOML, with the key as `item` where it does not fit the schema.
 */
declare function parsePolicy(toml: string): Policy;
/**
 * Checks a policy that did not come from {@link parsePolicy}, since a pattern that is not understood
 * must never be taken for one that allows.
 *
 * @param policy Anything.
 * @returns The same policy.
 * @throws AirlockError `policy-invalid`.
 */
declare function checkPolicy(policy: unknown): Policy;

/** What each preset allows; the README says it in words. */
declare const policyPresets: Readonly<Record<PresetName, readonly string[]>>;

/**
 * Words a result for people: the verdict, the findings by severity, what the component asks for and
 * offers. Plain text without colours; nothing that a component carries can reach the terminal as control
 * characters.
 *
 * @param result What `validateComponent` returned.
 * @returns Lines of text, the last one ended too.
 */
declare function formatReport(result: ValidationResult): string;

/** What {@link validateComponent} measures a component against. */
interface ValidateOptions {
    /** The WIT package that holds the world. @default none: conformance is not checked */
    readonly wit?: WitFiles;
    /** The world that the component has to fit; requires `wit`. @default the only world of `wit` */
    readonly world?: string;
    /** Which imports are allowed. @default none */
    readonly policy?: Policy;
    /** The most bytes that the component may have. @default 134217728 (128 MiB) */
    readonly maxBytes?: number;
    /** The longest that all of it may take, in milliseconds. @default 30000 */
    readonly timeoutMs?: number;
    /** Ends the work with `aborted`. */
    readonly signal?: AbortSignal;
}
/**
 * Says of a component that nobody vouches for, without running it: is it valid and safe to hand to tools
 * that generate code from it, does it fit a world, does it stay within a policy.
 *
 * In Node.js it happens in a thread of its own, which is ended at the deadline; elsewhere in the thread of the
 * caller, which nothing ends. The checks come in this order: the gate (size, kind, validity by wasmparser's
 * verdict, names, custom sections, limits), the world (the verdict of `wac targets`), the policy. What is too large
 * or no valid component is not looked into further, what exceeds a limit is not compared with a world; otherwise
 * all findings are listed, at most 100 of a code.
 *
 * @param component The bytes, from anywhere. They are never the reason for an exception.
 * @param options World, policy, size, deadline and signal.
 * @returns The findings, and what the component imports and exports.
 * @throws AirlockError `wit-invalid`, `world-unknown`, `policy-invalid` where an option is at fault; `aborted`.
 *
 * @example
 * const { ok, findings } = await validateComponent(bytes, { wit: promptWit, world: 'promptmodifier' })
 */
declare function validateComponent(component: Uint8Array, options?: ValidateOptions): Promise<ValidationResult>;

/** What {@link reportComponent} measures a component against, and how far it looks. */
interface ReportOptions extends ValidateOptions {
    /**
     * Say of each function that is imported whether it can be called at all. It takes longer: every function
     * body is read.
     *
     * @default false
     */
    readonly deep?: boolean;
}
/**
 * Says all there is to say of a component that nobody vouches for, without running it: the verdict of
 * `validateComponent`, what it can do with its imports, what it can be used for, and what it is made of.
 *
 * @param component The bytes, from anywhere. They are never the reason for an exception.
 * @param options As those of `validateComponent`, and how far to look.
 * @returns Plain data. Of a component that is not valid, the verdict alone; of texts that look like secrets, only
 *   their first characters.
 * @throws AirlockError As `validateComponent` does.
 *
 * @example
 * const { capabilities, contents } = await reportComponent(bytes)
 * console.log(capabilities.map(({ kind }) => kind)) // ['reads-files', 'tells-time']
 */
declare function reportComponent(component: Uint8Array, options?: ReportOptions): Promise<ComponentReport>;

export { checkGate, checkPolicy, decide, denyAll, findDenied, formatReport, limitRanges, parsePolicy, policyPresets, policySchema, reportComponent, validateComponent };
export type { Capability, CapabilityKind, ComponentReport, Contents, ContentsTotals, CustomSection, Decision, EmbeddedBinary, FoundHost, FoundSecret, GateOptions, ImportedFunction, LimitRange, Limits, ModuleContents, NestedComponent, Offer, OfferKind, Place, Policy, PolicyChange, PolicyLimits, PolicyRule, PresetName, ReportOptions, SecretKind, ValidateOptions, ValidationResult };
