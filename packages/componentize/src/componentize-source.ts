import { createHash } from 'node:crypto'
import { realpath, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { type BuiltComponent, type Language, toAirlockError } from '@wasm-airlock/shared'
import type { BuildInput } from './build/build-input.ts'
import { withWorkspace } from './build/workspace.ts'
import { checkConformance } from './check-conformance.ts'
import { copyFolder } from './copy-source.ts'
import { detectLanguage } from './detect-language.ts'
import { buildJavaScript } from './javascript/build-javascript.ts'
import { type ComponentizeOptions, report } from './options.ts'
import { buildPython } from './python/build-python.ts'
import { readRegular } from './read-regular.ts'
import { readComponent } from './wasm/read-component.ts'
import { loadWorld, writeWit } from './wit/load-wit.ts'
import { stripComments } from './wit/strip-comments.ts'

const MAX_FILE_BYTES = 16 * 1024 ** 2

/**
 * Makes a WebAssembly component from source: a Python file or folder, a JavaScript or TypeScript file or
 * folder, or a finished `.wasm` component, which is taken as it is.
 *
 * Strangers' code is built from a throw-away copy, in a process group with a clean environment, a
 * deadline and a memory cap; nothing of it outlives the call.
 *
 * @param source Path of the source; relative paths start at the working folder.
 * @param options WIT, world, limits and progress.
 * @returns The bytes of a component that fits the world, with their SHA-256.
 * @throws AirlockError with a code for each thing that can be wrong with a source, a WIT package or the
 *   machine; its message names files as the caller named them.
 * @example
 * const { bytes, sha256 } = await componentizeSource('python-examples/pirate')
 */
export async function componentizeSource(
  source: string,
  options: ComponentizeOptions = {},
): Promise<BuiltComponent> {
  try {
    const language = await detectLanguage(source)
    const path = await realpath(resolve(source))
    const bytes =
      language === 'wasm'
        ? await readComponent(path, source)
        : await buildSource(source, path, language, options)
    return { bytes, sha256: createHash('sha256').update(bytes).digest('hex'), language }
  } catch (error) {
    throw toAirlockError(error, 'componentize')
  }
}

async function buildSource(
  name: string,
  path: string,
  language: Language,
  options: ComponentizeOptions,
): Promise<Uint8Array> {
  const isFolder = (await stat(path)).isDirectory()
  const { files: wit, world } = await loadWorld(options.wit, isFolder ? path : dirname(path), options.world)
  return withWorkspace(async (workspace) => {
    report(options, 'copying the source')
    const files = isFolder
      ? await copyFolder(path, workspace.source, name)
      : [await copySingle(path, workspace.source, name)]
    await writeWit(stripComments(wit), workspace.wit)
    const nameOf = (file: string) => (isFolder ? join(name, file) : name)
    const input: BuildInput = { name, files, nameOf, world, workspace, options }
    const bytes = language === 'python' ? await buildPython(input) : await buildJavaScript(input)
    await checkConformance(bytes, wit, world.name, name)
    return bytes
  })
}

async function copySingle(path: string, folder: string, name: string): Promise<string> {
  await writeFile(join(folder, basename(path)), await readRegular(path, name, MAX_FILE_BYTES))
  return basename(path)
}
