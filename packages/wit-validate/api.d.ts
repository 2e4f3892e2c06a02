import { Finding, WorldItem, WitFiles } from '@wasm-airlock/shared';
import { z } from 'zod';

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
    /** How much it may have of what tools pay for. @default those of README.md */
    readonly limits?: Limits;
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
 * Adds rules to a policy, for what a component is given anyway. What the policy denies stays denied: a rule that
 * could allow nothing because of that is left out, where `checkPolicy` would refuse both as a contradiction.
 *
 * @param policy A policy.
 * @param rules Patterns.
 * @returns Another policy.
 *
 * @example
 * extendPolicy({ allow: [], deny: ['wasi:sockets/*'] }, ['wasi:sockets/tcp', 'wasi:io/*']).allow // ['wasi:io/*']
 */
declare function extendPolicy(policy: Policy, rules: readonly string[]): Policy;

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

/**
 * Which rules of `allow` does a component not need? That is no fault of the component, and nothing unusual for a
 * policy that several share, so `validateComponent` does not ask.
 *
 * @param imports What the component imports, as `validateComponent` lists it.
 * @param policy One that came from `parsePolicy` or `checkPolicy`. The rules of its preset are left out.
 * @returns One finding `policy-rule-unused` of severity `info` for each rule that no import falls under.
 */
declare function findUnusedRules(imports: readonly WorldItem[], policy: Policy): Finding[];

/**
 * Writes a policy as the text of a file, from which `parsePolicy` reads the same policy.
 *
 * @param policy A policy.
 * @param format TOML gets a comment above the rules of each package.
 * @returns The text, its last line ended too.
 * @throws AirlockError `policy-invalid` where it is no policy.
 */
declare function formatPolicy(policy: Policy, format?: 'toml' | 'json'): string;

/** How the text of a policy is written. */
interface PolicyFormat {
    /** @default 'toml' */
    readonly format?: 'toml' | 'json';
}
/**
 * Reads a policy file.
 *
 * @param text The text of the file: `allow = ["wasi:io/*"]`. At most 262,144 characters.
 * @param options Whether it is TOML or JSON; both have the same keys.
 * @returns The policy, with the lines of its rules.
 * @throws AirlockError `policy-invalid` where the text does not parse, has an unknown key, a value of a wrong
 *   type, a limit that is too high, a text that is no pattern, a pattern that can match nothing, or two rules that
 *   contradict each other. `details.line` and `details.column` count from 1, `item` is the key (`allow.0`), and
 *   `details.issues` lists what else is wrong, at most 100 problems.
 *
 * @example
 * parsePolicy('extends = "wasi-cli"\ndeny = ["wasi:sockets/*"]')
 */
declare function parsePolicy(text: string, { format }?: PolicyFormat): Policy;
/**
 * Checks a policy that did not come from {@link parsePolicy}, since a pattern that is not understood
 * must never be taken for one that allows.
 *
 * @param policy Anything.
 * @returns The same policy.
 * @throws AirlockError `policy-invalid`, as {@link parsePolicy} but without line and column.
 */
declare function checkPolicy(policy: unknown): Policy;

/** What each preset allows; the README says it in words. */
declare const policyPresets: Readonly<Record<PresetName, readonly string[]>>;

/** What a policy file may say; `policy.schema.json` is generated from this. */
declare const policySchema: z.ZodObject<{
    extends: z.ZodOptional<z.ZodEnum<{
        pure: "pure";
        "wasi-cli": "wasi-cli";
        "spin-http": "spin-http";
    }>>;
    allow: z.ZodDefault<z.ZodArray<z.ZodString>>;
    deny: z.ZodOptional<z.ZodArray<z.ZodString>>;
    limits: z.ZodOptional<z.ZodObject<{
        maxBytes: z.ZodOptional<z.ZodInt>;
        maxNesting: z.ZodOptional<z.ZodInt>;
        maxModules: z.ZodOptional<z.ZodInt>;
        maxComponents: z.ZodOptional<z.ZodInt>;
        maxSections: z.ZodOptional<z.ZodInt>;
        maxSectionBytes: z.ZodOptional<z.ZodInt>;
        maxDeclarationBytes: z.ZodOptional<z.ZodInt>;
        maxCustomBytes: z.ZodOptional<z.ZodInt>;
        maxImports: z.ZodOptional<z.ZodInt>;
        maxExports: z.ZodOptional<z.ZodInt>;
        maxFunctions: z.ZodOptional<z.ZodInt>;
        maxBodyWork: z.ZodOptional<z.ZodInt>;
        maxStartFunctions: z.ZodOptional<z.ZodInt>;
        maxMemories: z.ZodOptional<z.ZodInt>;
        maxSharedMemories: z.ZodOptional<z.ZodInt>;
        maxMemoryBytes: z.ZodOptional<z.ZodInt>;
        maxTables: z.ZodOptional<z.ZodInt>;
        maxTableElements: z.ZodOptional<z.ZodInt>;
        maxNames: z.ZodOptional<z.ZodInt>;
        maxNameLength: z.ZodOptional<z.ZodInt>;
        maxTexts: z.ZodOptional<z.ZodInt>;
        maxTypes: z.ZodOptional<z.ZodInt>;
        maxTypeDepth: z.ZodOptional<z.ZodInt>;
        maxBindings: z.ZodOptional<z.ZodInt>;
    }, z.core.$strict>>;
}, z.core.$strict>;

/** How wide the rules of {@link suggestPolicy} are. */
interface SuggestOptions {
    /**
     * A rule for each function, not for each interface. An interface of which only types are imported stays whole.
     *
     * @default false
     */
    readonly functions?: boolean;
    /**
     * `exact`: these versions. `compatible`: those and later ones that `semver` calls compatible (`@^0.2.9`), where
     * the version is no prerelease. `any`: every version.
     *
     * @default 'exact'
     */
    readonly versions?: 'exact' | 'compatible' | 'any';
}
/**
 * Writes the tightest policy by which a component may have what it imports: without any of its rules it would be
 * refused.
 *
 * @param imports What it imports, as `inspectComponent` of `@wasm-airlock/wac` or `validateComponent` lists it.
 * @param options How wide the rules are.
 * @returns The policy, sorted by name; {@link formatPolicy} writes it to a file.
 * @throws AirlockError `policy-invalid` where it imports what no policy can name: an interface or function that a
 *   known package does not have, a name that is no WIT name, or more than rules can be.
 *
 * @example
 * const { imports } = await validateComponent(bytes)
 * const text = formatPolicy(suggestPolicy(imports, { functions: true }))
 */
declare function suggestPolicy(imports: readonly WorldItem[], { functions, versions }?: SuggestOptions): Policy;

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

export { checkGate, checkPolicy, decide, denyAll, extendPolicy, findDenied, findUnusedRules, formatPolicy, formatReport, limitRanges, parsePolicy, policyPresets, policySchema, suggestPolicy, validateComponent };
export type { Decision, GateOptions, LimitRange, Limits, Policy, PolicyChange, PolicyFormat, PolicyRule, PresetName, SuggestOptions, ValidateOptions, ValidationResult };
