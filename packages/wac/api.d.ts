import { WorldItem, WitFiles } from '@wasm-airlock/shared';

/**
 * A resolved WIT package as wit-parser serialises it: four tables that refer to one another by index.
 */
interface WitResolution {
    readonly worlds: readonly WitWorld[];
    readonly interfaces: readonly WitInterface[];
    readonly types: readonly WitTypeDefinition[];
    readonly packages: readonly WitPackage[];
    /** Index of the package that was asked for; the others are what it uses. */
    readonly package: number;
}
interface WitDocs {
    readonly contents: string | null;
}
interface WitPackage {
    /** `wasi:cli@0.2.9` */
    readonly name: string;
    readonly docs?: WitDocs;
    /** Name → index of the interface. */
    readonly interfaces: Readonly<Record<string, number>>;
    /** Name → index of the world. */
    readonly worlds: Readonly<Record<string, number>>;
}
interface WitWorld {
    readonly name: string;
    readonly docs?: WitDocs;
    /** The key of an interface of a package is `interface-` and its index. */
    readonly imports: Readonly<Record<string, WitWorldItem>>;
    readonly exports: Readonly<Record<string, WitWorldItem>>;
    readonly package: number | null;
}
type WitWorldItem = {
    readonly interface: {
        readonly id: number;
    };
} | {
    readonly function: WitFunction;
} | {
    readonly type: number | {
        readonly id: number;
    };
};
interface WitInterface {
    /** `null` for an interface that is written inside of a world. */
    readonly name: string | null;
    readonly docs?: WitDocs;
    /** Name → index of the type. */
    readonly types: Readonly<Record<string, number>>;
    readonly functions: Readonly<Record<string, WitFunction>>;
    readonly package: number | null;
}
interface WitFunction {
    readonly name: string;
    readonly docs?: WitDocs;
    /** With a number: the index of the resource that it belongs to. */
    readonly kind: 'freestanding' | 'async-freestanding' | Readonly<Partial<Record<'method' | 'static' | 'constructor' | 'async-method' | 'async-static', number>>>;
    readonly params: readonly WitField[];
    readonly result?: WitType;
}
interface WitField {
    readonly name: string;
    readonly type: WitType;
    readonly docs?: WitDocs;
}
/** The name of a primitive type, or the index of another. */
type WitType = string | number;
interface WitTypeDefinition {
    /** `null` for a type that is only written where it is used, such as `list<u8>`. */
    readonly name: string | null;
    readonly docs?: WitDocs;
    readonly kind: WitTypeKind;
    readonly owner: null | {
        readonly interface: number;
    } | {
        readonly world: number;
    };
}
type WitTypeKind = 'resource' | 'unknown' | {
    readonly record: {
        readonly fields: readonly WitField[];
    };
} | {
    readonly flags: {
        readonly flags: readonly {
            readonly name: string;
            readonly docs?: WitDocs;
        }[];
    };
} | {
    readonly enum: {
        readonly cases: readonly {
            readonly name: string;
            readonly docs?: WitDocs;
        }[];
    };
} | {
    readonly variant: {
        readonly cases: readonly {
            readonly name: string;
            readonly type: WitType | null;
            readonly docs?: WitDocs;
        }[];
    };
} | {
    readonly tuple: {
        readonly types: readonly WitType[];
    };
} | {
    readonly option: WitType;
} | {
    readonly result: {
        readonly ok: WitType | null;
        readonly err: WitType | null;
    };
} | {
    readonly list: WitType;
} | {
    readonly 'fixed-length-list': readonly [WitType, number];
} | {
    readonly map: readonly [WitType, WitType];
} | {
    readonly future: WitType | null;
} | {
    readonly stream: WitType | null;
} | {
    readonly handle: {
        readonly own: number;
    } | {
        readonly borrow: number;
    };
} | {
    readonly type: WitType;
};

/** A world of a WIT package. */
interface ChosenWorld {
    readonly name: string;
    /** Where it stands in `worlds`. */
    readonly index: number;
    /** Would it be chosen without its name, too? */
    readonly isOnly: boolean;
}
/**
 * Chooses a world of a WIT package to build a component for.
 *
 * @param resolution What `resolveWit` returned.
 * @param wanted Its name. @default the only one that exports something, else the only one
 * @throws AirlockError `world-unknown` with the names of all worlds.
 */
declare function chooseWorld(resolution: WitResolution, wanted?: string): ChosenWorld;

/** Components, or encoded WIT packages, by the name that a document uses: `test:comp`, `test:comp@1.0.0`. */
type WacPackages = Readonly<Record<string, Uint8Array>>;
/** A package that a document names. */
interface PackageRequest {
    /** As a document writes it: `test:comp@1.0.0`. */
    readonly key: string;
    readonly name: string;
    readonly version: string | null;
}
/**
 * Finds packages for a document: called once for each, one after the other, in the order in which `wac`
 * looks for them.
 *
 * @returns The bytes of a component or of an encoded WIT package; `undefined` where there is no such package.
 * @throws What keeps the package from being had: its message and those of its causes become part of the error.
 */
type PackageResolver = (request: PackageRequest) => Promise<Uint8Array | undefined> | Uint8Array | undefined;

/** A place in a document; line and column count from 1, column, offset and length are UTF-16 code units. */
interface SourceSpan {
    readonly line: number;
    readonly column: number;
    readonly offset: number;
    readonly length: number;
}
/** Name and kind (`instance`, `function`, …) of an import or export. */
interface ResolvedItem {
    readonly name: string;
    readonly kind: string;
}
/** Where a value of a composition comes from. */
type ResolvedSource = {
    readonly from: 'import';
    readonly name: string;
} | {
    readonly from: 'instantiation';
    readonly index: number;
} | {
    readonly from: 'export';
    readonly name: string;
    readonly of: ResolvedSource;
} | {
    readonly from: 'definition';
    readonly name: string;
};
/** An import of a component that is instantiated, and what satisfies it. */
interface ResolvedArgument {
    readonly name: string;
    /**
     * `name: value`, a name alone, part of a spread (`...instance`), or left to the fill (`...`), which makes
     * it an import of the composition.
     */
    readonly how: 'named' | 'inferred' | 'spread' | 'implicit';
    readonly source: ResolvedSource;
    /** `null` for an implicit one; of a spread, the instance that is spread. */
    readonly span: SourceSpan | null;
}
/** What a document composes. */
interface ResolvedDocument {
    readonly name: string;
    readonly version: string | null;
    /** The world of the targets clause, which the composition was checked against. */
    readonly targets: {
        readonly world: string;
        readonly span: SourceSpan;
    } | null;
    readonly packages: readonly {
        readonly name: string;
        readonly version: string | null;
        readonly imports: readonly ResolvedItem[];
        readonly exports: readonly ResolvedItem[];
        /** Where the document names the package. */
        readonly span: SourceSpan | null;
    }[];
    /** The types, interfaces and worlds that the document declares. */
    readonly definitions: readonly (ResolvedItem & {
        readonly span: SourceSpan;
    })[];
    /**
     * `explicit` ones are import statements, with the place of their name; the others are arguments that an
     * instantiation leaves open.
     */
    readonly imports: readonly (ResolvedItem & {
        readonly explicit: boolean;
        readonly span: SourceSpan | null;
    })[];
    /** In the order in which they are evaluated: one inside of an argument comes before the outer one. */
    readonly instantiations: readonly {
        /** The variable of the document, if there is one. */
        readonly name: string | null;
        readonly package: string;
        readonly span: SourceSpan | null;
        /** In the order of the component's imports. */
        readonly arguments: readonly ResolvedArgument[];
    }[];
    /** In the order of the composition's exports. */
    readonly exports: readonly (ResolvedItem & {
        readonly source: ResolvedSource;
        readonly span: SourceSpan | null;
    })[];
}

/** A place in a document, in bytes of its UTF-8 form. */
interface WacSpan {
    readonly offset: number;
    readonly length: number;
}
/** The syntax tree of a document, as `wac parse` prints it. */
interface WacDocument {
    readonly docs: readonly {
        readonly comment: string;
        readonly span: WacSpan;
    }[];
    readonly directive: {
        readonly package: {
            readonly string: string;
            readonly name: string;
            readonly version: string | null;
            readonly span: WacSpan;
        };
        readonly targets?: Readonly<Record<string, unknown>>;
    };
    /** One of `Import`, `Type`, `Let` and `Export` each, with the tree of that statement. */
    readonly statements: readonly Readonly<Partial<Record<'Import' | 'Type' | 'Let' | 'Export', Readonly<Record<string, unknown>>>>>[];
}

interface ParseOptions {
    /**
     * How messages call the document.
     *
     * @default 'document.wac'
     */
    readonly path?: string | undefined;
    /**
     * Whether the excerpt in `details.report` of an error has colours (ANSI).
     *
     * @default false
     */
    readonly colour?: boolean | undefined;
}
interface ResolveOptions extends ParseOptions {
    /**
     * What the document names: the bytes by name, or a function that finds them.
     *
     * @default none
     */
    readonly packages?: WacPackages | PackageResolver | undefined;
}
interface ComposeOptions extends ResolveOptions {
    /**
     * Import the components that the document instantiates instead of containing them.
     *
     * @default false
     */
    readonly importDependencies?: boolean | undefined;
    /** @default true */
    readonly validate?: boolean | undefined;
}
/**
 * Parses a WAC document.
 *
 * @param source The text of the document.
 * @param options How messages call it.
 * @throws AirlockError `document-invalid` with `details` path, line, column (from 1), offset, length (UTF-16
 * code units), label, related (the other places that matter: `position` with line, column, offset and length,
 * and `label`) and report (what `wac` prints).
 */
declare function parseDocument(source: string, options?: ParseOptions): Promise<WacDocument>;
/**
 * Resolves a WAC document: what it instantiates, with which arguments, and what it imports and exports.
 *
 * @param source The text of the document.
 * @param options The packages that it names.
 * @throws AirlockError `document-invalid`, as {@link parseDocument}; also where a package is unknown, or
 * cannot be had, `cause` then being what the resolver threw.
 */
declare function resolveDocument(source: string, options?: ResolveOptions): Promise<ResolvedDocument>;
/**
 * Prints the graph of a WAC document in the DOT language, as `wac resolve` does.
 *
 * @param source The text of the document.
 * @param options The packages that it names.
 * @throws AirlockError `document-invalid`, as {@link resolveDocument}.
 */
declare function printGraph(source: string, options?: ResolveOptions): Promise<string>;
/**
 * Composes the component that a WAC document describes, byte for byte as `wac compose` does.
 *
 * @param source The text of the document.
 * @param options The packages that it names, and how to encode the result.
 * @returns The component.
 * @throws AirlockError `document-invalid`, as {@link resolveDocument}; also where the result is not valid.
 */
declare function composeDocument(source: string, options?: ComposeOptions): Promise<Uint8Array<ArrayBuffer>>;

/** A type: a primitive one by its WIT name (`u32`, `string`), any other by its index in the table. */
type TypeRef = string | number;
/** What a type of a WIT interface is called. */
interface Named {
    /** `null` where the component gives it no name: `list<u8>` in a parameter. */
    readonly name: string | null;
    /** The interface that it belongs to, with the version; `null` for a type of the component itself. */
    readonly owner: string | null;
}
/** A field, or a case of a variant; `type` is `null` for a case without a payload. */
interface TypedEntry<T = TypeRef> {
    readonly name: string;
    readonly type: T;
}
interface RecordType extends Named {
    readonly kind: 'record';
    readonly fields: readonly TypedEntry[];
}
interface VariantType extends Named {
    readonly kind: 'variant';
    readonly cases: readonly TypedEntry<TypeRef | null>[];
}
interface EnumType extends Named {
    readonly kind: 'enum';
    readonly cases: readonly string[];
}
interface FlagsType extends Named {
    readonly kind: 'flags';
    readonly flags: readonly string[];
}
interface TupleType extends Named {
    readonly kind: 'tuple';
    readonly items: readonly TypeRef[];
}
interface ListType extends Named {
    readonly kind: 'list';
    readonly element: TypeRef;
    /** Of a list of fixed length. */
    readonly length: number | null;
}
interface MapType extends Named {
    readonly kind: 'map';
    readonly key: TypeRef;
    readonly value: TypeRef;
}
interface OptionType extends Named {
    readonly kind: 'option';
    readonly payload: TypeRef;
}
interface ResultType extends Named {
    readonly kind: 'result';
    readonly ok: TypeRef | null;
    readonly error: TypeRef | null;
}
/** A future or a stream of values, or of nothing. */
interface AsyncType extends Named {
    readonly kind: 'future' | 'stream';
    readonly payload: TypeRef | null;
}
/** A handle of a resource. */
interface HandleType extends Named {
    readonly kind: 'own' | 'borrow';
    /** Index of the resource. */
    readonly resource: number;
}
/** Another name of a type: of a primitive one, or of one that is used from another interface. */
interface AliasType extends Named {
    readonly kind: 'alias';
    readonly type: TypeRef;
}
/** A resource. */
interface ResourceType extends Named {
    readonly kind: 'resource';
    /** The resource of another interface that this one is. */
    readonly alias: number | null;
    /** Indexes of its constructor, its methods and its static functions. */
    readonly functions: readonly number[];
}
interface FunctionType {
    readonly kind: 'function';
    /** Without what says that it belongs to a resource: `draw` of `[method]canvas.draw`. */
    readonly name: string | null;
    readonly role: 'freestanding' | 'constructor' | 'method' | 'static';
    /** Index of the resource that it belongs to. */
    readonly resource: number | null;
    readonly async: boolean;
    /** Of a method, `self` is the first. */
    readonly params: readonly TypedEntry[];
    readonly result: TypeRef | null;
}
/** The type of an instance: an interface. */
interface InterfaceType {
    readonly kind: 'interface';
    /** `wasi:http/types@0.2.3`; `null` where it has none. */
    readonly name: string | null;
    readonly version: string | null;
    /** Its types and functions, by the names of the binary. */
    readonly exports: readonly TypedEntry[];
}
/** The type of a component. */
interface ComponentType {
    readonly kind: 'component';
    readonly imports: readonly TypedEntry[];
    readonly exports: readonly TypedEntry[];
}
/** What a core module imports or exports. */
interface CoreItem {
    readonly name: string;
    readonly kind: 'function' | 'table' | 'memory' | 'global' | 'tag';
}
/** The type of a core module. */
interface ModuleType {
    readonly kind: 'module';
    readonly imports: readonly (CoreItem & {
        readonly module: string;
    })[];
    readonly exports: readonly CoreItem[];
}
/** One entry of the table of types. */
type ComponentTypeDefinition = RecordType | VariantType | EnumType | FlagsType | TupleType | ListType | MapType | OptionType | ResultType | AsyncType | HandleType | AliasType | ResourceType | FunctionType | InterfaceType | ComponentType | ModuleType;

/** A name that a core module or component carries, where strangers chose the text. */
interface CarriedName {
    /** `component` for the outermost one, `module 0`, `component 1 / module 2`. */
    readonly where: string;
    readonly kind: 'import-module' | 'import-name' | 'export' | 'component-import' | 'component-export';
    readonly name: string;
}
/** A memory that a core module defines; a page has 65,536 bytes. */
interface CoreMemory {
    readonly where: string;
    readonly minimumPages: number;
    readonly maximumPages: number | null;
}
/** More of something than an inspection reads. */
interface ExceededLimit {
    /** `core modules`, `names of imports and exports`, `bytes that define types`. */
    readonly what: string;
    readonly limit: number;
    /** What was counted until then: the binary may hold more. */
    readonly actual: number;
}
/** An import or export of the component. */
interface InspectedItem extends WorldItem {
    /** Its full type: an index into `types`; `null` where the component is not valid. */
    readonly type: TypeRef | null;
}
/** What a binary is and what it carries. */
interface Inspection {
    readonly kind: 'component' | 'core-module' | 'wit-package' | 'not-wasm';
    /** Why it is not valid WebAssembly, and at which byte; `null` if it is. */
    readonly invalid: null | {
        readonly reason: string;
        readonly offset: number;
    };
    /** The limit at which the reading stopped. Then `invalid` says so too, and all else is only a part. */
    readonly exceeded: null | ExceededLimit;
    /** Imports of the component; without functions where it is not valid. */
    readonly imports: readonly InspectedItem[];
    readonly exports: readonly InspectedItem[];
    /** Every type that the imports and exports are made of; they refer to one another by index. */
    readonly types: readonly ComponentTypeDefinition[];
    /** Every import and export name at every depth, each once per place and kind, as far as it parses. */
    readonly names: readonly CarriedName[];
    /** Number of core modules at every depth. */
    readonly modules: number;
    /** Number of components inside of the outermost one. */
    readonly components: number;
    readonly memories: readonly CoreMemory[];
    /** The `producers` section of the outermost level: field → tool → version. Empty where it has over 64 KiB. */
    readonly producers: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
interface InspectOptions {
    /**
     * Whether function bodies have to be valid, too. Checking them is most of the work, and all of it that a few
     * bytes can make take minutes.
     *
     * @default true
     */
    readonly bodies?: boolean | undefined;
}
/**
 * Reads a WebAssembly binary without running or compiling it. Bad input is a result, not an error, and so
 * is a binary that carries more than what any toolchain builds: 100,000 names, 20,000 functions, 1000
 * modules, 1000 components, 100 memories, 100,000 sections, 1,000,000 functions, globals, imports, exports and
 * the like, 2 MiB of types, 50,000 types of imports and exports, 16 MiB of names and signatures.
 *
 * @param bytes Anything.
 * @param options Whether function bodies are validated.
 * @returns What it is, whether it is valid, and its imports, exports, types, names and memories.
 * @throws AirlockError `component-malformed` where it exhausts the reader, `input-too-large`.
 */
declare function inspectComponent(bytes: Uint8Array, options?: InspectOptions): Promise<Inspection>;

/** The first place where two types differ. */
interface TypeDifference {
    /** From the outermost inwards: `interface a:b/c@1.0.0`, `function f`, `parameter x`, `field y`. */
    readonly path: readonly string[];
    /** What is expected at that place, as WIT text; `nothing` where there should be nothing. */
    readonly expected: string;
    /** What is there instead; texts of over 1024 bytes end in `…`. */
    readonly found: string;
}

/** A component under the name by which results and errors call it. */
interface PlugInput {
    readonly name: string;
    readonly component: Uint8Array;
}
/** One export of a plug that satisfies an import. */
interface PlugConnection {
    readonly plug: string;
    /** Name of the export of the plug. */
    readonly export: string;
    /** The plug whose import it satisfies; `null` for the socket. */
    readonly to: string | null;
    /** Name of the import of the socket, or of that plug. */
    readonly import: string;
}
/** An export that is close to an import and does not satisfy it. */
interface NearMiss extends PlugConnection {
    /**
     * `type`: the names match and the types differ. `version`: only the version differs, and is not
     * compatible. `case`: the same words, with other capitals or joined otherwise.
     */
    readonly kind: 'type' | 'version' | 'case';
    /** One sentence that says what was expected and what was found. */
    readonly reason: string;
    /** Of `type`, where it is known. */
    readonly difference?: TypeDifference;
}
/** A connection that is wanted, whatever would match by name. */
interface WantedConnection {
    /**
     * The plug whose import is to be satisfied; `null` for the socket.
     *
     * @default null
     */
    readonly to?: string | null | undefined;
    readonly import: string;
    readonly plug: string;
    /**
     * @default the export that has the name of the import, or a compatible version of it
     */
    readonly export?: string | undefined;
}
interface PlugOptions {
    /**
     * Which export satisfies an import: where several could, or where the names differ. It goes before
     * whatever would match by name.
     *
     * @default []
     */
    readonly connect?: readonly WantedConnection[] | undefined;
    /**
     * Do plugs satisfy imports of other plugs too?
     *
     * @default false, as `wac plug`
     */
    readonly feed?: boolean | undefined;
    /**
     * What happens to a plug that fits nothing: `refuse` throws `plug-unmatched`, `drop` leaves it out, as
     * `wac plug` does.
     *
     * @default 'refuse'
     */
    readonly unmatched?: 'refuse' | 'drop' | undefined;
    /**
     * Exports of the composition: from the name in the socket to the name that it gets.
     *
     * @default {}
     */
    readonly renameExports?: Readonly<Record<string, string>> | undefined;
    /**
     * The only imports that may stay open, by name; `*` stands for any text. Others are refused with
     * `imports-refused`.
     *
     * @default any
     */
    readonly allowedImports?: readonly string[] | undefined;
}
/** A composition, and how it came about. */
interface PlugResult {
    readonly component: Uint8Array<ArrayBuffer>;
    /** In the order of the imports: those of the socket, then those of the plugs. */
    readonly connections: readonly PlugConnection[];
    /** Imports of the composed component: of the socket what no plug satisfies, and those of the plugs. */
    readonly openImports: readonly string[];
    /** At most 1000, of the first 100,000 pairs of names that are alike. */
    readonly nearMisses: readonly NearMiss[];
}
/**
 * Satisfies imports of one component with the exports of others; without options byte for byte as
 * `wac plug` does. The same input gives the same bytes.
 *
 * @param socket The component whose imports are satisfied and whose exports remain.
 * @param plugs The components that offer exports.
 * @param options Which connections are wanted, and what may be left open or out.
 * @returns The composed component; which export went where; what stays open; what nearly fitted.
 * @throws AirlockError `plug-unmatched` when a plug fits no import (details: `openImports`, `exports` of
 * each plug, `nearMisses`) or a wanted import or export is not there; `plug-cycle` (`cycle`: the
 * connections); `imports-refused` (`refused`); `component-malformed`; `compose-failed`, also where
 * several plugs export what one import takes (`candidates`) or a wanted connection does not fit
 * (`difference`); `usage-invalid`. `report` of the details is what `wac plug` prints.
 */
declare function plugComponents(socket: Uint8Array, plugs: readonly PlugInput[], options?: PlugOptions): Promise<PlugResult>;

/** A component without what composition never looks into: function bodies, data, custom sections of modules. */
interface Skeleton {
    readonly bytes: Uint8Array;
    /** The core modules of which the skeleton holds a part only: whoever needs them valid has to ask an engine. */
    readonly modules: readonly Uint8Array[];
    /** From a place in `bytes` to the one in the whole. */
    readonly locate: (offset: number) => number;
}
interface SkeletonOptions {
    /** A number that sets this skeleton apart from all others: a custom section at its end carries it. */
    readonly mark?: number;
    /**
     * Whether bodies stay of which an engine may say other than wasmparser does, so that wasmparser judges them.
     *
     * @default false
     */
    readonly keepRareBodies?: boolean;
    /**
     * Whether a module becomes a stub where that is possible, which an engine then has to find valid. Only for
     * operations that look at nothing but its imports and exports.
     *
     * @default false
     */
    readonly stubs?: boolean;
    /**
     * Bytes that a section has to lose for it to be worth the trouble; it also bounds what hostile input with
     * a great many sections costs.
     *
     * @default 1024
     */
    readonly worth?: number;
}
/**
 * Writes the skeleton of a binary: every section byte for byte, but in core modules each function body
 * becomes the smallest valid one, each data segment an empty one, and custom sections keep only their
 * names. A validator says of the skeleton what it says of the whole, as long as it is told nothing about
 * function bodies. Whatever is not framed as the specification has it is kept as it is, to be judged there.
 *
 * @param bytes A component or a core module; anything.
 * @returns `undefined` where the outermost level is no WebAssembly, or where there are too many modules.
 */
declare function buildSkeleton(bytes: Uint8Array, { mark, worth, keepRareBodies, stubs }?: SkeletonOptions): Skeleton | undefined;

/** A skeleton, and the bytes in whose place it stands. */
interface Replacement {
    readonly skeleton: Uint8Array;
    readonly whole: Uint8Array;
}
/**
 * Puts whole components in the place of their skeletons: a composition contains each as one section.
 *
 * @param composed What was composed of skeletons.
 * @param replacements Skeletons, no two of them equal.
 * @returns The composition of the whole components; `undefined` where it contains a component that is none
 * of the skeletons, which a composition of nothing else does not.
 */
declare function spliceComponents(composed: Uint8Array, replacements: readonly Replacement[]): Uint8Array | undefined;

/**
 * The files of a WIT package: relative POSIX path → text, or for `deps/NAME.wasm` and `deps/NAME.wat` a
 * package in binary or text format.
 */
type WitSources = Readonly<Record<string, string | Uint8Array>>;
interface WitOptions {
    /**
     * How messages call the folder of the package, or its only file.
     *
     * @default 'wit'
     */
    readonly path?: string | undefined;
}
/**
 * Parses and resolves a WIT package with its dependencies: `*.wit` at the top are the package; below
 * `deps/`, `NAME.wit`, `NAME/*.wit`, `NAME.wasm` and `NAME.wat` are what it uses; other files are ignored.
 *
 * @param files See {@link WitSources}.
 * @param options How messages call the package.
 * @returns What `wasm-tools component wit --json` prints, and the index of the main package.
 * @throws AirlockError `wit-invalid` with `details` file, line, column, offset, length and report (what
 * `wac` prints).
 */
declare function resolveWit(files: WitSources, options?: WitOptions): Promise<WitResolution>;
/**
 * Encodes a WIT package as a WebAssembly binary, as `wasm-tools component wit --wasm` does.
 *
 * @param files See {@link resolveWit}.
 * @param options How messages call the package.
 * @throws AirlockError `wit-invalid`, as {@link resolveWit}.
 */
declare function encodeWit(files: WitSources, options?: WitOptions): Promise<Uint8Array<ArrayBuffer>>;
/**
 * The WIT of a component, or of an encoded WIT package, as files: the main package at the top, every other
 * one as `deps/NAMESPACE-NAME-VERSION/package.wit`. {@link encodeWit} takes them again.
 *
 * @param bytes The component; its world is called `root:component/root`.
 * @returns Relative POSIX path → text.
 * @throws AirlockError `component-malformed` where the bytes are neither.
 */
declare function decodeWit(bytes: Uint8Array): Promise<WitFiles>;
/**
 * Prints the WIT of a component or of an encoded WIT package, dependencies as nested packages.
 *
 * @throws AirlockError `component-malformed` where the bytes are neither.
 */
declare function printWit(bytes: Uint8Array): Promise<string>;

interface TargetsOptions {
    /**
     * The world by its plain or full name (`component:promptprocessor/promptmodifier@0.0.1`).
     *
     * @default the only world of the package
     */
    readonly world?: string | undefined;
    /**
     * How messages call the WIT package.
     *
     * @default none
     */
    readonly path?: string | undefined;
}
/** One way in which a component does not conform. */
interface TargetMismatch {
    readonly kind: 'import-unexpected' | 'export-missing' | 'type-mismatch';
    /** Whether `name` is an import or an export. */
    readonly side: 'import' | 'export';
    readonly name: string;
    /** One sentence; of a mismatch, the place and both types. */
    readonly reason: string;
    /** What the other side has whose name differs in version or spelling only; `null` of a type mismatch. */
    readonly nearest: string | null;
    /** Of a mismatch, where it is known: the first place where the types differ. */
    readonly difference: TypeDifference | null;
    /**
     * What the world has, as WIT text of at most 1024 bytes and `…`; not there for an unexpected import, nor
     * from the thousandth mismatch on.
     */
    readonly expected?: string;
    /** What the component has, likewise; not there for a missing export. */
    readonly found?: string;
}
/** Something that a component exports and the world does not ask for: no mismatch. */
interface ExtraExport {
    /** The export. */
    readonly name: string;
    /** What is too much of an interface that the world asks for; `null` where it is the whole export. */
    readonly member: string | null;
    /** `function`, `instance`, `resource`, `record`, … */
    readonly kind: string;
    /** Names of the first 16 functions of an interface. */
    readonly functions: readonly string[];
    /** Its type as WIT text of at most 1024 bytes and `…`. */
    readonly found: string;
}
/** An import or export that fits in a version with which its own is compatible. */
interface VersionMatch {
    readonly side: 'import' | 'export';
    /** The name that the world has. */
    readonly expected: string;
    /** The name that the component has. */
    readonly found: string;
}
interface TargetsResult {
    readonly ok: boolean;
    /** Imports outside of the world, missing exports, then what differs, each in the order of the names. */
    readonly mismatches: readonly TargetMismatch[];
    /** The first thousand exports beyond the world: whole ones, then those inside of interfaces. */
    readonly extras: readonly ExtraExport[];
    /** The first thousand names for which another version stands in: imports, then exports. */
    readonly versions: readonly VersionMatch[];
    /** Full name of the world. */
    readonly world: string;
    /**
     * What `wac targets` prints behind `error: `, `null` where it accepts. It also refuses some calls that
     * are answered here: a world by its full name, or left to be found beside interfaces.
     */
    readonly report: string | null;
}
/**
 * Does a component conform to a world? The verdict is that of `wac targets`: a component may import less
 * and export more than the world says.
 *
 * @param component The component.
 * @param wit The WIT package that holds the world.
 * @param options Which world, and how messages call the package.
 * @returns All imports and exports that do not conform, all in one go, each with the first difference.
 * @throws AirlockError `component-malformed`, `wit-invalid` (with file, line and column) or `world-unknown`;
 * `report` of the details is what `wac targets` prints.
 */
declare function checkTargets(component: Uint8Array, wit: WitSources, options?: TargetsOptions): Promise<TargetsResult>;

interface WatOptions {
    /**
     * How messages call the text.
     *
     * @default '<anon>'
     */
    readonly path?: string | undefined;
}
/**
 * Assembles the WebAssembly text format, modules and components alike.
 *
 * @param text The text.
 * @param options How messages call it.
 * @throws AirlockError `input-unreadable`, its message with the line and an excerpt.
 */
declare function parseWat(text: string, options?: WatOptions): Promise<Uint8Array<ArrayBuffer>>;
/**
 * Prints a component or a core module in the text format, as `wac … -t` and `wasm-tools print` do.
 *
 * @param bytes The component.
 * @throws AirlockError `component-malformed` where the bytes are neither.
 */
declare function printComponent(bytes: Uint8Array): Promise<string>;

export { buildSkeleton, checkTargets, chooseWorld, composeDocument, decodeWit, encodeWit, inspectComponent, parseDocument, parseWat, plugComponents, printComponent, printGraph, printWit, resolveDocument, resolveWit, spliceComponents };
export type { AliasType, AsyncType, CarriedName, ChosenWorld, ComponentType, ComponentTypeDefinition, ComposeOptions, CoreItem, CoreMemory, EnumType, ExceededLimit, ExtraExport, FlagsType, FunctionType, HandleType, InspectOptions, InspectedItem, Inspection, InterfaceType, ListType, MapType, ModuleType, NearMiss, OptionType, PackageRequest, PackageResolver, ParseOptions, PlugConnection, PlugInput, PlugOptions, PlugResult, RecordType, Replacement, ResolveOptions, ResolvedArgument, ResolvedDocument, ResolvedItem, ResolvedSource, ResourceType, ResultType, Skeleton, SkeletonOptions, SourceSpan, TargetMismatch, TargetsOptions, TargetsResult, TupleType, TypeDifference, TypeRef, TypedEntry, VariantType, VersionMatch, WacDocument, WacPackages, WacSpan, WantedConnection, WatOptions, WitDocs, WitField, WitFunction, WitInterface, WitOptions, WitPackage, WitResolution, WitSources, WitType, WitTypeDefinition, WitTypeKind, WitWorld, WitWorldItem };
