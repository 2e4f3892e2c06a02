import { WitFiles, Finding, WorldItem } from '@wasm-airlock/shared';
import { z } from 'zod';

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

/** How close a component has to be to a world; `checkConformance` says what each means. */
type WorldMatch = 'subtype' | 'exact';

/** What {@link checkConformance} compares a component with. */
interface ConformanceOptions {
    /** The WIT package that holds the world. */
    readonly wit: WitFiles;
    /** The world, by its plain or full name. @default the only world of `wit` */
    readonly world?: string | undefined;
    /** How close the component has to be. @default 'subtype' */
    readonly match?: WorldMatch | undefined;
}
/** What was found; plain data. */
interface ConformanceResult {
    /** No finding has the severity `error`. */
    readonly ok: boolean;
    /** Full name of the world; `null` where the bytes are no component, and nothing was compared. */
    readonly world: string | null;
    readonly match: WorldMatch;
    readonly findings: readonly Finding[];
}
/**
 * Does a component conform to a world?
 *
 * - `subtype`: the verdict of `wac targets`. A component may import less and export more than the world
 *   says, and a version that semantic versioning takes for compatible fits: `1.2.0` and `1.0.3`, `0.2.0`
 *   and `0.2.9`; not `0.0.1` and `0.0.2`, and no pre-release. What is accepted so is listed all the same.
 * - `exact`: what the tools make for this world and no other. The exports are those of the world, in the
 *   same versions and with nothing more in an interface. The imports are in the same versions; tools leave
 *   out those that the code does not use, and so may be left out here.
 *
 * It reads types only and runs in the thread of the caller: whether function bodies are valid is for
 * {@link validateComponent}.
 *
 * @param component The bytes, from anywhere. They are never the reason for an exception.
 * @param options World and match.
 * @returns Every difference, at most 100 of a code. The arguments of a finding hold both types as WIT text
 *   (`expected`, `found`), and of a mismatch the first place where they part (`place`, `expectedThere`,
 *   `foundThere`).
 * @throws AirlockError `wit-invalid`, `world-unknown`, `usage-invalid` where an option is at fault.
 *
 * @example
 * const { ok, findings } = await checkConformance(bytes, { wit: promptWit, world: 'promptmodifier' })
 */
declare function checkConformance(component: Uint8Array, options: ConformanceOptions): Promise<ConformanceResult>;

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
    /** How close to the world it has to be, as for {@link checkConformance}. @default 'subtype' */
    readonly match?: WorldMatch;
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

export { checkConformance, checkGate, checkPolicy, decide, denyAll, findDenied, formatReport, limitRanges, parsePolicy, policyPresets, policySchema, validateComponent };
export type { ConformanceOptions, ConformanceResult, Decision, GateOptions, LimitRange, Limits, Policy, PolicyChange, PolicyLimits, PolicyRule, PresetName, ValidateOptions, ValidationResult, WorldMatch };
