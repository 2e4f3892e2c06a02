import type { WitFiles } from '@wasm-airlock/shared'
import {
  type ArgumentReader,
  bytes as bytesReader,
  objectOf,
  optional,
  readArgument,
  recordOf,
  refuse,
  text,
} from './arguments.ts'
import { callToolchain } from './toolchain.ts'
import type { WitResolution } from './wit-resolution.ts'

/**
 * The files of a WIT package: relative POSIX path → text, or for `deps/NAME.wasm` and `deps/NAME.wat` a
 * package in binary or text format.
 */
export type WitSources = Readonly<Record<string, string | Uint8Array>>

export interface WitOptions {
  /**
   * How messages call the folder of the package, or its only file.
   *
   * @default 'wit'
   */
  readonly path?: string | undefined
}

const witOptions = objectOf({ path: optional(text) })

const textOrBytes: ArgumentReader<Uint8Array> = (value, item) => {
  if (typeof value === 'string') return new TextEncoder().encode(value)
  return ArrayBuffer.isView(value) ? bytesReader(value, item) : refuse(item, 'a string or a Uint8Array')
}

const witFiles = recordOf(textOrBytes)

/** The files of a WIT package as the component takes them. */
export function listFiles(files: WitSources, item: string): { path: string; content: Uint8Array }[] {
  return readArgument(witFiles, files, item).map(([path, content]) => ({ path, content }))
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
export async function resolveWit(files: WitSources, options: WitOptions = {}): Promise<WitResolution> {
  const listed = listFiles(files, 'files')
  const { path = 'wit' } = readArgument(witOptions, options, 'options')
  const json = await callToolchain('wit-invalid', (toolchain) => toolchain.resolveWit(listed, path))
  return JSON.parse(json) as WitResolution
}

/**
 * Encodes a WIT package as a WebAssembly binary, as `wasm-tools component wit --wasm` does.
 *
 * @param files See {@link resolveWit}.
 * @param options How messages call the package.
 * @throws AirlockError `wit-invalid`, as {@link resolveWit}.
 */
export async function encodeWit(
  files: WitSources,
  options: WitOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const listed = listFiles(files, 'files')
  const { path = 'wit' } = readArgument(witOptions, options, 'options')
  return callToolchain(
    'wit-invalid',
    (toolchain) => toolchain.encodeWit(listed, path) as Uint8Array<ArrayBuffer>,
  )
}

/**
 * The WIT of a component, or of an encoded WIT package, as files: the main package at the top, every other
 * one as `deps/NAMESPACE-NAME-VERSION/package.wit`. {@link encodeWit} takes them again.
 *
 * @param bytes The component; its world is called `root:component/root`.
 * @returns Relative POSIX path → text.
 * @throws AirlockError `component-malformed` where the bytes are neither.
 */
export async function decodeWit(bytes: Uint8Array): Promise<WitFiles> {
  const whole = readArgument(bytesReader, bytes, 'bytes')
  const files = await callToolchain('component-malformed', (toolchain) => toolchain.decodeWit(whole))
  const decoder = new TextDecoder()
  return Object.fromEntries(files.map(({ path, content }) => [path, decoder.decode(content)]))
}

/**
 * Prints the WIT of a component or of an encoded WIT package, dependencies as nested packages.
 *
 * @throws AirlockError `component-malformed` where the bytes are neither.
 */
export async function printWit(bytes: Uint8Array): Promise<string> {
  const whole = readArgument(bytesReader, bytes, 'bytes')
  return callToolchain('component-malformed', (toolchain) => toolchain.printWit(whole))
}
