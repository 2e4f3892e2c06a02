import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Interface } from './wasi.ts'

/** What jco's generated module exports. */
interface Generated {
  instantiate(
    getCoreModule: (name: string) => WebAssembly.Module,
    imports: Readonly<Record<string, Interface>>,
    instantiateCore: (
      module: WebAssembly.Module,
      imports?: WebAssembly.Imports,
    ) => Promise<WebAssembly.Instance>,
  ): Promise<object>
}

/** One instance of the component. */
export interface Instance {
  readonly exports: object
  /** Bytes of its largest memory now. */
  memoryBytes(): number
}

/** A transpiled component with its core modules compiled. */
export interface Component {
  /** Makes an instance in the initial state. What it throws is a trap of a start function, or the like. */
  instantiate(imports: Readonly<Record<string, Interface>>): Promise<Instance>
}

/** Name of the module that the transpiler's worker writes. */
export const GENERATED_MODULE = 'guest.mjs'

/**
 * Loads what the transpiler wrote and compiles every core module once.
 *
 * @param folder Absolute path.
 */
export async function loadComponent(folder: string): Promise<Component> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.wasm'))
  const modules = new Map(
    await Promise.all(
      names.map(
        async (name) => [name, await WebAssembly.compile(await readFile(join(folder, name)))] as const,
      ),
    ),
  )
  const generated = (await import(pathToFileURL(join(folder, GENERATED_MODULE)).href)) as Generated
  return { instantiate: (imports) => instantiate(generated, modules, imports) }
}

async function instantiate(
  generated: Generated,
  modules: ReadonlyMap<string, WebAssembly.Module>,
  imports: Readonly<Record<string, Interface>>,
): Promise<Instance> {
  const memories = new Set<WebAssembly.Memory>()
  const exports = await generated.instantiate(
    (name) => modules.get(name) as WebAssembly.Module,
    imports,
    async (module, coreImports) => {
      const instance = await WebAssembly.instantiate(module, coreImports)
      for (const value of Object.values(instance.exports)) {
        if (value instanceof WebAssembly.Memory) memories.add(value)
      }
      return instance
    },
  )
  return {
    exports,
    memoryBytes: () => Math.max(0, ...[...memories].map((memory) => memory.buffer.byteLength)),
  }
}
