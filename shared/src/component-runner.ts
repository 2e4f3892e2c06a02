import { AirlockError, type ErrorCode } from './errors.ts'

/** Above this much memory an instance is let go after its call: Wasm memory never shrinks. */
const KEPT_MEMORY_BYTES = 64 * 1024 * 1024

/** A component of ours, written in Rust and transpiled, that turns bytes into bytes: it imports nothing. */
export interface OwnComponent<Root> {
  /** How messages call it: `WAC component`. */
  readonly name: string
  /** The npm package that it belongs to. */
  readonly package: string
  /** Above this much memory, a trap is for want of more, in bytes. */
  readonly maxMemoryBytes: number
  /** The hint of an error whose code is here, where the component gave none. */
  readonly hints?: Partial<Record<ErrorCode, string>>
  loadCoreModule(): Promise<WebAssembly.Module>
  /** The generated code; loaded as late as the module. */
  loadGlue(): Promise<{
    instantiate(
      getCoreModule: (path: string) => WebAssembly.Module | Promise<WebAssembly.Module>,
      imports: object,
      instantiateCore: (
        module: WebAssembly.Module,
        imports: WebAssembly.Imports,
      ) => Promise<WebAssembly.Instance>,
    ): Root | Promise<Root>
  }>
}

interface Instance<Root> {
  readonly root: Root
  readonly memoryBytes: () => number
  /** What the last panic said; undefined where none did. */
  readonly lastPanic: () => string | undefined
  /** Set after a trap; nothing may be called on it any more. */
  spent: boolean
}

/**
 * Runs one operation of the component, which is compiled and instantiated on first use.
 *
 * @param culprit The code of the error when the input exhausts the stack: what the input should have been.
 * @param run Calls one export; synchronous, so that calls never overlap.
 * @throws AirlockError The failure that the component reported, `culprit`, `input-too-large` or `internal`.
 */
export type RunComponent<Root> = <T>(culprit: ErrorCode, run: (root: Root) => T) => Promise<T>

/**
 * Makes the function that runs operations of one component of ours. An instance serves until it traps, or has
 * grown large.
 */
export function createComponentRunner<Root>(component: OwnComponent<Root>): RunComponent<Root> {
  const defectHint = `This is a defect of ${component.package} or of the crates that it wraps: report it there, with the input.`
  let compiled: Promise<WebAssembly.Module> | undefined
  let current: Promise<Instance<Root>> | undefined

  async function start(): Promise<Instance<Root>> {
    try {
      compiled ??= component.loadCoreModule()
      // 170 KB of glue, read while the engine compiles; nothing of it when the package is merely imported.
      const [module, { instantiate }] = await Promise.all([compiled, component.loadGlue()])
      let exports: WebAssembly.Exports = {}
      const root = await instantiate(
        () => module,
        {},
        async (core, imports) => {
          const instance = await WebAssembly.instantiate(core, imports)
          if (instance.exports.memory !== undefined) exports = instance.exports
          return instance
        },
      )
      const memory = exports.memory as WebAssembly.Memory
      return {
        root,
        memoryBytes: () => memory.buffer.byteLength,
        lastPanic: () => readPanic(exports['last-panic'] as () => number, memory),
        spent: false,
      }
    } catch (error) {
      compiled = undefined
      current = undefined
      throw new AirlockError('internal', `The ${component.name} could not be loaded.`, {
        hint: 'Is the package installed with its .wasm file, and may WebAssembly be compiled here?',
        cause: error,
      })
    }
  }

  function discard(instance: Instance<Root>): void {
    if (!instance.spent) current = undefined
    instance.spent = true
  }

  function reportedFailure(json: string): AirlockError {
    const { code, message, item, hint, details } = JSON.parse(json) as Failure
    const known = hint ?? component.hints?.[code] ?? (code === 'internal' ? defectHint : undefined)
    return new AirlockError(code, message, {
      ...(item === null ? {} : { item }),
      ...(known === undefined ? {} : { hint: known }),
      details,
    })
  }

  function trapped(error: unknown, instance: Instance<Root>, culprit: ErrorCode): AirlockError {
    const refused = (code: ErrorCode, report: string, hint: string) =>
      new AirlockError(code, report, { hint, details: { report }, cause: error })
    if (instance.memoryBytes() > component.maxMemoryBytes) {
      return refused('input-too-large', 'The input needs more memory than there is.', 'Give less at once.')
    }
    if (isExhaustedStack(error)) {
      return refused(culprit, 'The input is nested too deeply.', 'Nest it less deeply.')
    }
    const panic = instance.lastPanic()
    const silent = `The ${component.name} stopped without a reason.`
    return new AirlockError('internal', panic === undefined ? silent : `A defect: ${panic}.`, {
      hint: defectHint,
      cause: error,
      ...(panic === undefined ? {} : { details: { panic } }),
    })
  }

  return async (culprit, run) => {
    // Another call may trap while this one waits, so the look at `spent` and the call are one step.
    current ??= start()
    let instance = await current
    while (instance.spent) {
      current ??= start()
      instance = await current
    }
    try {
      return run(instance.root)
    } catch (error) {
      // With wrapping off, a failure is thrown as the JSON that the component returned.
      if (typeof error === 'string') throw reportedFailure(error)
      if (error instanceof AirlockError) throw error
      discard(instance)
      throw trapped(error, instance, culprit)
    } finally {
      if (instance.memoryBytes() > KEPT_MEMORY_BYTES) discard(instance)
    }
  }
}

/** What a component of ours returns for an error. */
interface Failure {
  readonly code: ErrorCode
  readonly message: string
  readonly item: string | null
  readonly hint: string | null
  readonly details: Readonly<Record<string, unknown>>
}

/** The engine's own stack ends in an error about recursion, Rust's runs out at the bottom of the memory. */
function isExhaustedStack(error: unknown): boolean {
  return error instanceof Error && /call stack|recursion|out of bounds/i.test(error.message)
}

/**
 * Calls the core function itself: the generated code refuses every call after a trap. It returns the address
 * of an `option<string>` as the canonical ABI lays it out.
 */
function readPanic(lastPanic: () => number, memory: WebAssembly.Memory): string | undefined {
  try {
    const address = lastPanic()
    const view = new DataView(memory.buffer)
    if (view.getUint8(address) === 0) return undefined
    const text = new Uint8Array(
      memory.buffer,
      view.getUint32(address + 4, true),
      view.getUint32(address + 8, true),
    )
    return new TextDecoder().decode(text)
  } catch {
    return undefined // it trapped so badly that it cannot even say why
  }
}
