import { readFile } from 'node:fs/promises'

/** Compiles the core module of the toolchain from the file beside this one. */
export async function loadCoreModule(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(new URL('./toolchain.core.wasm', import.meta.url)))
}
