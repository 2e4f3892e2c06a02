import { clampTimeout } from '@wasm-airlock/shared'
import type { Notify, RequestFailure } from '../observe/events.ts'
import { RequestEvents } from '../observe/request-events.ts'
import { type AppErrorCode, makeAppError } from './errors.ts'
import { Journal } from './journal.ts'
import type { AppLimits } from './limits.ts'
import type { AppRequest, AppResponse } from './request.ts'

/** Why what a guest has asked for is not waited for any longer; one for all, since a stack trace costs time. */
const ENDED = new Error('the request has ended')

/** What an error without a cause of its own is for those who observe. */
const FAILURES: Record<AppErrorCode, RequestFailure> = {
  'internal-error': 'trapped',
  'guest-memory-exceeded': 'memory-exceeded',
  'guest-table-exceeded': 'trapped',
  'guest-stack-exceeded': 'trapped',
  unavailable: 'interrupted',
  'queue-full': 'queue-full',
  'deadline-exceeded': 'deadline-exceeded',
  'cpu-time-exceeded': 'cpu-time-exceeded',
  'body-too-large': 'body-too-large',
}

/** A request on its way through the host, from its arrival until its instance has ended. */
export class AppJob {
  readonly request: AppRequest
  readonly response: Promise<AppResponse>
  readonly journal: Journal
  /** Told to those who observe. */
  readonly events: RequestEvents
  /** Milliseconds that its guest has run. */
  busyMs = 0
  /** Workers that it was given to. */
  runs = 0
  readonly #answer: (response: AppResponse) => void
  readonly #timer: NodeJS.Timeout
  #answered = false
  #ended = false
  #controller: AbortController | undefined

  /**
   * @param onLate Called where it has not ended within `requestTimeoutMs`.
   * @param notify Told what happens to it.
   */
  constructor(request: AppRequest, limits: AppLimits, onLate: (job: AppJob) => void, notify?: Notify) {
    this.request = request
    this.events = new RequestEvents(notify, request)
    this.journal = new Journal(limits.maxJournalBytes)
    const { promise, resolve } = Promise.withResolvers<AppResponse>()
    this.response = promise
    this.#answer = resolve
    // All jobs of a host have the same time, which makes timers cheap.
    this.#timer = setTimeout(onLate, clampTimeout(limits.requestTimeoutMs), this)
  }

  /** A job that has ended, and answers nobody. */
  static nobody(limits: AppLimits): AppJob {
    const request = { method: 'GET', path: '/', headers: [], body: new Uint8Array() }
    const job = new AppJob(request, limits, () => {})
    job.end('unavailable')
    return job
  }

  /** Ends with the job. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController()
    if (this.#ended) this.#controller.abort(ENDED)
    return this.#controller.signal
  }

  get answered(): boolean {
    return this.#answered
  }

  get ended(): boolean {
    return this.#ended
  }

  /** Is it safe to run it again from its start? */
  get repeatable(): boolean {
    return !this.#answered && !this.#ended && this.journal.complete
  }

  /** Only the first response counts. */
  respond(response: AppResponse): void {
    if (!this.#answered) this.events.answered(response.status)
    this.#answered = true
    this.#answer(response)
  }

  /**
   * Nothing comes any more.
   *
   * @param error Answered where there is no response yet.
   * @param why For those who observe, as is `failure`.
   */
  end(error: AppErrorCode, why = '', failure = FAILURES[error]): void {
    if (this.#ended) return
    this.#ended = true
    clearTimeout(this.#timer)
    // After an answer, an instance that ends without further ado is no failure.
    if (!this.#answered || error !== 'internal-error') this.events.failed(failure, why)
    if (!this.#answered) this.respond(makeAppError(error))
    this.#controller?.abort(ENDED)
  }
}
