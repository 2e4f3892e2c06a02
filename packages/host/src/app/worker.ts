import { type AirlockError, escapeControls } from '@wasm-airlock/shared'
import { CallChannels } from '../channels/call-channels.ts'
import { NO_SETTINGS, type WasiSettings } from '../guest/wasi/settings.ts'
import { type LogLine, toLogLine } from '../log-line.ts'
import type { Notify } from '../observe/events.ts'
import type { PreparedComponent } from '../prepare.ts'
import type { Child } from '../process/child.ts'
import { type GuestProcess, startGuest } from '../process/guest-process.ts'
import { LogBudget } from '../process/log-budget.ts'
import type { ToHost } from '../protocol.ts'
import { sayTo } from '../say.ts'
import type { Handlers } from '../services/broker.ts'
import { AppAsks } from './asks.ts'
import { type AppErrorCode, explainLimit, makeAppError } from './errors.ts'
import { codeOf, explainKind, failureOf } from './failures.ts'
import type { AppJob } from './job.ts'
import type { AppLimits } from './limits.ts'
import { readResponse, sendRequest } from './streams.ts'
import { AppTurns, nextPlace, type Placed } from './turns.ts'
import { WorkerMemory } from './worker-memory.ts'

/** What an application is granted. */
export interface Grants {
  /** Serve what its guests ask for. */
  readonly handlers: Handlers
  /** What they find in WASI. @default nothing */
  readonly wasi?: WasiSettings
  readonly log: (line: LogLine) => void
  /** Told what happens. */
  readonly notify?: Notify
}

/** What a worker tells whoever hands it requests. */
export interface WorkerEvents {
  /** It may be able to take another request. */
  free(): void
  /** Nobody reads the response to the end. */
  unwanted(job: AppJob): void
  /** It should be replaced. */
  worn(worker: AppWorker): void
  /**
   * It has ended.
   *
   * @param left Requests that were in it, through no fault of theirs.
   */
  ended(worker: AppWorker, left: readonly AppJob[]): void
}

/** Requests in flight in one worker. */
const MAX_IN_FLIGHT = 64
/** How often a request may fail: in its answer, and after it. */
const MAX_FAILURES = 2
/** Room for headers, prompts and the like around a body. */
const MESSAGE_SLACK_BYTES = 4 * 1024 * 1024

let lastNumber = 0

/** One guest worker with the requests in it. */
export class AppWorker {
  /** Its name in events. */
  readonly number = ++lastNumber
  /** Resolves when its process is gone. */
  readonly ended: Promise<void>
  readonly #guest: GuestProcess
  readonly #limits: AppLimits
  readonly #grants: Grants
  readonly #events: WorkerEvents
  readonly #memory: WorkerMemory
  readonly #turns: AppTurns
  readonly #asks: AppAsks
  readonly #logBudget: LogBudget
  #wasReady = false
  #state: 'starting' | 'ready' | 'retired' | 'killed' = 'starting'
  #isUnusable = false
  #fault: string | undefined
  #residentBytes = 0
  /** The request that the present message is about, where it is about one alone. */
  #named: Placed | undefined

  /** @param child A process that was started before. @default a new one */
  constructor(
    prepared: PreparedComponent,
    limits: AppLimits,
    grants: Grants,
    events: WorkerEvents,
    child?: Child,
  ) {
    this.#limits = limits
    this.#grants = grants
    this.#events = events
    this.#memory = new WorkerMemory(limits)
    this.#logBudget = new LogBudget(MAX_IN_FLIGHT, limits.maxLogBytes)
    this.#turns = new AppTurns(limits)
    this.#asks = new AppAsks(grants.handlers, limits.maxBodyBytes, {
      send: (message, payload) => {
        if (this.#state !== 'killed') this.#guest.send(message, payload)
      },
      answering: (placed) => this.#turns.resume(placed),
      broken: (job, why) => this.#end(job, 'unavailable', why),
      diverged: (job, why) => {
        this.#log(why)
        job.end('unavailable', why)
        this.cancel(job)
      },
    })
    const { maxMemoryBytes, maxBodyBytes, maxTableElements, maxStackBytes } = limits
    this.#guest = startGuest(
      prepared.folder,
      {
        maxMemoryBytes,
        maxMessageBytes: maxBodyBytes + MESSAGE_SLACK_BYTES,
        maxResidentBytes: this.#memory.maxResidentBytes,
        maxTableElements,
        maxStackBytes,
      },
      (message, payload) => {
        this.#receive(message, payload)
        this.#named = undefined
      },
      (bytes) => {
        this.#residentBytes = bytes
        if (this.#memory.isSwollen(bytes)) this.#events.worn(this)
      },
      child,
    )
    this.#guest.send({
      type: 'start',
      mode: 'app',
      interfaces: [...prepared.interfaces],
      suspends: prepared.suspends,
      wasi: grants.wasi ?? NO_SETTINGS,
      maxLogBytes: limits.maxLogBytes,
      maxResultBytes: 0,
      maxBodyBytes,
      maxMemoryBytes,
      maxTableElements,
      maxSpareBytes: this.#memory.share,
    })
    this.ended = this.#guest.ended.then((error) => {
      if (this.#state !== 'killed') this.#fall(error)
      this.#state = 'killed'
      const placed = this.#turns.all
      this.#turns.clear()
      for (const { job, channels } of placed) {
        job.events.left('discarded')
        channels.close('interrupted')
      }
      const left = placed.map(({ job }) => job).filter(({ ended }) => !ended)
      events.ended(this, left)
    })
  }

  /** Are the core modules compiled? */
  get ready(): boolean {
    return this.#state === 'ready'
  }

  /** Did it become ready, whatever came then? */
  get wasReady(): boolean {
    return this.#wasReady
  }

  /** Has it found that the component cannot be loaded? */
  get isUnusable(): boolean {
    return this.#isUnusable
  }

  /** Why it has ended by itself. */
  get fault(): string | undefined {
    return this.#fault
  }

  get inFlight(): number {
    return this.#turns.size
  }

  /** Instances that are alive. */
  get instances(): number {
    return this.#memory.instances
  }

  /** Of the process, a moment ago; 0 where the system does not tell. */
  get residentBytes(): number {
    return this.#residentBytes
  }

  /** Bytes that an instance takes, as far as is known. */
  get instanceBytes(): number {
    return this.#memory.instanceBytes
  }

  /** Would a request that is handed over now be entered at once, and is there memory for it? */
  canTake(): boolean {
    return (
      this.#state === 'ready' &&
      this.#turns.isFree &&
      this.#turns.size < MAX_IN_FLIGHT &&
      this.#memory.hasRoom(this.#turns.size)
    )
  }

  /** Hands a request to an instance. */
  run(job: AppJob): void {
    job.runs += 1
    job.events.placed(this.number)
    job.journal.rewind()
    this.#logBudget.grant()
    const id = nextPlace()
    const { maxBodyBytes } = this.#limits
    const channels = new CallChannels(id, this.#guest.send, maxBodyBytes)
    this.#turns.place(id, job, channels)
    sendRequest(id, job, channels, maxBodyBytes, this.#guest.send)
  }

  /** The job has ended before its instance has: ends that, too, by itself or with the worker. */
  cancel(job: AppJob): void {
    for (const placed of this.#turns.all) if (placed.job === job) this.#giveUp(placed)
  }

  /**
   * Takes away what waits behind a request that runs and runs, and can be run elsewhere.
   *
   * @returns Requests that are to be handed to another worker.
   */
  takeWaiting(now: number): AppJob[] {
    return this.#turns.takeWaiting(now).map(({ placed, job }) => {
      this.#giveUp(placed)
      return job
    })
  }

  #giveUp(placed: Placed): void {
    placed.cancelledAt ??= performance.now()
    placed.channels.close('interrupted')
    if (placed.state !== 'running') this.#guest.send({ type: 'cancel', id: placed.id })
  }

  /** Takes no more, and ends with the last request. */
  retire(): void {
    if (this.#state !== 'killed') this.#state = 'retired'
    if (this.#turns.size === 0) this.kill()
  }

  kill(): void {
    this.#state = 'killed'
    this.#guest.kill()
  }

  /** Ends what runs for too long. To be called every now and then. */
  check(now: number): void {
    const late = this.#turns.overdue(now)
    const { cpuTimeMs } = this.#limits
    if (late !== undefined) {
      this.#end(late, 'cpu-time-exceeded', explainLimit('cpu-time-exceeded', cpuTimeMs))
    } else if (this.#turns.isStuck(now)) this.kill()
  }

  /** The worker has ended, by the fault of the request that is in it now; where that is plain. */
  #fall({ code, message, hint, details }: AirlockError): void {
    this.#fault = `${code}: ${message} ${hint}`
    this.#log(this.#fault)
    const last = code === 'guest-memory-exceeded' || details.brokeRule ? this.#turns.all.at(-1) : undefined
    const named = details.brokeRule ? this.#named : undefined
    const atFault = named ?? this.#turns.running ?? last
    atFault?.job.end(code === 'guest-memory-exceeded' ? code : 'unavailable', message)
  }

  /** The request ends, and the worker with it. */
  #end(job: AppJob, error: AppErrorCode, message: string): void {
    this.#log(message)
    job.end(error, message)
    this.kill()
  }

  #find(id: number): Placed {
    this.#named = this.#turns.find(id)
    return this.#named
  }

  /** What it throws ends the worker: the message breaks the protocol. */
  #receive(message: ToHost, payload: Uint8Array): void {
    switch (message.type) {
      case 'ready':
        if (this.#wasReady) throw new Error('ready twice')
        if (this.#state === 'starting') this.#state = 'ready'
        this.#wasReady = true
        this.#events.free()
        return
      case 'usage':
        this.#tellMade(this.#memory.note(message))
        if (this.#memory.isWorn) this.#events.worn(this)
        return
      case 'log':
        this.#logBudget.spend(message.text)
        this.#print(toLogLine(message))
        return
      case 'unusable':
        if (this.#wasReady) throw new Error('unusable, and ready before')
        this.#log(`The application cannot be started: ${message.message}`)
        this.#isUnusable = true
        this.kill()
        return
      case 'running':
        this.#turns.enter(this.#turns.find(message.id))
        return
      case 'suspended':
        this.#suspend(this.#find(message.id))
        return
      case 'response':
        this.#respond(this.#find(message.id), message, payload)
        return
      case 'failed':
        this.#fail(this.#find(message.id), message)
        return
      case 'done':
        this.#leave(this.#find(message.id), message.reset === true)
        return
      case 'ask':
        this.#asks.serve(this.#find(message.call), message, payload)
        return
      case 'chunk':
      case 'credit':
      case 'reset':
      case 'stop':
        this.#find(message.call).channels.receive(message, payload)
        return
      default:
        throw new Error(`${message.type} is not for an application`)
    }
  }

  #fail(placed: Placed, { kind, message }: Extract<ToHost, { type: 'failed' }>): void {
    const { job } = placed
    placed.failures += 1
    if (placed.failures > MAX_FAILURES) throw new Error('a request that fails again and again')
    // Nobody waits for it: it may have been given up, which is a trap.
    if (job.ended) return
    const text = `the application ${explainKind(kind)}: ${message}`
    this.#log(`A request failed: ${text}`)
    if (kind === 'stack') this.#log(explainLimit('guest-stack-exceeded', this.#limits.maxStackBytes))
    job.events.failed(failureOf(kind), escapeControls(text).slice(0, 2000))
    job.respond(makeAppError(codeOf(kind)))
  }

  #suspend(placed: Placed): void {
    this.#turns.suspend(placed)
    if (placed.cancelledAt !== undefined) this.#guest.send({ type: 'cancel', id: placed.id })
    // What is answered at once is answered by then.
    setImmediate(() => this.#events.free())
  }

  #respond(placed: Placed, message: Extract<ToHost, { type: 'response' }>, payload: Uint8Array): void {
    const { job, channels } = placed
    if (!job.ended) {
      job.respond(
        readResponse(message, payload, this.#limits.maxBodyBytes, channels, () => this.#events.unwanted(job)),
      )
    }
    this.#events.free()
  }

  #leave(placed: Placed, reset: boolean): void {
    this.#turns.remove(placed)
    placed.job.events.left(reset ? 'reset' : 'discarded')
    placed.channels.close('the application failed')
    placed.job.end('internal-error')
    if (this.#state === 'retired' && this.#turns.size === 0) this.kill()
    this.#events.free()
  }

  #print(line: LogLine): void {
    const { running } = this.#turns
    const requestId = running?.job.request.id
    this.#grants.log(requestId === undefined ? line : { ...line, requestId })
    const { stream, text } = line
    // Only one guest is entered at a time, and what it prints comes before it leaves.
    if (running !== undefined) running.job.events.output(stream, text)
    else this.#grants.notify?.({ type: 'output', stream, text })
  }

  #tellMade(count: number): void {
    if (count > 0) this.#grants.notify?.({ type: 'instances-made', worker: this.number, count })
  }

  #log(text: string): void {
    sayTo(this.#grants.log)(text)
  }
}
