import { readFile } from 'node:fs/promises'

/** Compiles the core module of this package from the file beside this one. */
export async function loadCoreModule(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(new URL('./validate.core.wasm', import.meta.url)))
}
