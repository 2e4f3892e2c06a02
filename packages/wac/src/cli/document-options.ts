import type { ParseOptions, ResolveOptions } from '../document.ts'
import { createFolderResolver } from '../folder-resolver.ts'
import type { Arguments } from './arguments.ts'
import { errorTerminal, excerptHasColour } from './terminal.ts'

/** How messages show a document: by its path as it was written. */
export function parseOptionsOf({ path }: Arguments): ParseOptions {
  return { path, colour: excerptHasColour(errorTerminal()) }
}

/** With the packages of `--deps-dir`, and those of `--dep` before them; the last one of a name counts. */
export function resolveOptionsOf(given: Arguments): ResolveOptions {
  const overrides = given.values('dep').map((value) => {
    const at = value.indexOf('=')
    return [value.slice(0, at).trim(), value.slice(at + 1).trim()]
  })
  return {
    ...parseOptionsOf(given),
    packages: createFolderResolver({
      folder: given.value('deps-dir') ?? 'deps',
      overrides: Object.fromEntries(overrides),
    }),
  }
}
