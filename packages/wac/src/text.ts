import { bytes as bytesReader, objectOf, optional, readArgument, text as textReader } from './arguments.ts'
import { callToolchain } from './toolchain.ts'

export interface WatOptions {
  /**
   * How messages call the text.
   *
   * @default '<anon>'
   */
  readonly path?: string | undefined
}

const watOptions = objectOf({ path: optional(textReader) })

/**
 * Assembles the WebAssembly text format, modules and components alike.
 *
 * @param text The text.
 * @param options How messages call it.
 * @throws AirlockError `input-unreadable`, its message with the line and an excerpt.
 */
export async function parseWat(text: string, options: WatOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
  const source = readArgument(textReader, text, 'text')
  const { path } = readArgument(watOptions, options, 'options')
  return callToolchain(
    'input-unreadable',
    (toolchain) => toolchain.parseWat(source, path) as Uint8Array<ArrayBuffer>,
  )
}

/**
 * Prints a component or a core module in the text format, as `wac … -t` and `wasm-tools print` do.
 *
 * @param bytes The component.
 * @throws AirlockError `component-malformed` where the bytes are neither.
 */
export async function printComponent(bytes: Uint8Array): Promise<string> {
  const component = readArgument(bytesReader, bytes, 'bytes')
  return callToolchain('component-malformed', (toolchain) => toolchain.printComponent(component))
}
