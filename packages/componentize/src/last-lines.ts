import { escapeControls } from '@wasm-airlock/shared'

const MAX_LINES = 12

/**
 * The end of a tool's output, as lines that are safe to print.
 *
 * @param root Folder of the build, which means nothing to the author: it is left out wherever it stands.
 */
export function lastLines(output: string, root?: string): string[] {
  return withoutFolder(output, root).trimEnd().split('\n').slice(-MAX_LINES).map(escapeControls)
}

/** A text without the path of a folder. */
export function withoutFolder(text: string, folder: string | undefined): string {
  return folder === undefined ? text : text.replaceAll(folder, '')
}
