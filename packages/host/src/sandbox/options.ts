import type { Policy } from '@wasm-airlock/wit-validate'
import type { Grants } from '../grants/grants.ts'
import type { Limits } from '../limits.ts'
import type { LogLine } from '../log-line.ts'
import type { CacheOptions } from '../transpile/transpile-cached.ts'
import type { SandboxFunction } from '../values/functions.ts'

/** What a sandbox grants and how far it goes. */
export interface SandboxOptions extends CacheOptions {
  /** What the component may use; each grant lets it import what belongs to it. @default nothing */
  readonly grants?: Grants
  /** How far it may go. @default those of each limit */
  readonly limits?: Limits
  /** Milliseconds for one call; the same as `limits.timeoutMs`, which goes first. @default 10_000 */
  readonly timeoutMs?: number
  /**
   * Most bytes of one Wasm memory, rounded up to 64 KiB; on Linux all of them together, with the worker,
   * may have 512 MiB more. The same as `limits.maxMemoryBytes`, which goes first.
   * @default 512 MiB
   */
  readonly maxMemoryBytes?: number
  /**
   * Most bytes of all arguments or of a result, as the JSON that crosses the boundary;
   * `limits.maxArgumentBytes` and `limits.maxResultBytes` go first.
   * @default 16 MiB
   */
  readonly maxMessageBytes?: number
  /**
   * Imports that are linked besides, with nothing behind them: no environment, no files, no network; clocks
   * and random numbers are real.
   * @default none
   */
  readonly policy?: Policy
  /**
   * Takes each line that the component prints (needs `grants.stdout`, `grants.stderr` or a policy), what it
   * was refused, and why the cache cannot be used.
   */
  readonly onLog?: (line: LogLine) => void
  /** Ends the sandbox, whatever it is doing. */
  readonly signal?: AbortSignal
}

/** How one call is to be made. */
export interface CallOptions {
  /** Milliseconds for this call. @default that of the sandbox */
  readonly timeoutMs?: number
  /** Ends this call. */
  readonly signal?: AbortSignal
}

/** How a session is to be held. */
export interface SessionOptions {
  /** Ends the session, whatever it is doing. */
  readonly signal?: AbortSignal
}

/** One instance for one caller, which keeps its state from call to call. */
export interface SandboxSession extends AsyncDisposable {
  /**
   * Calls a function of the instance; calls are made one after the other. One that traps, meets a limit of the
   * instance or its deadline, or is interrupted ends the session. Arguments that do not fit and a result that is
   * too large do not.
   *
   * @param fn A name as {@link findFunction} takes it.
   * @param args As for {@link Sandbox.call}.
   * @throws AirlockError as `Sandbox.call` does; `session-ended` once the session is closed or a call of it has
   *   failed (`cause` is how).
   */
  call(fn: string, args: readonly unknown[], options?: CallOptions): Promise<unknown>
  /** Ends the process of the session; a call that is under way is interrupted. Safe to call twice. */
  close(): Promise<void>
}

/** A component whose functions can be called. Every call runs on a fresh instance. */
export interface Sandbox extends AsyncDisposable {
  /** What can be called, in the order of the component's exports. */
  readonly functions: readonly SandboxFunction[]
  /**
   * Calls a function; calls are made one after the other.
   *
   * @param fn A name as {@link findFunction} takes it.
   * @param args One value a parameter, checked against its WIT type: strings, numbers, booleans, `bigint`
   *   for 64 bits, `Uint8Array` for `list<u8>`, arrays for other lists and tuples, objects for records and
   *   flags, `{ tag, val }` for variants, `null` for the `none` of an option. Fields, flags and cases have
   *   their names in WIT: `read-all`.
   * @returns The result in the same form; a `result<…>` is `{ tag: 'ok' | 'err', val }`, an absent value
   *   inside of another is `null`, the result of a function without one is `undefined`.
   * @throws AirlockError `function-unknown`, `function-ambiguous`, `arguments-invalid`, `message-too-large`,
   *   `guest-trapped`, `guest-exited`, `guest-memory-exceeded`, `guest-table-exceeded`,
   *   `guest-stack-exceeded`, `call-timeout`, `cpu-time-exceeded`,
   *   `worker-failed`, `aborted`.
   */
  call(fn: string, args: readonly unknown[], options?: CallOptions): Promise<unknown>
  /**
   * Calls a function many times on one instance, which keeps its state from one call to the next; before the
   * first and after the last it is in its initial state. For one caller: a string in and out of Python costs
   * a few microseconds. The limits of time and of size are for all the calls together, arguments and results
   * each: where one fails, all do.
   *
   * @param argLists The arguments of each call, as for `call`.
   * @returns The result of each.
   * @throws AirlockError as `call` does.
   */
  callMany(fn: string, argLists: readonly (readonly unknown[])[], options?: CallOptions): Promise<unknown[]>
  /**
   * Opens a session: an instance of its own, in a process of its own, which nobody else ever meets. Other calls
   * and sessions go on beside it. To what a grant limits for one call (bytes written, open files) the whole
   * session is one call; time, sizes and output are limited for each.
   *
   * @throws AirlockError `aborted` where the sandbox is closed.
   * @example
   * await using session = await sandbox.openSession()
   * await session.call('count', []) // 1
   * await session.call('count', []) // 2
   */
  openSession(options?: SessionOptions): Promise<SandboxSession>
  /** Ends the processes and removes the folder of the sandbox. Safe to call twice. */
  close(): Promise<void>
}
