import { checkOptions, checkText } from './arguments.ts'
import { bytesOf, callToolchain } from './toolchain.ts'

export interface WatOptions {
  /**
   * How messages call the text.
   *
   * @default '<anon>'
   */
  readonly path?: string
}

/**
 * Assembles the WebAssembly text format, modules and components alike.
 *
 * @param text The text.
 * @param options How messages call it.
 * @throws AirlockError `input-unreadable`, its message with the line and an excerpt.
 */
export async function parseWat(text: string, options: WatOptions = {}): Promise<Uint8Array> {
  checkText(text, 'text')
  checkOptions(options, { strings: ['path'] })
  const { path } = options
  return callToolchain('input-unreadable', (toolchain) => toolchain.parseWat(text, path))
}

/**
 * Prints a component or a core module in the text format, as `wac … -t` and `wasm-tools print` do.
 *
 * @param bytes The component.
 * @throws AirlockError `component-malformed` where the bytes are neither.
 */
export async function printComponent(bytes: Uint8Array): Promise<string> {
  return callToolchain('component-malformed', (toolchain) =>
    toolchain.printComponent(bytesOf(bytes, 'bytes')),
  )
}
