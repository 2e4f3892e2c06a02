import { Finding, WorldItem, WitFiles, FunctionSignature } from '@wasm-airlock/shared';
import { Inspection } from '@wasm-airlock/wac';
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
/**
 * Why it cannot be said of any import that it is never called:
 * - `imported-module`, `imported-component`: one is instantiated that comes from outside.
 * - `unknown-instruction`: code that may run has an instruction of a proposal that is not understood yet.
 * - `too-large`: more instances, functions or elements of tables than are followed.
 * - `malformed`: it is no component, or contradicts itself.
 */
type IncompleteReason = 'imported-module' | 'imported-component' | 'unknown-instruction' | 'too-large' | 'malformed';
/** How far a deep report could follow what a component calls. */
interface Reach {
    /** All of the component was understood. Else no function is `never` called. */
    readonly complete: boolean;
    /** Why it is not complete; `null` where it is. */
    readonly reason: IncompleteReason | null;
}
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
    /** Those that it declares, in pages of 65,536 bytes; each instance of the module has them anew. */
    readonly memories: readonly {
        readonly minimumPages: number;
        readonly maximumPages: number | null;
    }[];
    /** Those that it declares, in elements; each instance of the module has them anew. */
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
    /**
     * Sections `producers` of which {@link Contents.producers} does not have everything: too large, not written as the
     * convention says, or with more fields, tools or versions than are listed.
     */
    readonly unlistedProducers: number;
    /** Places that begin like one of these and were not looked at, for the same reason. */
    readonly unchecked: number;
}
/** The full report. It is plain data: `JSON.stringify` gives the JSON report, `report.schema.json` its schema. */
interface ComponentReport extends ValidationResult {
    /** What it could do, most serious first; empty where it is no valid component. */
    readonly capabilities: readonly Capability[];
    /** What it can be used for; empty where it is no valid component. */
    readonly offers: readonly Offer[];
    /** `null` where the report is not `deep`, or it is no valid component, or one that holds too much to be read. */
    readonly reach: Reach | null;
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
    /** Functions that run when core modules are instantiated, as often as they are. */
    readonly maxStartFunctions?: number;
    /** Memories that core modules declare, or of all their instances, where that is more. */
    readonly maxMemories?: number;
    /** Memories that threads share. */
    readonly maxSharedMemories?: number;
    /** Bytes of all these memories together when they are made. */
    readonly maxMemoryBytes?: number;
    /** Tables that core modules declare, or of all their instances, where that is more. */
    readonly maxTables?: number;
    /** Elements of all these tables together when they are made. */
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
    /**
     * Types to convert in generated bindings where nothing is shared, for every instance, and what else is written,
     * by its weight in types; about 100 bytes of JavaScript each in real components, up to 700 in hostile ones.
     */
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

/**
 * One finding for each import or export that is an instance with instances, components or core modules inside. No
 * WIT says so, no toolchain makes them, and what looks at the functions of an import does not see theirs.
 *
 * @param inspection Of a valid component.
 * @returns Findings of the code `component-malformed`, at most a hundred; `args.reason` says which.
 */
declare function findNestedItems({ imports, exports, types }: Inspection): Finding[];

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
 * is denied. A rule that denies a name denies its other spellings too, which tools take for the same: `NOW`.
 *
 * @param policy One that came from `parsePolicy` or `checkPolicy`.
 * @param importName The name of the import in the binary: `wasi:clocks/wall-clock@0.2.9`, `log`.
 * @param functionName `now`, `[method]descriptor.read`; of an import that is a function, or no interface, its own name.
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
 * What does a component import that the policy does not allow? Types alone, and an interface that holds nothing
 * else, let it do nothing and need no rule.
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
     * A rule for each function, not for each interface. One that has no functions stays whole.
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
 * refused. Types alone need no rule, nor do interfaces that hold nothing else.
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

/** What only one of two reports has. */
interface Difference<Item> {
    /** Only in the later one. */
    readonly added: readonly Item[];
    /** Only in the earlier one. */
    readonly removed: readonly Item[];
}
/** Something before and after. */
interface Change<Value> {
    readonly before: Value;
    readonly after: Value;
}
/** Functions that make a component able to do something, where they are not the same in both. */
interface CapabilityChange {
    readonly kind: CapabilityKind;
    /** There is no other function for it in the other report. */
    readonly isWhole: boolean;
    readonly functions: readonly ImportedFunction[];
}
/** A function of an import or export that is in both. */
interface FunctionOf {
    /** The import or export, as the report that has the function names it. */
    readonly item: string;
    readonly function: FunctionSignature;
}
/** Imports or exports of two components. An interface in another version is the same interface. */
interface ItemsDiff extends Difference<WorldItem> {
    readonly moved: readonly ({
        readonly name: string;
    } & Change<string>)[];
    readonly functions: Difference<FunctionOf> & {
        /** Their types differ. Of a named type only the name is compared. */
        readonly changed: readonly ({
            readonly item: string;
        } & Change<FunctionSignature>)[];
    };
}
/** A tool in the metadata of a component. */
interface Tool {
    /** `language`, `processed-by`, `sdk`. */
    readonly field: string;
    readonly name: string;
    readonly version: string;
}
/** What two components are made of. */
interface ContentsDiff {
    readonly bytes: Change<number>;
    readonly modules: Change<number>;
    readonly components: Change<number>;
    /** Pages of 65,536 bytes that all memories together have at the start, as declared. */
    readonly minimumPages: Change<number>;
    readonly tools: Difference<Tool> & {
        readonly moved: readonly Change<Tool>[];
    };
    readonly hosts: Difference<FoundHost>;
    readonly secrets: Difference<FoundSecret>;
    readonly embedded: Difference<EmbeddedBinary>;
    /** Nothing was cut off in either report: whatever is not listed as new is not new. */
    readonly isComplete: boolean;
}
/** What is different in the later one of two reports. */
interface ReportDiff {
    /**
     * The later component can touch more: it imports something, or a function, that the earlier one did not, a
     * function of another type, or an interface in a version that is not compatible; or might call a function that
     * could never be called. Also where that cannot be told: the later one is no valid component, it imports a core
     * module or component, of which no report has the type, or only the earlier report says what is never called.
     */
    readonly grew: boolean;
    readonly ok: Change<boolean>;
    readonly capabilities: Difference<CapabilityChange>;
    /** How far calls could be followed; `null` where a report is not deep. */
    readonly reach: Change<Reach | null>;
    /**
     * Functions that both import, that the earlier one could never call, and of which the later report does not say
     * so, because they might be called, or because it is not deep. None where the earlier report is not deep.
     */
    readonly reachable: readonly ImportedFunction[];
    readonly imports: ItemsDiff;
    readonly exports: ItemsDiff;
    /** New and mended findings; the version of an interface does not make a finding another one. */
    readonly findings: Difference<Finding>;
    /** `null` where one of the two was not read. */
    readonly contents: ContentsDiff | null;
}

/**
 * Compares two components by their reports: above all, what the later one can touch that the earlier one
 * could not.
 *
 * @param before What `reportComponent` returned for the earlier component.
 * @param after What it returned for the later one, with the same options.
 * @returns Plain data; `formatDiff` words it.
 */
declare function diffReports(before: ComponentReport, after: ComponentReport): ReportDiff;

/** How {@link formatMarkdown} words a report. */
interface MarkdownOptions {
    /** The heading. @default Component report */
    readonly title?: string;
}
/**
 * A report as Markdown for a pull request, as GitHub renders it. Everything that a component carries stands
 * in code spans, where it can be neither markup nor HTML nor a mention nor a link. It fits into a comment:
 * long lists are cut, and sections that have no room any more are named.
 *
 * @param report What `reportComponent` or `validateComponent` returned.
 * @param options The title.
 * @returns Lines of Markdown, the last one ended too.
 */
declare function formatMarkdown(report: ValidationResult | ComponentReport, { title }?: MarkdownOptions): string;

/**
 * Words for people what is different between two components: whether the later one can touch more, then `+`
 * for what is new, `-` for what is gone, `~` for what changed. Plain text without colours; no line is longer
 * than 80 columns, whatever the components carry.
 *
 * @param diff What `diffReports` returned.
 * @returns Lines of text, the last one ended too.
 */
declare function formatDiff(diff: ReportDiff): string;
/**
 * As {@link formatDiff}, as Markdown for a pull request; what the components carry stands in code spans.
 *
 * @param diff What `diffReports` returned.
 * @param options The title.
 * @returns Lines of Markdown, the last one ended too.
 */
declare function formatMarkdownDiff(diff: ReportDiff, { title }?: MarkdownOptions): string;

/** What a JSON report says; `report.schema.json` is generated from this. */
declare const reportSchema: z.ZodType<ComponentReport>;

/**
 * The part of SARIF 2.1.0 that {@link toSarif} writes; names and meanings are those of the standard.
 */
interface SarifLog {
    readonly $schema: string;
    readonly version: '2.1.0';
    readonly runs: readonly [SarifRun];
}
interface SarifRun {
    readonly tool: {
        readonly driver: SarifDriver;
    };
    /** `category/`: runs of another category do not replace this one. */
    readonly automationDetails: {
        readonly id: string;
    };
    readonly invocations: readonly [{
        readonly executionSuccessful: true;
    }];
    readonly artifacts: readonly [SarifArtifact];
    readonly results: readonly SarifResult[];
    readonly columnKind: 'utf16CodeUnits';
    /** What the component can do, in the words of the report. */
    readonly properties: {
        readonly capabilities: readonly string[];
    };
}
interface SarifDriver {
    readonly name: string;
    readonly informationUri: string;
    readonly semanticVersion?: string;
    readonly rules: readonly SarifRule[];
}
interface SarifRule {
    readonly id: string;
    readonly name: string;
    readonly shortDescription: SarifText;
    readonly fullDescription: SarifText;
    readonly help: SarifText & {
        readonly markdown: string;
    };
    readonly properties: {
        readonly tags: readonly string[];
        readonly precision: 'very-high' | 'medium';
    };
}
interface SarifArtifact {
    readonly location: {
        readonly uri: string;
    };
    readonly roles: readonly ['analysisTarget'];
    readonly mimeType: 'application/wasm';
    /** Bytes; absent where the report does not say. */
    readonly length?: number;
}
interface SarifResult {
    readonly ruleId: string;
    readonly ruleIndex: number;
    readonly level: 'error' | 'warning' | 'note';
    readonly message: SarifText;
    readonly locations: readonly [SarifLocation];
    readonly partialFingerprints: {
        readonly primaryLocationLineHash: string;
    };
}
interface SarifLocation {
    readonly physicalLocation: {
        readonly artifactLocation: {
            readonly uri: string;
            readonly index: 0;
        };
        readonly region: SarifRegion;
    };
    readonly logicalLocations: readonly [{
        readonly fullyQualifiedName: string;
    }];
}
/** A component has no lines: its only one is named, and the byte where there is one to name. */
interface SarifRegion {
    readonly startLine: 1;
    readonly startColumn: 1;
    readonly endLine: 1;
    readonly endColumn: 1;
    readonly byteOffset?: number;
    readonly byteLength?: number;
}
interface SarifText {
    readonly text: string;
}

/** What {@link toSarif} has to know beyond the report. */
interface SarifOptions {
    /** Path of the component, from the root of the repository; the same one in every run. */
    readonly file: string;
    /** Tells the analyses of several components apart. @default `airlock/` and the file */
    readonly category?: string;
    /** The version of the tool, as semantic versioning writes it. @default none */
    readonly version?: string;
}
/**
 * A report as SARIF 2.1.0, for code scanning: a result for each finding, and for each text that looks like a
 * secret. What is the same finding in another build of the component keeps its fingerprint.
 *
 * @param report What `reportComponent` or `validateComponent` returned.
 * @param options The file at least.
 * @returns Plain data; `JSON.stringify` gives the file.
 */
declare function toSarif(report: ValidationResult | ComponentReport, { file, category, version }: SarifOptions): Promise<SarifLog>;

/**
 * Words a result for people: the verdict, the findings by severity with what to do about them, of a report
 * also what the component can do and what it is made of, then what it asks for and offers. Plain text
 * without colours; no line is longer than 80 columns, whatever a component carries, and nothing that it
 * carries can reach the terminal as control characters. Long lists are cut; the data itself has all of them.
 *
 * @param report What `reportComponent` or `validateComponent` returned.
 * @returns Lines of text, the last one ended too.
 */
declare function formatReport(report: ValidationResult | ComponentReport): string;

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
 * @throws AirlockError `wit-invalid`, `world-unknown`, `policy-invalid`, `usage-invalid` where an option is at fault;
 * `aborted`.
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

/** What a function does that was denied. */
type DeniedBehaviour = 'trap' | 'error' | 'empty' | 'predictable';
/** A function that the component can no longer reach. */
interface DeniedFunction {
    /** The import: `wasi:cli/environment@0.2.9`, or the plain name of a function. */
    readonly import: string;
    /** `get-environment`, `[method]descriptor.read`; for a plain function, the name of the import. */
    readonly name: string;
    /** What a call of it does now. */
    readonly how: DeniedBehaviour;
}
/** A component that can do less. */
interface RestrictedComponent {
    readonly component: Uint8Array;
    /** What was taken away, in the order of the imports. */
    readonly denied: readonly DeniedFunction[];
    /** What it still imports. */
    readonly imports: readonly WorldItem[];
}

/** How a component is restricted, and what that may cost. */
interface RestrictOptions extends Pick<ValidateOptions, 'maxBytes' | 'timeoutMs' | 'signal'> {
    /**
     * What a denied function does. `default`: it returns the error of its interface where that has a fitting one,
     * behaves as empty (environment, arguments, preopened folders, standard streams), and else traps. `trap`: it
     * always traps.
     *
     * @default 'default'
     */
    readonly behaviour?: 'default' | 'trap';
}
/**
 * Takes away from a component what a policy does not allow: denied imports are satisfied by an adapter that is
 * generated from the component's own types and composed with it. Exports stay as they are. Of an interface of
 * which some functions are allowed, the others are taken away. The result is validated again.
 *
 * In Node.js all of it happens in a thread of its own, which is ended at the deadline; elsewhere in the thread of the
 * caller, which nothing ends.
 *
 * @param component The bytes, from anywhere.
 * @param policy Whatever it does not allow is taken away.
 * @param options What denied functions do; the size it may have, deadline and signal.
 * @returns The component, what each denied function does now, and the imports that are left.
 * @throws AirlockError `validation-failed` (`details.findings`) where the component is not valid or not safe to hand
 *   to tools; `restrict-refused` where what stays needs a type of what goes, or a denied function is asynchronous
 *   (`item` is what stays, `details.denied` what goes); `policy-invalid`; `aborted`.
 *
 * @example
 * const { component: pure } = await restrictComponent(bytes, { allow: [] })
 */
declare function restrictComponent(component: Uint8Array, policy: Policy, options?: RestrictOptions): Promise<RestrictedComponent>;

export { checkConformance, checkGate, checkPolicy, decide, denyAll, diffReports, extendPolicy, findDenied, findNestedItems, findUnusedRules, formatDiff, formatMarkdown, formatMarkdownDiff, formatPolicy, formatReport, limitRanges, parsePolicy, policyPresets, policySchema, reportComponent, reportSchema, restrictComponent, suggestPolicy, toSarif, validateComponent };
export type { Capability, CapabilityChange, CapabilityKind, Change, ComponentReport, ConformanceOptions, ConformanceResult, Contents, ContentsDiff, ContentsTotals, CustomSection, Decision, DeniedBehaviour, DeniedFunction, Difference, EmbeddedBinary, FoundHost, FoundSecret, FunctionOf, GateOptions, ImportedFunction, IncompleteReason, ItemsDiff, LimitRange, Limits, MarkdownOptions, ModuleContents, NestedComponent, Offer, OfferKind, Place, Policy, PolicyChange, PolicyFormat, PolicyRule, PresetName, Reach, ReportDiff, ReportOptions, RestrictOptions, RestrictedComponent, SarifLog, SarifOptions, SecretKind, SuggestOptions, Tool, ValidateOptions, ValidationResult, WorldMatch };
