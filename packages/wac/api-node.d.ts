import { WitFiles } from '@wasm-airlock/shared';

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

interface FolderResolverOptions {
    /**
     * The folder with the packages.
     *
     * @default 'deps'
     */
    readonly folder?: string | undefined;
    /**
     * Where single packages are: name → path of a file. They hold for names without a version.
     *
     * @default none
     */
    readonly overrides?: Readonly<Record<string, string>> | undefined;
}
/**
 * Finds packages in files, as the `wac` command does: `test:comp@1.0.0` is `FOLDER/test/comp/1.0.0`, which is a
 * folder with WIT, or that path with `.wat` or else `.wasm` behind.
 *
 * @param options Where they are.
 * @returns A resolver for `composeDocument` and its like. It throws what `wac` prints, causes included; `usage-invalid` for
 * names and versions that no document can have, such as `..`. Of a folder with WIT, it reads at most 1000
 * files and 64 MiB.
 * @throws AirlockError `usage-invalid`
 */
declare function createFolderResolver(options?: FolderResolverOptions): PackageResolver;

/**
 * Reads a WIT package from disk as text: a folder with its `deps/`, or one `.wit` file. One with packages in
 * binary or text format in `deps/`, without which it would not resolve, is for `readWitSources`.
 *
 * @param path Folder or file.
 * @returns Relative POSIX path → text of every `.wit` file.
 * @throws AirlockError `input-not-found`, `input-unreadable` (no `.wit` file, not UTF-8, a symbolic link
 * that leads out of the folder, a `.wasm` or `.wat` in `deps/`) or `input-too-large` (more than 500 files or 8 MiB), `usage-invalid`.
 */
declare function readWitFolder(path: string): Promise<WitFiles>;

/**
 * Reads what wit-parser reads of a WIT package: of a folder the `.wit` files at its top and in `deps/NAME/`,
 * and the `.wit`, `.wasm` and `.wat` files in `deps/`; or else the one file. In a folder, only plain files are read.
 *
 * @param path Folder or file; what is no folder may be a device or a pipe, such as `/dev/stdin`.
 * @returns Relative POSIX path → content, nothing of it checked.
 * @throws Error in the words of wit-parser, with the error of the system as its last cause; also for a
 * symbolic link that leads out of the folder, for what is no plain file in it, and for more than 1000 files
 * or 64 MiB. AirlockError `usage-invalid`.
 */
declare function readWitSources(path: string): Promise<Record<string, Uint8Array<ArrayBuffer>>>;

export { createFolderResolver, readWitFolder, readWitSources };
export type { FolderResolverOptions };
