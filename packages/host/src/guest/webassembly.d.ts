/** The part of the WebAssembly JavaScript API that is used here; the library `dom` would bring it with a browser. */
declare namespace WebAssembly {
  class Module {
    readonly [Symbol.toStringTag]: string
    constructor(bytes: Uint8Array)
  }
  class Memory {
    readonly buffer: ArrayBuffer
    constructor(descriptor: { initial: number })
    grow(pages: number): number
  }
  class Table {
    readonly length: number
    constructor(descriptor: { element: 'anyfunc'; initial: number })
  }
  class Global {
    value: unknown
  }
  class Suspending {}
  class Instance {
    readonly exports: Readonly<Record<string, unknown>>
    constructor(module: Module, imports?: Imports)
  }
  type Imports = Readonly<Record<string, Readonly<Record<string, unknown>>>>
  class CompileError extends Error {}
  class RuntimeError extends Error {}
  // biome-ignore lint/complexity/noBannedTypes: any function of an instance
  function promising(fn: Function): () => Promise<unknown>
  function compile(bytes: Uint8Array): Promise<Module>
  function instantiate(module: Module, imports?: Imports): Promise<Instance>
}
