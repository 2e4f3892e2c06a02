import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { START_EXPORT } from '../rewrite/state-names.ts'
import { CoreInstances } from './core-state.ts'
import type { StateReceiver } from './glue-state.ts'
import { createHandover } from './handover.ts'
import { createSingleInstance, type Instance, recordInstance } from './instance.ts'
import { MemoryMarks } from './memory-marks.ts'
import type { MemoryImage } from './memory-state.ts'
import { canSuspend } from './poll.ts'
import type { Interface } from './wasi.ts'

/** What jco's generated module exports, as `exposeGlue` has left it. */
interface Generated {
  instantiate(
    getCoreModule: (name: string) => WebAssembly.Module,
    imports: Readonly<Record<string, Interface>>,
    instantiateCore: (
      module: WebAssembly.Module,
      imports?: WebAssembly.Imports,
    ) => Promise<WebAssembly.Instance>,
    receiver: StateReceiver,
  ): Promise<object>
  /** Why an instance cannot be put back, whatever it does. */
  readonly obstacles: readonly string[]
  /** May the code of a core module change a table? */
  readonly writesTables: boolean
  /** Files of the core modules that mark what they write to memories. */
  readonly marking: readonly string[]
}

/** A transpiled component with its core modules compiled. */
export interface Component {
  /**
   * Makes an instance in the initial state. What it throws is a trap of a start function, or the like.
   *
   * @param isRepeatable Asked after start-up: would another one start up in the same way? One that drew random
   *   numbers, or read a clock, must not be used again, since what it drew would be.
   */
  instantiate(imports: Readonly<Record<string, Interface>>, isRepeatable?: () => boolean): Promise<Instance>
  /** Why none of its instances can be put back; empty where they can. */
  readonly obstacles: readonly string[]
}

/** The folder of the generated code, beside the worker, which the transpiler must not write to. */
export const CODE_FOLDER = 'code'

/** Name of the module that the transpiler's worker writes. */
export const GENERATED_MODULE = 'guest.mjs'

/** Core modules by the names of their files. */
export type CoreModules = ReadonlyMap<string, WebAssembly.Module>

/**
 * Compiles what the transpiler wrote of core modules. Nothing of it runs.
 *
 * @param folder Absolute path.
 */
export async function compileCoreModules(folder: string): Promise<CoreModules> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.wasm'))
  const compile = async (name: string) =>
    [name, await WebAssembly.compile(await readFile(join(folder, name)))] as const
  return new Map(await Promise.all(names.map(compile)))
}

/**
 * Loads the JavaScript that the transpiler wrote.
 *
 * @param folder Absolute path.
 * @param compiled The core modules of the same folder.
 * @param maxMemoryBytes Of one memory, as the engine was told. @default what 32 bits can address
 */
export async function loadComponent(
  folder: string,
  compiled: CoreModules | Promise<CoreModules> = compileCoreModules(folder),
  maxMemoryBytes = 2 ** 32,
): Promise<Component> {
  const generated = (await import(pathToFileURL(join(folder, GENERATED_MODULE)).href)) as Generated
  const modules = await compiled
  const marking = new Set(generated.marking.map((name) => modules.get(name)))
  // Of the instance before: most components start up in the same way each time.
  let images: readonly MemoryImage[] = []
  return {
    obstacles: generated.obstacles,
    async instantiate(imports, isRepeatable = () => true) {
      const marks = new MemoryMarks(maxMemoryBytes)
      const cores = new CoreInstances(generated.writesTables, marks)
      const handover = createHandover(marks.views)
      const exports = await generated.instantiate(
        (name) => modules.get(name) as WebAssembly.Module,
        imports,
        async (module, coreImports) => {
          const isMarking = marking.has(module)
          const instance = await WebAssembly.instantiate(module, marks.importsFor(coreImports, isMarking))
          marks.add(instance, isMarking)
          cores.add(instance, coreImports)
          await start(instance)
          return instance
        },
        handover.receiver,
      )
      const [obstacle] = isRepeatable() ? generated.obstacles : ['start-up that is not the same twice']
      if (obstacle !== undefined) return createSingleInstance(exports, cores, obstacle)
      const instance = recordInstance(exports, cores, handover, images)
      images = instance.images
      return instance
    },
  }
}

/** Runs the start function of a core module, which `exposeState` has made an export. */
async function start({ exports }: WebAssembly.Instance): Promise<void> {
  const run = exports[START_EXPORT]
  // An engine refuses every function that may suspend while it instantiates, even one that does not.
  if (typeof run === 'function') await (canSuspend() ? WebAssembly.promising(run) : run)()
}
