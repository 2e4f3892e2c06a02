import { type AirlockError, escapeControls } from '@wasm-airlock/shared'
import { type AppErrorCode, explainLimit, makeAppError } from './app-errors.ts'
import { AppJob } from './app-job.ts'
import { Diverged } from './app-journal.ts'
import type { AppLimits } from './app-limits.ts'
import { readResponse, sendRequest } from './app-streams.ts'
import { CallChannels } from './channels/call-channels.ts'
import type { ByteFlow } from './channels/flow.ts'
import type { Child } from './child.ts'
import { NO_SETTINGS, type WasiSettings } from './guest/wasi/settings.ts'
import { type GuestProcess, startGuest } from './guest-process.ts'
import { LogBudget, MAX_LOG_BYTES } from './log-budget.ts'
import { type LogLine, toLogLine } from './log-line.ts'
import type { Notify, RequestFailure } from './observe/events.ts'
import type { PreparedComponent } from './prepare.ts'
import type { ToHost } from './protocol.ts'
import { sayTo } from './say.ts'
import { inputFlow, sendAnswer } from './services/answers.ts'
import type { Handlers } from './services/broker.ts'
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

/** A request in a worker. */
interface Placed {
  /** Never used twice: a request that runs again has another. */
  readonly id: number
  /** One that has ended stands in for a request that was taken away again. */
  job: AppJob
  readonly channels: CallChannels
  /** Of the guest: not entered yet, entered, or waiting for something. */
  state: 'sent' | 'running' | 'suspended'
  readonly sentAt: number
  /** Time at which it was given up, if it was. */
  cancelledAt: number | undefined
}

/** Requests in flight in one worker. */
const MAX_IN_FLIGHT = 64
/** Room for headers, prompts and the like around a body. */
const MESSAGE_SLACK_BYTES = 4 * 1024 * 1024
const MAX_HOST_CALLS = 256
/** How long an instance may take to end once it was given up. */
const CANCEL_MS = 1000
/** How long its guest may run on. */
const LOOP_MS = 100
/** How long requests wait behind one that runs before they are taken elsewhere, those that were entered too. */
const PATIENCE_MS = 100
const ENTERED_PATIENCE_MS = 1000

let lastId = 0

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
  readonly #placed = new Map<number, Placed>()
  /** The one that its guest is entered for, and since when. */
  #running: Placed | undefined
  #runningSince = 0
  /** Handed over, and not entered for yet. */
  #sent = 0
  #hostCalls = 0
  readonly #logBudget = new LogBudget(MAX_IN_FLIGHT)
  #wasReady = false
  #state: 'starting' | 'ready' | 'retired' | 'killed' = 'starting'
  #isUnusable = false
  #fault: string | undefined
  #residentBytes = 0
  /** Saw the running request past its limit before; the message that it is not may be on its way. */
  #suspect: Placed | undefined

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
      (message, payload) => this.#receive(message, payload),
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
      maxLogBytes: MAX_LOG_BYTES,
      maxResultBytes: 0,
      maxBodyBytes,
      maxMemoryBytes,
    })
    this.ended = this.#guest.ended.then((error) => {
      if (this.#state !== 'killed') this.#fall(error)
      this.#state = 'killed'
      for (const { job } of this.#placed.values()) job.events.left('discarded')
      for (const { channels } of this.#placed.values()) channels.close('interrupted')
      const left = [...this.#placed.values()].map(({ job }) => job).filter(({ ended }) => !ended)
      this.#placed.clear()
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
    return this.#placed.size
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
      this.#sent === 0 &&
      (this.#running === undefined || this.#running.job.answered) &&
      this.#placed.size < MAX_IN_FLIGHT &&
      this.#memory.hasRoom(this.#placed.size)
    )
  }

  /** Hands a request to an instance. */
  run(job: AppJob): void {
    job.runs += 1
    job.events.placed(this.number)
    job.journal.rewind()
    this.#logBudget.grant()
    const id = ++lastId
    const { maxBodyBytes } = this.#limits
    const channels = new CallChannels(id, this.#guest.send, maxBodyBytes)
    const sentAt = performance.now()
    this.#placed.set(id, { id, job, channels, state: 'sent', sentAt, cancelledAt: undefined })
    this.#sent += 1
    sendRequest(id, job, channels, maxBodyBytes, this.#guest.send)
  }

  /** The job has ended before its instance has: ends that, too, by itself or with the worker. */
  cancel(job: AppJob): void {
    for (const placed of this.#placed.values()) if (placed.job === job) this.#giveUp(placed)
  }

  /**
   * Takes away what waits behind a request that runs and runs, and can be run elsewhere.
   *
   * @returns Requests that are to be handed to another worker.
   */
  takeWaiting(now: number): AppJob[] {
    const running = this.#running
    if (running === undefined || now - this.#runningSince < PATIENCE_MS) return []
    const taken: AppJob[] = []
    for (const placed of this.#placed.values()) {
      const { job, state, sentAt } = placed
      const since = state === 'sent' ? sentAt + PATIENCE_MS : this.#runningSince + ENTERED_PATIENCE_MS
      if (placed === running || now < since || !job.repeatable) continue
      taken.push(job)
      placed.job = AppJob.nobody(this.#limits)
      this.#giveUp(placed)
    }
    return taken
  }

  #giveUp(placed: Placed): void {
    placed.cancelledAt ??= performance.now()
    placed.channels.close('interrupted')
    if (placed.state !== 'running') this.#guest.send({ type: 'cancel', id: placed.id })
  }

  /** Takes no more, and ends with the last request. */
  retire(): void {
    if (this.#state !== 'killed') this.#state = 'retired'
    if (this.#placed.size === 0) this.kill()
  }

  kill(): void {
    this.#state = 'killed'
    this.#guest.kill()
  }

  /** Ends what runs for too long. To be called every now and then. */
  check(now: number): void {
    const running = this.#running
    if (running !== undefined && running.job.busyMs + now - this.#runningSince > this.#limits.cpuTimeMs) {
      if (this.#suspect === running) {
        const { cpuTimeMs } = this.#limits
        this.#end(running.job, 'cpu-time-exceeded', explainLimit('cpu-time-exceeded', cpuTimeMs))
      }
      this.#suspect = running
    } else this.#suspect = undefined
    for (const placed of this.#placed.values()) if (this.#isStuck(placed, now)) this.kill()
  }

  /** Was the request given up, and does it not end? One that waits for its turn cannot. */
  #isStuck(placed: Placed, now: number): boolean {
    if (placed.cancelledAt === undefined) return false
    if (placed === this.#running) return now - Math.max(placed.cancelledAt, this.#runningSince) > LOOP_MS
    return this.#running === undefined && now - placed.cancelledAt > CANCEL_MS
  }

  /** The worker has ended, by the fault of the request that is in it now; where that is plain. */
  #fall({ code, message, hint, details }: AirlockError): void {
    this.#fault = `${code}: ${message} ${hint}`
    this.#log(this.#fault)
    const [last] = [...this.#placed.values()].reverse()
    const atFault =
      this.#running ?? (code === 'guest-memory-exceeded' || details.brokeRule ? last : undefined)
    atFault?.job.end(code === 'guest-memory-exceeded' ? code : 'unavailable', message)
  }

  /** The request ends, and the worker with it. */
  #end(job: AppJob, error: AppErrorCode, message: string): void {
    this.#log(message)
    job.end(error, message)
    this.kill()
  }

  /** What it throws ends the worker: the message breaks the protocol. */
  #receive(message: ToHost, payload: Uint8Array): void {
    switch (message.type) {
      case 'ready':
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
        this.#log(`The application cannot be started: ${message.message}`)
        this.#isUnusable = true
        this.kill()
        return
      case 'running':
        this.#enter(this.#find(message.id))
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
        this.#ask(this.#find(message.call), message, payload)
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

  #fail({ job }: Placed, { kind, message }: Extract<ToHost, { type: 'failed' }>): void {
    const text = `the application ${explain(kind)}: ${message}`
    this.#log(`A request failed: ${text}`)
    if (kind === 'stack') this.#log(explainLimit('guest-stack-exceeded', this.#limits.maxStackBytes))
    job.events.failed(failureOf(kind), escapeControls(text).slice(0, 2000))
    job.respond(makeAppError(codeOf(kind)))
  }

  #find(id: number): Placed {
    const placed = this.#placed.get(id)
    if (placed === undefined) throw new Error('a message about a request that is not there')
    return placed
  }

  #enter(placed: Placed): void {
    if (this.#running !== undefined) throw new Error('two requests that run at once')
    if (placed.state === 'sent') this.#sent -= 1
    placed.state = 'running'
    this.#running = placed
    this.#runningSince = performance.now()
  }

  /** The guest of this request is not in any more; says whether it was. */
  #stop(placed: Placed): boolean {
    if (this.#running !== placed) return false
    placed.job.busyMs += performance.now() - this.#runningSince
    this.#running = undefined
    return true
  }

  #suspend(placed: Placed): void {
    if (!this.#stop(placed)) throw new Error('a request that is suspended and did not run')
    placed.state = 'suspended'
    if (placed.cancelledAt !== undefined) this.#guest.send({ type: 'cancel', id: placed.id })
    this.#events.free()
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
    if (!this.#stop(placed) && placed.state === 'sent') this.#sent -= 1
    this.#placed.delete(placed.id)
    placed.job.events.left(reset ? 'reset' : 'discarded')
    placed.channels.close('the application failed')
    placed.job.end('internal-error')
    if (this.#state === 'retired' && this.#placed.size === 0) this.kill()
    this.#events.free()
  }

  #ask(placed: Placed, message: Extract<ToHost, { type: 'ask' }>, payload: Uint8Array): void {
    const { stream } = message
    const input = stream === undefined ? undefined : inputFlow(placed.channels.accept(stream, payload))
    if (input !== undefined) placed.job.journal.giveUp()
    void this.#serve(placed, message, payload, input)
  }

  async #serve(
    placed: Placed,
    message: Extract<ToHost, { type: 'ask' }>,
    payload: Uint8Array,
    input: ByteFlow | undefined,
  ): Promise<void> {
    const { job } = placed
    if (job.ended) return
    const { operation, args } = message
    if (++this.#hostCalls > MAX_HOST_CALLS) {
      this.#end(job, 'unavailable', `The application made more than ${MAX_HOST_CALLS} calls at once.`)
      return
    }
    try {
      const handle = this.#grants.handlers.get(operation)
      if (handle === undefined) throw new Error(`${operation} is not granted`)
      const { signal, events } = job
      const answered = await job.journal.ask(operation, args, payload, () =>
        handle(args, { payload, input, signal, observe: events.observe }),
      )
      if (this.#state === 'killed' || job.ended || placed.job !== job) return
      // What is read of a body that comes in parts is gone.
      if (answered.flow !== undefined) job.journal.giveUp()
      sendAnswer(message.id, answered, placed.channels, this.#limits.maxBodyBytes, this.#guest.send)
    } catch (error) {
      if (job.ended || placed.job !== job) return
      if (error instanceof Diverged) {
        const why = `A request was interrupted, and asked for something else when it ran again: ${error.message}.`
        this.#log(why)
        job.end('unavailable', why)
        this.cancel(job)
      } else {
        this.#end(job, 'unavailable', `A call of the application could not be served: ${String(error)}`)
      }
    } finally {
      this.#hostCalls -= 1
    }
  }

  #print(line: LogLine): void {
    const requestId = this.#running?.job.request.id
    this.#grants.log(requestId === undefined ? line : { ...line, requestId })
    const { stream, text } = line
    // Only one guest is entered at a time, and what it prints comes before it leaves.
    if (this.#running !== undefined) this.#running.job.events.output(stream, text)
    else this.#grants.notify?.({ type: 'output', stream, text })
  }

  #tellMade(count: number): void {
    if (count > 0) this.#grants.notify?.({ type: 'instances-made', worker: this.number, count })
  }

  #log(text: string): void {
    sayTo(this.#grants.log)(text)
  }
}

function explain(kind: Extract<ToHost, { type: 'failed' }>['kind']): string {
  return {
    trapped: 'trapped',
    arguments: 'trapped',
    exited: 'exited',
    memory: 'met the memory limit',
    tables: 'has too large a table',
    stack: 'called too deeply',
    result: 'trapped',
  }[kind]
}

function failureOf(kind: Extract<ToHost, { type: 'failed' }>['kind']): RequestFailure {
  return kind === 'memory' ? 'memory-exceeded' : kind === 'exited' ? kind : 'trapped'
}

function codeOf(kind: Extract<ToHost, { type: 'failed' }>['kind']): AppErrorCode {
  if (kind === 'memory') return 'guest-memory-exceeded'
  if (kind === 'tables') return 'guest-table-exceeded'
  return kind === 'stack' ? 'guest-stack-exceeded' : 'internal-error'
}
