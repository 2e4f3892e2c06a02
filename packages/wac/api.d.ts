import { WorldItem, WitFiles } from '@wasm-airlock/shared';

/** Components, or encoded WIT packages, by the name that a document uses: `test:comp`, `test:comp@1.0.0`. */
type WacPackages = Readonly<Record<string, Uint8Array>>;
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
interface ResolveOptions {
    /** @default none */
    readonly packages?: WacPackages;
}
interface ComposeOptions extends ResolveOptions {
    /**
     * Import the components that the document instantiates instead of containing them.
     *
     * @default false
     */
    readonly importDependencies?: boolean;
    /** @default true */
    readonly validate?: boolean;
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
/** What a document composes. */
interface ResolvedDocument {
    readonly name: string;
    readonly version: string | null;
    readonly packages: readonly {
        readonly name: string;
        readonly version: string | null;
        readonly imports: readonly ResolvedItem[];
        readonly exports: readonly ResolvedItem[];
    }[];
    /** `explicit` ones are import statements, the others arguments that an instantiation leaves open. */
    readonly imports: readonly (ResolvedItem & {
        readonly explicit: boolean;
    })[];
    readonly instantiations: readonly {
        /** The variable of the document, if there is one. */
        readonly name: string | null;
        readonly package: string;
        readonly arguments: readonly {
            readonly name: string;
            readonly source: ResolvedSource;
        }[];
    }[];
    readonly exports: readonly (ResolvedItem & {
        readonly source: ResolvedSource;
    })[];
}
/**
 * Parses a WAC document.
 *
 * @param source The text of the document.
 * @throws AirlockError `document-invalid` with `details` line, column (from 1), offset, length (UTF-16 code
 * units) and label.
 */
declare function parseDocument(source: string): Promise<WacDocument>;
/**
 * Resolves a WAC document: what it instantiates, with which arguments, and what it imports and exports.
 *
 * @param source The text of the document.
 * @param options The packages that it names.
 * @throws AirlockError `document-invalid`, as {@link parseDocument}; also where a package is not given.
 */
declare function resolveDocument(source: string, options?: ResolveOptions): Promise<ResolvedDocument>;
/**
 * Composes the component that a WAC document describes, byte for byte as `wac compose` does.
 *
 * @param source The text of the document.
 * @param options The packages that it names, and how to encode the result.
 * @returns The component.
 * @throws AirlockError `document-invalid`, as {@link parseDocument}; also where the result is not valid.
 */
declare function composeDocument(source: string, options?: ComposeOptions): Promise<Uint8Array>;

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
/** What a binary is and what it carries. */
interface Inspection {
    readonly kind: 'component' | 'core-module' | 'wit-package' | 'not-wasm';
    /** Why it is not valid WebAssembly, function bodies included, and at which byte; `null` if it is. */
    readonly invalid: null | {
        readonly reason: string;
        readonly offset: number;
    };
    /** The limit at which the reading stopped. Then `invalid` says so too, and all else is only a part. */
    readonly exceeded: null | ExceededLimit;
    /** Imports of the component; without functions where it is not valid. */
    readonly imports: readonly WorldItem[];
    readonly exports: readonly WorldItem[];
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
/**
 * Reads a WebAssembly binary without running or compiling it. Bad input is a result, not an error, and so
 * is a binary that carries more than what any toolchain builds: 100,000 names, 20,000 functions, 1000
 * modules, 1000 components, 100 memories, 100,000 sections, 2 MiB of types, 16 MiB of names and signatures.
 *
 * @param bytes Anything.
 * @returns What it is, whether it is valid, and its imports, exports, names and memories.
 * @throws AirlockError `component-malformed` where it exhausts the reader, `input-too-large`.
 */
declare function inspectComponent(bytes: Uint8Array): Promise<Inspection>;

/** A component under the name by which results and errors call it. */
interface PlugInput {
    readonly name: string;
    readonly component: Uint8Array;
}
/** One export of a plug that satisfies an import of the socket. */
interface PlugConnection {
    readonly plug: string;
    /** Name of the import of the socket. */
    readonly import: string;
}
/** A plug whose export bears the name of an import and does not fit it. */
interface NearMiss extends PlugConnection {
    /** Where the two types, or the versions, first differ. */
    readonly reason: string;
}
/** A composition, and how it came about. */
interface PlugResult {
    readonly component: Uint8Array;
    readonly connections: readonly PlugConnection[];
    /** Imports of the composed component: of the socket what no plug satisfies, and those of the plugs. */
    readonly openImports: readonly string[];
    readonly nearMisses: readonly NearMiss[];
}
/**
 * Satisfies imports of one component with the exports of others, byte for byte as `wac plug` does.
 *
 * @param socket The component whose imports are satisfied and whose exports remain.
 * @param plugs The components that offer exports, in the order in which they are to be instantiated.
 * @returns The composed component; which export went where; what stays open; what nearly fitted.
 * @throws AirlockError `plug-unmatched` when a plug fits no import (details: `openImports`, `exports` of
 * each plug, `nearMisses`), `component-malformed`, or `compose-failed`.
 */
declare function plugComponents(socket: Uint8Array, plugs: readonly PlugInput[]): Promise<PlugResult>;

interface TargetsOptions {
    /**
     * The world by its plain or full name (`component:promptprocessor/promptmodifier@0.0.1`).
     *
     * @default the only world of the package
     */
    readonly world?: string;
}
/** One way in which a component does not conform. */
interface TargetMismatch {
    readonly kind: 'import-unexpected' | 'export-missing' | 'type-mismatch';
    /** The import or export. */
    readonly name: string;
    readonly reason: string;
}
interface TargetsResult {
    readonly ok: boolean;
    readonly mismatches: readonly TargetMismatch[];
    /** Full name of the world. */
    readonly world: string;
}
/**
 * Does a component conform to a world? The verdict is that of `wac targets`: a component may import less
 * and export more than the world says.
 *
 * @param component The component.
 * @param wit The WIT package that holds the world.
 * @param options Which world.
 * @returns All imports and exports that do not conform, each with the first difference.
 * @throws AirlockError `component-malformed`, `wit-invalid` (with file, line and column) or `world-unknown`.
 */
declare function checkTargets(component: Uint8Array, wit: WitFiles, options?: TargetsOptions): Promise<TargetsResult>;

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

/**
 * Parses and resolves a WIT package with its dependencies: `*.wit` at the top are the package,
 * `deps/NAME.wit` and `deps/NAME/*.wit` what it uses; other files are ignored.
 *
 * @param files Relative POSIX path → text.
 * @returns What `wasm-tools component wit --json` prints, and the index of the main package.
 * @throws AirlockError `wit-invalid` with `details` file, line, column, offset and length.
 */
declare function resolveWit(files: WitFiles): Promise<WitResolution>;
/**
 * Encodes a WIT package as a WebAssembly binary, as `wasm-tools component wit --wasm` does.
 *
 * @param files See {@link resolveWit}.
 * @throws AirlockError `wit-invalid` with `details` file, line, column, offset and length.
 */
declare function encodeWit(files: WitFiles): Promise<Uint8Array>;
/**
 * Prints the WIT of a component or of an encoded WIT package, dependencies as nested packages.
 *
 * @throws AirlockError `component-malformed` where the bytes are neither.
 */
declare function printWit(bytes: Uint8Array): Promise<string>;
/**
 * Assembles the WebAssembly text format, modules and components alike.
 *
 * @throws AirlockError `input-unreadable`, its message with the line.
 */
declare function parseWat(text: string): Promise<Uint8Array>;

export { checkTargets, composeDocument, encodeWit, inspectComponent, parseDocument, parseWat, plugComponents, printWit, resolveDocument, resolveWit };
export type { CarriedName, ComposeOptions, CoreMemory, ExceededLimit, Inspection, NearMiss, PlugConnection, PlugInput, PlugResult, ResolveOptions, ResolvedDocument, ResolvedItem, ResolvedSource, TargetMismatch, TargetsOptions, TargetsResult, WacDocument, WacPackages, WacSpan, WitDocs, WitField, WitFunction, WitInterface, WitPackage, WitResolution, WitType, WitTypeDefinition, WitTypeKind, WitWorld, WitWorldItem };
