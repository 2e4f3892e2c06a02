import { WorldItem, Finding, WitFiles } from '@wasm-airlock/shared';
import { z } from 'zod';

/** What a component may import. Whatever no pattern allows is refused. */
interface Policy {
    /**
     * Patterns: `wasi:cli/environment@0.2.9` (this version), `wasi:cli/environment` (any version),
     * `wasi:io/*` (a package), `wasi:*` (a namespace), `*` (everything), `log` (an import of that plain name).
     */
    readonly allow: readonly string[];
}
/** The policy that holds wherever no other is given: no import at all. */
declare const denyAll: Policy;
/**
 * Which imports does the policy not allow?
 *
 * @param imports What a component imports, as `inspectComponent` of `@wasm-airlock/wac` lists it.
 * @param policy One that came from {@link parsePolicy} or {@link checkPolicy}.
 * @returns One finding `policy-import-denied` for each of them; `args.rule` is the narrowest rule that would
 *   allow it, quoted as in a policy file.
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
 * It happens in a thread of its own, which is ended at the deadline. The checks come in this order: size,
 * kind, validity (wasmparser's verdict), names and limits, the world (the verdict of `wac targets`), the
 * policy. What is too large or no valid component is not looked into further, what exceeds a limit is not
 * compared with a world; otherwise all findings are listed, at most 100 of a code.
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

export { checkPolicy, denyAll, findDenied, formatReport, parsePolicy, policySchema, validateComponent };
export type { Policy, ValidateOptions, ValidationResult };
