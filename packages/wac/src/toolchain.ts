import { AirlockError, type ErrorCode } from '@wasm-airlock/shared'
import { loadCoreModule } from '#core-module'
import type { Root } from '../generated/toolchain.js'
import { MAX_INPUT_BYTES } from './arguments.ts'

/** Above this much memory an instance is let go after its call: Wasm memory never shrinks. */
const KEPT_MEMORY_BYTES = 64 * 1024 * 1024

const DEFECT_HINT =
  'This is a defect of @wasm-airlock/wac or of the crates that it wraps: report it there, with the input.'

interface Instance {
  readonly toolchain: Root
  readonly memoryBytes: () => number
  /** What the last panic said; undefined where none did. */
  readonly lastPanic: () => string | undefined
  /** Set after a trap; nothing may be called on it any more. */
  spent: boolean
}

let compiled: Promise<WebAssembly.Module> | undefined
let current: Promise<Instance> | undefined

/**
 * Runs one operation on the Rust component, which is compiled and instantiated on first use.
 *
 * @param culprit The code of the error when the input exhausts the stack: what the input should have been.
 * @param run Calls one export; synchronous, so that calls never overlap.
 * @throws AirlockError The failure that the component reported, `culprit`, `input-too-large` or `internal`.
 */
export async function callToolchain<T>(culprit: ErrorCode, run: (toolchain: Root) => T): Promise<T> {
  // Another call may trap while this one waits, so the look at `spent` and the call are one step.
  current ??= start()
  let instance = await current
  while (instance.spent) {
    current ??= start()
    instance = await current
  }
  try {
    return run(instance.toolchain)
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

function discard(instance: Instance): void {
  if (!instance.spent) current = undefined
  instance.spent = true
}

async function start(): Promise<Instance> {
  try {
    compiled ??= loadCoreModule()
    // 170 KB of glue, read while the engine compiles; nothing of it when the package is merely imported.
    const [module, { instantiate }] = await Promise.all([compiled, import('../generated/toolchain.js')])
    let exports: WebAssembly.Exports = {}
    const toolchain = await instantiate(
      () => module,
      {},
      async (core: WebAssembly.Module, imports: WebAssembly.Imports) => {
        const instance = await WebAssembly.instantiate(core, imports)
        if (instance.exports.memory !== undefined) exports = instance.exports
        return instance
      },
    )
    const memory = exports.memory as WebAssembly.Memory
    return {
      toolchain,
      memoryBytes: () => memory.buffer.byteLength,
      lastPanic: () => readPanic(exports['last-panic'] as () => number, memory),
      spent: false,
    }
  } catch (error) {
    compiled = undefined
    current = undefined
    throw new AirlockError('internal', 'The WAC component could not be loaded.', {
      hint: 'Is the package installed with its .wasm file, and may WebAssembly be compiled here?',
      cause: error,
    })
  }
}

interface Failure {
  readonly code: ErrorCode
  readonly message: string
  readonly item: string | null
  readonly hint: string | null
  readonly details: Readonly<Record<string, unknown>>
}

function reportedFailure(json: string): AirlockError {
  const { code, message, item, hint, details } = JSON.parse(json) as Failure
  return new AirlockError(code, message, {
    ...(item === null ? {} : { item }),
    ...(hint === null ? hintOf(code) : { hint }),
    details,
  })
}

/** Where those of the whole project speak of the arguments of another command. */
const hints: Partial<Record<ErrorCode, string>> = {
  internal: DEFECT_HINT,
  'usage-invalid': 'Correct the argument that is named.',
  'world-unknown': 'Name one of the worlds that the package has.',
}

function hintOf(code: ErrorCode): { hint?: string } {
  const hint = hints[code]
  return hint === undefined ? {} : { hint }
}

function trapped(error: unknown, instance: Instance, culprit: ErrorCode): AirlockError {
  if (instance.memoryBytes() > MAX_INPUT_BYTES) {
    const report = 'The input needs more memory than there is.'
    return new AirlockError('input-too-large', report, {
      hint: 'Give less at once.',
      details: { report },
      cause: error,
    })
  }
  if (isExhaustedStack(error)) {
    const report = 'The input is nested too deeply.'
    return new AirlockError(culprit, report, {
      hint: 'Nest it less deeply.',
      details: { report },
      cause: error,
    })
  }
  const panic = instance.lastPanic()
  const message = panic === undefined ? 'The WAC component stopped without a reason.' : `A defect: ${panic}.`
  return new AirlockError('internal', message, {
    hint: DEFECT_HINT,
    cause: error,
    ...(panic === undefined ? {} : { details: { panic } }),
  })
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
