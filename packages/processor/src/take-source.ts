import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { type ComponentizeOptions, componentizeSource } from '@wasm-airlock/componentize'
import type { BuiltComponent } from '@wasm-airlock/shared'
import { readWasm } from './read.ts'

/**
 * Makes a component of a source. A finished `.wasm` is only read: whether it is a component at all is for the
 * validation to say, which has a deadline, and says it in the same words wherever it is asked.
 *
 * @throws AirlockError Those of `componentizeSource`; of a `.wasm` file those of {@link readWasm}.
 */
export async function takeSource(source: string, options: ComponentizeOptions): Promise<BuiltComponent> {
  const isFile = extname(source) === '.wasm' && !(await isFolder(source))
  if (!isFile) return componentizeSource(source, options)
  const bytes = await readWasm(source)
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex'), language: 'wasm' }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false
}
