import { availableParallelism } from 'node:os'
import { commonLimits, type EngineLimits, engineLimits, type Limits } from '../limits.ts'

/** How far an application goes. */
export interface AppLimitOptions extends EngineLimits {
  /** The limits that mean the same in a sandbox; they go before those below. @default those of each limit */
  readonly limits?: Omit<Limits, 'maxArgumentBytes' | 'maxResultBytes'>
  /**
   * Milliseconds for one request: its wait for a turn, the making of its instance, and all that the
   * instance does, after the response too.
   * @default 30_000
   */
  readonly requestTimeoutMs?: number
  /**
   * Milliseconds that one request may keep the processor busy. While its guest waits, for the model say, the
   * clock stands still.
   * @default requestTimeoutMs
   */
  readonly cpuTimeMs?: number
  /** Most bytes of one Wasm memory, rounded up to 64 KiB. @default 1 GiB */
  readonly maxMemoryBytes?: number
  /**
   * Bytes that the memories of all instances may take together: how many requests are in flight follows from
   * what an instance takes. One is let in everywhere, however much it takes.
   * @default 1.5 GB
   */
  readonly maxGuestBytes?: number
  /** Most bytes of a body, in either direction, and of a prompt. @default 10 MiB */
  readonly maxBodyBytes?: number
  /** Most processes that run guests. One is started at once, more as load asks for. @default one a core */
  readonly workers?: number
  /** Requests that wait for their turn beside those in flight; more are answered with 503. @default 256 */
  readonly maxWaiting?: number
  /**
   * Bytes of what the host has answered to one request that are kept, so that a request can be run again
   * where another one has brought its worker down.
   * @default 1 MiB
   */
  readonly maxJournalBytes?: number
}

/** Limits of an application, all of them set. */
export type AppLimits = Required<Omit<AppLimitOptions, 'limits'>> & Required<Pick<Limits, 'maxLogBytes'>>

const MIB = 1024 * 1024

/** Limits with their defaults. */
export function appLimits(options: AppLimitOptions): AppLimits {
  const { limits = {} } = options
  const requestTimeoutMs = limits.timeoutMs ?? options.requestTimeoutMs ?? 30_000
  return {
    requestTimeoutMs,
    cpuTimeMs: limits.cpuTimeMs ?? options.cpuTimeMs ?? requestTimeoutMs,
    maxMemoryBytes: limits.maxMemoryBytes ?? options.maxMemoryBytes ?? 1024 * MIB,
    maxGuestBytes: options.maxGuestBytes ?? 1_500_000_000,
    maxBodyBytes: limits.maxBodyBytes ?? options.maxBodyBytes ?? 10 * MIB,
    workers: Math.max(1, options.workers ?? availableParallelism()),
    maxWaiting: options.maxWaiting ?? 256,
    maxJournalBytes: options.maxJournalBytes ?? MIB,
    ...engineLimits({ ...options, ...limits }),
    maxLogBytes: commonLimits(limits).maxLogBytes,
  }
}
