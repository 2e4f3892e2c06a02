import { randomUUID } from 'node:crypto'
import type { AppRequest } from '../app/request.ts'
import type { Notify, RequestFailure, ServiceEvent } from './events.ts'

/** Calls of one request that are told of: a guest that floods its host with them is not to flood a log too. */
const MAX_CALLS_TOLD = 1000
const MAX_PATH_LENGTH = 2000

/** Tells of one request, from its arrival until its instance has ended. */
export class RequestEvents {
  readonly #notify: Notify | undefined
  readonly #request: string
  readonly #start = performance.now()
  #worker: number | undefined
  #placedAt = 0
  #callsTold = 0

  /** @param notify Absent where nobody observes. */
  constructor(notify: Notify | undefined, { id, method, path, headers }: AppRequest) {
    this.#notify = notify
    this.#request = notify === undefined ? '' : (id ?? randomUUID())
    if (notify === undefined) return
    const traceparent = onlyValue(headers, 'traceparent')
    const tracestate = onlyValue(headers, 'tracestate')
    notify({
      type: 'request-started',
      request: this.#request,
      method,
      path: path.replace(/[?#].*$/s, '').slice(0, MAX_PATH_LENGTH),
      ...(traceparent === undefined ? {} : { traceparent }),
      ...(tracestate === undefined ? {} : { tracestate }),
    })
  }

  /** It was handed to an instance. It may be more than once, where a worker is lost. */
  placed(worker: number): void {
    this.left('discarded')
    this.#worker = worker
    this.#placedAt = performance.now()
    const waitedMs = this.#placedAt - this.#start
    this.#notify?.({ type: 'instance-started', request: this.#request, worker, waitedMs })
  }

  /** The instance does nothing for it any more. */
  left(outcome: 'reset' | 'discarded'): void {
    if (this.#worker === undefined) return
    const durationMs = performance.now() - this.#placedAt
    const worker = this.#worker
    this.#worker = undefined
    this.#notify?.({ type: 'instance-ended', request: this.#request, worker, outcome, durationMs })
  }

  failed(code: RequestFailure, text: string): void {
    this.#notify?.({ type: 'request-failed', request: this.#request, code, text })
  }

  /** It is answered; a body that comes in parts may still be on its way. */
  answered(status: number): void {
    const durationMs = performance.now() - this.#start
    this.#notify?.({ type: 'request-ended', request: this.#request, status, durationMs })
  }

  /** Something that it has asked of a service. */
  readonly observe = (event: ServiceEvent): void => {
    this.#callsTold += 1
    if (this.#callsTold <= MAX_CALLS_TOLD) this.#notify?.({ ...event, request: this.#request })
    else if (this.#callsTold === MAX_CALLS_TOLD + 1) {
      const text = `More than ${MAX_CALLS_TOLD} calls of one request: the rest is neither told nor counted.`
      this.#notify?.({ type: 'message', level: 'warn', request: this.#request, text })
    }
  }

  /** A line that it printed. */
  output(stream: 'stdout' | 'stderr', text: string): void {
    this.#notify?.({ type: 'output', request: this.#request, stream, text })
  }
}

/** Only a field that is there once says which trace it is. */
function onlyValue(headers: AppRequest['headers'], name: string): string | undefined {
  const values = headers.filter(([key]) => key.toLowerCase() === name)
  return values.length === 1 ? values[0]?.[1] : undefined
}
