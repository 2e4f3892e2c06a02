import type { AirlockError } from '@wasm-airlock/shared'
import { CallChannels } from '../channels/call-channels.ts'
import type { WasiSettings } from '../guest/wasi/settings.ts'
import type { Limits } from '../limits.ts'
import { type LogLine, toLogLine } from '../log-line.ts'
import type { PreparedComponent } from '../prepare.ts'
import { watchCpuTime } from '../process/cpu-time.ts'
import { type GuestProcess, startGuest } from '../process/guest-process.ts'
import { LogBudget } from '../process/log-budget.ts'
import type { ToHost, ToWorker } from '../protocol.ts'
import { AskServer } from '../services/ask-server.ts'
import type { Handlers } from '../services/broker.ts'
import { decodeValue } from '../values/values.ts'
import { brokenOff, cpuTimeExceeded, failure, unusable } from './errors.ts'

/** What each worker of a sandbox is started with. */
export interface WorkerSetup {
  readonly prepared: PreparedComponent
  readonly wasi: WasiSettings
  readonly handlers: Handlers
  readonly limits: Required<Limits>
  readonly log: (line: LogLine) => void
}

/** How a call has ended. */
export type Outcome = { readonly value: unknown } | AirlockError

/** What a guest asks in the name of: a call, or all calls of a session. */
interface Scope {
  readonly id: number
  /** Aborted when it has ended. */
  readonly ended: AbortController
  readonly channels: CallChannels
}

interface Pending {
  readonly id: number
  /** As errors name it. */
  readonly name: string
  /** What it throws ends the worker: the value is not what it should be. */
  read(value: unknown): unknown
  settle(outcome: Outcome): void
  stopWatching(): void
}

/** What a worker takes itself, compiled code included. */
const WORKER_BYTES = 512 * 1024 * 1024
/** Around a value or a body. */
const MESSAGE_SLACK_BYTES = 4 * 1024 * 1024

/** One guest worker, which makes one call at a time. */
export class SandboxWorker {
  /** Resolves when its process is gone. */
  readonly ended: Promise<void>
  readonly #setup: WorkerSetup
  readonly #guest: GuestProcess
  readonly #asks: AskServer
  readonly #logBudget: LogBudget
  #ready = false
  #failed: string | undefined
  #pending: Pending | undefined
  #scope: Scope | undefined
  #gone = false

  constructor(setup: WorkerSetup) {
    this.#setup = setup
    const { prepared, limits, wasi, handlers } = setup
    const { maxMemoryBytes, maxResultBytes, maxLogBytes, maxBodyBytes, maxTableElements, maxStackBytes } =
      limits
    this.#logBudget = new LogBudget(1, maxLogBytes)
    this.#guest = startGuest(
      prepared.folder,
      {
        maxMemoryBytes,
        maxMessageBytes: Math.max(maxResultBytes, handlers.size > 0 ? maxBodyBytes : 0) + MESSAGE_SLACK_BYTES,
        maxResidentBytes: maxMemoryBytes + WORKER_BYTES,
        maxTableElements,
        maxStackBytes,
      },
      (message, payload) => {
        if (!this.#gone) this.#receive(message, payload)
      },
    )
    this.#asks = new AskServer(handlers, maxBodyBytes, {
      send: (message, payload) => this.#guest.send(message, payload),
      fail: (reason) => {
        this.#failed = reason
        this.#guest.kill()
      },
    })
    this.ended = this.#guest.ended.then((error) => {
      this.#gone = true
      this.#settle(this.#failed === undefined ? error : brokenOff(this.#failed))
    })
    this.#guest.send({
      type: 'start',
      mode: 'sandbox',
      interfaces: [...prepared.interfaces],
      suspends: prepared.suspends,
      wasi,
      maxLogBytes,
      maxResultBytes,
      maxBodyBytes: handlers.size > 0 ? maxBodyBytes : 0,
      maxMemoryBytes,
      maxTableElements,
    })
  }

  /** No more calls can be made. */
  get isGone(): boolean {
    return this.#gone
  }

  /**
   * Makes a call; there must be no other under way.
   *
   * @param name As errors name it.
   * @param read Makes of the decoded value what callers get; throws where it cannot be.
   */
  call(
    message: Extract<ToWorker, { type: 'call' }>,
    name: string,
    read: (value: unknown) => unknown,
  ): Promise<Outcome> {
    this.#logBudget.grant()
    if (this.#scope?.id !== message.scope) {
      const channels = new CallChannels(message.scope, this.#guest.send, this.#setup.limits.maxBodyBytes)
      this.#scope = { id: message.scope, ended: new AbortController(), channels }
    }
    return new Promise((resolve) => {
      this.#pending = {
        id: message.id,
        name,
        read,
        settle: resolve,
        stopWatching: () => {},
      }
      this.#watch(this.#pending)
      this.#guest.send(message)
    })
  }

  /** Ends the process, and with it the call. */
  kill(): void {
    this.#gone = true
    this.#scope?.ended.abort()
    this.#pending?.stopWatching()
    this.#guest.kill()
  }

  /** Counts the processor time of the call, without what it takes to start the worker. */
  #watch(pending: Pending): void {
    if (!this.#ready) return
    const { cpuTimeMs } = this.#setup.limits
    pending.stopWatching = watchCpuTime(this.#guest.pid, cpuTimeMs, () => {
      if (this.#pending !== pending) return
      this.#settle(cpuTimeExceeded(pending.name, cpuTimeMs))
      this.kill()
    })
  }

  #settle(outcome: Outcome): void {
    const pending = this.#pending
    this.#pending = undefined
    pending?.stopWatching()
    if (this.#gone || this.#scope?.id === pending?.id) this.#endScope()
    pending?.settle(outcome)
  }

  #endScope(): void {
    this.#scope?.ended.abort()
    this.#scope?.channels.close('ended')
    this.#scope = undefined
  }

  /** What it throws ends the worker: the message breaks the protocol. */
  #receive(message: ToHost, payload: Uint8Array): void {
    const pending = this.#pending
    const scope = this.#scope
    switch (message.type) {
      case 'ready':
        if (this.#ready) throw new Error('ready twice')
        this.#ready = true
        if (pending !== undefined) this.#watch(pending)
        return
      case 'log':
        this.#logBudget.spend(message.text)
        this.#setup.log(toLogLine(message))
        return
      case 'unusable':
        this.#settle(unusable(message.kind, message.message, this.#setup.limits))
        this.kill()
        return
      case 'ask':
        // What is left of a call that has ended is of no interest.
        if (scope?.id === message.call) this.#asks.serve(message, payload, scope.channels, scope.ended.signal)
        return
      case 'chunk':
      case 'credit':
      case 'reset':
      case 'stop':
        if (scope?.id === message.call) scope.channels.receive(message, payload)
        return
      case 'returned':
      case 'failed':
        if (pending === undefined || message.id !== pending.id) throw new Error('an answer to no call')
        if (message.type === 'returned') this.#settle({ value: pending.read(decodeValue(message.value)) })
        else this.#settle(failure(message.kind, message.message, pending.name, this.#setup.limits))
        return
      default:
        throw new Error(`${message.type} is not for a sandbox`)
    }
  }
}
