import { WitFiles } from '@wasm-airlock/shared';

/**
 * Reads a WIT package from disk: a folder with its `deps/`, or one `.wit` file.
 *
 * @param path Folder or file.
 * @returns Relative POSIX path → text of every `.wit` file.
 * @throws AirlockError `input-not-found`, `input-unreadable` (no `.wit` file, not UTF-8, a symbolic link
 * that leads out of the folder) or `input-too-large` (more than 500 files or 8 MiB).
 */
declare function readWitFolder(path: string): Promise<WitFiles>;

export { readWitFolder };
