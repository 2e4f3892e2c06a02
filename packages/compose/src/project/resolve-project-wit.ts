import { AirlockError, escapeWitName, type WitFiles } from '@wasm-airlock/shared'
import { resolveWit, type WitResolution } from '@wasm-airlock/wac'
import { readWitFolder } from '@wasm-airlock/wac/node'

/**
 * Reads the WIT of a new project. Who writes one for the first time easily leaves out its package or its world, which
 * is told with the line that is missing.
 *
 * @param wit Path of a folder or file, or its files.
 * @throws AirlockError `input-not-found`, `wit-invalid`, `world-unknown` where the package has no world at all.
 */
export async function resolveProjectWit(
  wit: WitFiles | string,
): Promise<{ readonly files: WitFiles; readonly resolution: WitResolution }> {
  const files = typeof wit === 'string' ? await readWitFolder(wit) : wit
  const item = typeof wit === 'string' ? wit : Object.keys(wit).find((path) => !path.startsWith('deps/'))
  const named = item === undefined ? {} : { item }
  const resolution = await resolveWit(files).catch((error: unknown) => {
    if (!(error instanceof AirlockError) || !/`package` header/.test(error.message)) throw error
    throw new AirlockError('wit-invalid', 'The WIT does not say which package it is.', {
      ...named,
      hint: 'Begin it with a line like `package my:package@0.1.0;`.',
      cause: error,
    })
  })
  const own = resolution.packages[resolution.package]
  if (own !== undefined && Object.keys(own.worlds).length === 0) {
    const exported = Object.keys(own.interfaces).map((name) => `export ${escapeWitName(name)};`)
    throw new AirlockError('world-unknown', `The WIT package ${own.name} has no world.`, {
      ...named,
      hint: `Add one that exports what a component is to have: \`world my-world { ${exported.join(' ') || 'export run: func();'} }\`.`,
      details: { worlds: [] },
    })
  }
  return { files, resolution }
}
