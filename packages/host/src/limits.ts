/** What the engine lets a component have. */
export interface EngineLimits {
  /** Most elements of one table of a core module. @default 1_000_000 */
  readonly maxTableElements?: number
  /** Most core instances that make up one instance of the component. @default 1000 */
  readonly maxInstances?: number
  /** Bytes of the stack, which limit how deeply calls nest, between 256 KiB and 4 MiB. @default 984 KiB */
  readonly maxStackBytes?: number
}

/** How far a component may go. Each limit that is met ends that call alone, with an error of its own. */
export interface Limits extends EngineLimits {
  /** Milliseconds for one call or request, the making of its instance included, `Infinity` for 24 days. @default 10_000; 30_000 in an application */
  readonly timeoutMs?: number
  /** Milliseconds of processor time for one call, in a sandbox, on Linux; in steps of 10. @default no limit but the time */
  readonly cpuTimeMs?: number
  /** Most bytes of one Wasm memory, rounded up to 64 KiB. @default 512 MiB; 1 GiB in an application */
  readonly maxMemoryBytes?: number
  /** Most bytes of all arguments of a call, as the JSON that crosses the boundary. @default 16 MiB */
  readonly maxArgumentBytes?: number
  /** Most bytes of the result of a call, as the JSON that crosses the boundary. @default 16 MiB */
  readonly maxResultBytes?: number
  /** Most bytes of an HTTP body, in either direction, and of a prompt. @default 1 MiB */
  readonly maxBodyBytes?: number
  /** Most bytes that one call or request may print; the rest is dropped, and a line says so. @default 64 KiB */
  readonly maxLogBytes?: number
  /** Most bytes that one call or request may write to files; a file or folder that it makes counts 4 KiB. @default 64 MiB */
  readonly maxWriteBytes?: number
  /** Most files and folders that one call or request may have open. @default 128 */
  readonly maxOpenFiles?: number
}

const MIB = 1024 * 1024

/** The limits of a sandbox, all of them set. */
export function sandboxLimits(
  limits: Limits,
  older: Pick<Limits, 'timeoutMs' | 'maxMemoryBytes'> & { readonly maxMessageBytes?: number },
): Required<Limits> {
  const maxMessageBytes = older.maxMessageBytes ?? 16 * MIB
  return {
    timeoutMs: limits.timeoutMs ?? older.timeoutMs ?? 10_000,
    cpuTimeMs: limits.cpuTimeMs ?? Number.POSITIVE_INFINITY,
    maxMemoryBytes: limits.maxMemoryBytes ?? older.maxMemoryBytes ?? 512 * MIB,
    maxArgumentBytes: limits.maxArgumentBytes ?? maxMessageBytes,
    maxResultBytes: limits.maxResultBytes ?? maxMessageBytes,
    ...commonLimits(limits),
    ...engineLimits(limits),
  }
}

/** Those that mean the same in a sandbox and in an application. */
export function commonLimits(
  limits: Limits,
): Required<Pick<Limits, 'maxBodyBytes' | 'maxLogBytes' | 'maxWriteBytes' | 'maxOpenFiles'>> {
  return {
    maxBodyBytes: limits.maxBodyBytes ?? MIB,
    maxLogBytes: limits.maxLogBytes ?? 64 * 1024,
    maxWriteBytes: limits.maxWriteBytes ?? 64 * MIB,
    maxOpenFiles: limits.maxOpenFiles ?? 128,
  }
}

/** Limits of the engine, all of them set and such that it can run with them. */
export function engineLimits(limits: EngineLimits): Required<EngineLimits> {
  const stack = limits.maxStackBytes ?? 984 * 1024
  return {
    maxTableElements: Math.max(1, Math.min(limits.maxTableElements ?? 1_000_000, 10_000_000)),
    maxInstances: limits.maxInstances ?? 1000,
    maxStackBytes: Math.max(256 * 1024, Math.min(stack, 4 * MIB)),
  }
}
