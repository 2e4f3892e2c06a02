import type { HostStats } from '../observe/stats.ts'
import type { PreparedComponent } from '../prepare.ts'
import type { Child } from '../process/child.ts'
import { WorkerGroup } from '../process/worker-group.ts'
import { sayTo } from '../say.ts'
import { type AppErrorCode, explainLimit } from './errors.ts'
import { AppJob } from './job.ts'
import type { AppLimits } from './limits.ts'
import type { AppRequest, AppResponse } from './request.ts'
import { AppWorker, type Grants } from './worker.ts'

/** How often running requests are looked at. */
const CHECK_MS = 50
/** Workers that a request may be given to: each one before the last was brought down by another request. */
const MAX_RUNS = 10
/** Workers that may end in a row before they are ready; then those that wait are told. */
const MAX_FAILED_STARTS = 3

/** Keeps requests until a worker is ready to run them, and starts workers as load asks for. */
export class AppDispatcher {
  readonly #prepared: PreparedComponent
  readonly #limits: AppLimits
  readonly #grants: Grants
  readonly #group: WorkerGroup
  readonly #waiting = new Set<AppJob>()
  /** Those that take requests, or will. */
  readonly #workers: AppWorker[] = []
  /** All that have not ended. */
  readonly #all = new Set<AppWorker>()
  /** Those that go on until their replacement is ready. */
  readonly #worn = new Set<AppWorker>()
  #failedStarts = 0
  #ticker: NodeJS.Timeout | undefined

  /** @param spare A process for the first worker. @default a new one */
  constructor(
    prepared: PreparedComponent,
    limits: AppLimits,
    grants: Grants,
    signal: AbortSignal | undefined,
    spare?: Child,
  ) {
    this.#prepared = prepared
    this.#limits = limits
    this.#grants = grants
    this.#group = new WorkerGroup(prepared, signal)
    const { closing } = this.#group
    if (closing.aborted) {
      spare?.kill()
      return
    }
    closing.addEventListener('abort', () => endAll(this.#takeWaiting(), 'unavailable'))
    this.#start(spare)
  }

  /** Runs a request as soon as it can be; always gives a response. */
  submit(request: AppRequest): Promise<AppResponse> {
    const job = new AppJob(request, this.#limits, this.#onLate, this.#grants.notify)
    if (this.#group.closing.aborted) job.end('unavailable')
    else {
      this.#waiting.add(job)
      this.#pump()
      request.signal?.addEventListener('abort', () => this.#giveUp(job), { once: true })
      if (request.signal?.aborted) this.#giveUp(job)
      if (this.#waiting.size > this.#limits.maxWaiting && this.#waiting.delete(job)) {
        const why = explainLimit('queue-full', this.#limits.maxWaiting)
        this.#say(why)
        job.end('queue-full', why)
      }
    }
    return job.response
  }

  stats(): HostStats {
    const all = [...this.#all]
    const sum = (of: (worker: AppWorker) => number) => all.reduce((total, worker) => total + of(worker), 0)
    return {
      ready: this.#workers.some(({ ready }) => ready) && this.#waiting.size < this.#limits.maxWaiting,
      running: sum(({ inFlight }) => inFlight),
      waiting: this.#waiting.size,
      workers: all.length,
      instances: sum(({ instances }) => instances),
      guestMemoryBytes: sum(({ residentBytes }) => residentBytes),
    }
  }

  close(): Promise<void> {
    return this.#group.close()
  }

  /** Hands requests to workers, first come, first served. */
  #pump(): void {
    for (const job of this.#waiting) {
      const worker = this.#freest()
      if (worker === undefined) {
        this.#grow()
        return
      }
      this.#waiting.delete(job)
      worker.run(job)
      this.#ticker ??= setInterval(this.#check, CHECK_MS).unref()
    }
  }

  /** The one with the fewest requests of those that can take one. */
  #freest(): AppWorker | undefined {
    let best: AppWorker | undefined
    for (const worker of this.#workers) {
      if (worker.canTake() && (best === undefined || worker.inFlight < best.inFlight)) best = worker
    }
    return best
  }

  /** Starts one more worker, if there may be one, and none is about to be ready. */
  #grow(): void {
    const { workers, maxGuestBytes } = this.#limits
    const instanceBytes = Math.max(0, ...this.#workers.map((worker) => worker.instanceBytes))
    const most = Math.min(workers, Math.floor(maxGuestBytes / instanceBytes)) + this.#worn.size
    const starting = this.#workers.some(({ ready }) => !ready)
    if (!starting && (this.#workers.length === 0 || this.#workers.length < most)) this.#start()
  }

  #start(child?: Child): void {
    const worker = new AppWorker(
      this.#prepared,
      this.#limits,
      this.#grants,
      {
        free: this.#onFree,
        unwanted: this.#giveUp,
        worn: this.#onWorn,
        ended: this.#onEnded,
      },
      child,
    )
    this.#grants.notify?.({ type: 'worker-started', worker: worker.number })
    this.#group.add(worker)
    this.#workers.push(worker)
    this.#all.add(worker)
  }

  readonly #onFree = (): void => {
    // A replacement is ready: who it replaces takes no more.
    if (this.#worn.size > 0 && this.#workers.some((worker) => worker.ready && !this.#worn.has(worker))) {
      for (const worker of this.#worn) {
        this.#drop(worker)
        worker.retire()
      }
    }
    this.#pump()
  }

  readonly #onWorn = (worker: AppWorker): void => {
    if (this.#worn.has(worker) || !this.#workers.includes(worker)) return
    this.#worn.add(worker)
    this.#start()
  }

  readonly #onEnded = (worker: AppWorker, left: readonly AppJob[]): void => {
    this.#drop(worker)
    this.#all.delete(worker)
    this.#tellEnd(worker)
    if (this.#group.closing.aborted) endAll(left, 'unavailable')
    else if (worker.isUnusable) {
      for (const job of [...left, ...this.#takeWaiting()]) job.end('internal-error', '', 'unusable')
    } else this.#recover(worker, left)
  }

  #tellEnd({ number, fault }: AppWorker): void {
    const outcome = this.#group.closing.aborted ? 'closed' : fault === undefined ? 'retired' : 'failed'
    this.#grants.notify?.({ type: 'worker-ended', worker: number, outcome, text: fault ?? '' })
  }

  /** Those that were in it run again, if they can. */
  #recover(worker: AppWorker, left: readonly AppJob[]): void {
    const again = left.filter((job) => job.repeatable && job.runs < MAX_RUNS)
    endAll(
      left.filter((job) => !again.includes(job)),
      'unavailable',
    )
    this.#waitFirst(again)
    this.#failedStarts = worker.wasReady ? 0 : this.#failedStarts + 1
    if (this.#failedStarts === MAX_FAILED_STARTS) {
      this.#failedStarts = 0
      endAll(this.#takeWaiting(), 'unavailable')
    }
    if (this.#workers.length === 0 && (worker.wasReady || this.#waiting.size > 0)) this.#start()
    this.#pump()
  }

  /** They have waited longest. */
  #waitFirst(jobs: readonly AppJob[]): void {
    // What becomes known from now on belongs to the next run.
    for (const job of jobs) job.journal.rewind()
    for (const job of [...jobs, ...this.#takeWaiting()]) this.#waiting.add(job)
    this.#pump()
  }

  /** Nobody waits for its answer any longer. */
  readonly #giveUp = (job: AppJob): void => {
    if (job.ended) return
    this.#waiting.delete(job)
    job.end('unavailable')
    for (const worker of this.#all) worker.cancel(job)
  }

  readonly #onLate = (job: AppJob): void => {
    const why = explainLimit('deadline-exceeded', this.#limits.requestTimeoutMs)
    this.#say(why)
    this.#waiting.delete(job)
    job.end('deadline-exceeded', why)
    for (const worker of this.#all) worker.cancel(job)
  }

  readonly #check = (): void => {
    const now = performance.now()
    let inFlight = 0
    const taken: AppJob[] = []
    for (const worker of this.#all) {
      worker.check(now)
      if (this.#limits.workers > 1) taken.push(...worker.takeWaiting(now))
      inFlight += worker.inFlight
    }
    if (taken.length > 0) this.#waitFirst(taken)
    else this.#pump()
    if (inFlight > 0) return
    clearInterval(this.#ticker)
    this.#ticker = undefined
  }

  /** A worker that takes no more, but may still have requests in it. */
  #drop(worker: AppWorker): void {
    const index = this.#workers.indexOf(worker)
    if (index >= 0) this.#workers.splice(index, 1)
    this.#worn.delete(worker)
  }

  #takeWaiting(): AppJob[] {
    const jobs = [...this.#waiting]
    this.#waiting.clear()
    return jobs
  }

  #say(text: string): void {
    sayTo(this.#grants.log)(text)
  }
}

function endAll(jobs: readonly AppJob[], error: AppErrorCode): void {
  for (const job of jobs) job.end(error)
}
