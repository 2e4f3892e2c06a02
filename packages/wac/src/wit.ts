import type { WitFiles } from '@wasm-airlock/shared'
import { bytesOf, callToolchain } from './toolchain.ts'
import type { WitResolution } from './wit-resolution.ts'

/** The files of a WIT package as the component takes them. */
export function listFiles(files: WitFiles): { path: string; content: Uint8Array }[] {
  const encoder = new TextEncoder()
  return Object.entries(files).map(([path, text]) => ({ path, content: encoder.encode(text) }))
}

/**
 * Parses and resolves a WIT package with its dependencies: `*.wit` at the top are the package,
 * `deps/NAME.wit` and `deps/NAME/*.wit` what it uses; other files are ignored.
 *
 * @param files Relative POSIX path → text.
 * @returns What `wasm-tools component wit --json` prints, and the index of the main package.
 * @throws AirlockError `wit-invalid` with `details` file, line, column, offset and length.
 */
export async function resolveWit(files: WitFiles): Promise<WitResolution> {
  const json = await callToolchain('wit-invalid', (toolchain) => toolchain.resolveWit(listFiles(files), ''))
  return JSON.parse(json) as WitResolution
}

/**
 * Encodes a WIT package as a WebAssembly binary, as `wasm-tools component wit --wasm` does.
 *
 * @param files See {@link resolveWit}.
 * @throws AirlockError `wit-invalid` with `details` file, line, column, offset and length.
 */
export async function encodeWit(files: WitFiles): Promise<Uint8Array> {
  return callToolchain('wit-invalid', (toolchain) => toolchain.encodeWit(listFiles(files), ''))
}

/**
 * Prints the WIT of a component or of an encoded WIT package, dependencies as nested packages.
 *
 * @throws AirlockError `component-malformed` where the bytes are neither.
 */
export async function printWit(bytes: Uint8Array): Promise<string> {
  return callToolchain('component-malformed', (toolchain) => toolchain.printWit(bytesOf(bytes, 'bytes')))
}

/**
 * Assembles the WebAssembly text format, modules and components alike.
 *
 * @throws AirlockError `input-unreadable`, its message with the line.
 */
export async function parseWat(text: string): Promise<Uint8Array> {
  return callToolchain('input-unreadable', (toolchain) => toolchain.parseWat(text, undefined))
}
