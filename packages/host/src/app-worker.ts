import { clampTimeout, escapeControls } from '@wasm-airlock/shared'
import { type AppErrorCode, makeAppError } from './app-errors.ts'
import type { AppRequest, AppResponse } from './app-request.ts'
import { type GuestProcess, startGuest } from './guest-process.ts'
import { LogBudget, MAX_LOG_BYTES } from './log-budget.ts'
import type { LogLine } from './log-line.ts'
import type { PreparedComponent } from './prepare.ts'
import type { ToHost } from './protocol.ts'
import { sayTo } from './say.ts'
import type { Handlers } from './services/broker.ts'
import { isToken } from './services/http/http-syntax.ts'

/** What an application is granted. */
export interface Grants {
  /** Serve what its guests ask for. */
  readonly handlers: Handlers
  readonly log: (line: LogLine) => void
}

/** Limits of an application, all of them set. */
export interface AppLimits {
  readonly requestTimeoutMs: number
  readonly maxMemoryBytes: number
  readonly maxBodyBytes: number
}

/** A request that has no response yet, or whose instance still runs. */
interface Running {
  readonly ended: AbortController
  respond(response: AppResponse): void
  /** The instance is gone. */
  end(): void
}

/** A request that was handed to an instance. */
export interface Handled {
  readonly response: Promise<AppResponse>
  /** Resolves when its instance has ended too, which may go on after the response. */
  readonly done: Promise<void>
}

/** Requests in flight in one worker. */
export const MAX_IN_FLIGHT = 64
/** Room for headers, prompts and the like around a body. */
const MESSAGE_SLACK_BYTES = 4 * 1024 * 1024
/** What all the other instances and the worker may take, beside the largest memory. */
const MANY_INSTANCES_BYTES = 3 * 1024 ** 3
const MAX_HOST_CALLS = 256
/** How long a worker may take to say that it still listens. */
const PONG_MS = 1000

/** One guest worker with the requests in it. */
export class AppWorker {
  readonly #guest: GuestProcess
  readonly #limits: AppLimits
  readonly #grants: Grants
  readonly #running = new Map<number, Running>()
  #hostCalls = 0
  #lastId = 0
  readonly #logBudget = new LogBudget(MAX_IN_FLIGHT)
  #listening: Promise<boolean> | undefined
  #pong: (() => void) | undefined
  /** Takes no more requests, and ends with the last one. */
  #retired = false
  #killed = false

  /** @param onUseless Called once no more requests should be handed to it. */
  constructor(prepared: PreparedComponent, limits: AppLimits, grants: Grants, onUseless: () => void) {
    this.#limits = limits
    this.#grants = grants
    const { maxMemoryBytes, maxBodyBytes } = limits
    this.#guest = startGuest(
      prepared.folder,
      {
        maxMemoryBytes,
        maxMessageBytes: maxBodyBytes + MESSAGE_SLACK_BYTES,
        maxResidentBytes: maxMemoryBytes + MANY_INSTANCES_BYTES,
      },
      (message, payload) => this.#receive(message, payload),
    )
    this.#guest.send({
      type: 'start',
      mode: 'app',
      interfaces: [...prepared.interfaces],
      maxLogBytes: MAX_LOG_BYTES,
      maxBodyBytes,
      maxMemoryBytes,
    })
    this.#onUseless = onUseless
    this.ended = this.#guest.ended.then((error) => {
      if (!this.#killed) this.#log(error.message)
      onUseless()
      for (const id of [...this.#running.keys()]) this.#finish(id, 'unavailable')
    })
  }

  readonly #onUseless: () => void
  /** Resolves when its process is gone. */
  readonly ended: Promise<void>

  kill(): void {
    this.#killed = true
    this.#guest.kill()
  }

  /**
   * Hands a request to a fresh instance; always gives a response.
   *
   * @param timeoutMs For the response and for all that the instance does after it.
   */
  handle(request: AppRequest, timeoutMs = this.#limits.requestTimeoutMs): Handled {
    const id = ++this.#lastId
    const response = Promise.withResolvers<AppResponse>()
    const done = Promise.withResolvers<void>()
    const timer = setTimeout(() => void this.#expire(id), clampTimeout(timeoutMs))
    this.#logBudget.grant()
    this.#running.set(id, {
      ended: new AbortController(),
      respond: response.resolve,
      end: () => {
        clearTimeout(timer)
        done.resolve()
      },
    })
    const { method, path, authority = 'localhost', body } = request
    const headers = request.headers.map(([name, value]): [string, string] => [name, value])
    this.#guest.send({ type: 'request', id, method, path, authority, headers }, body)
    return { response: response.promise, done: done.promise }
  }

  /** The request is lost, and with it the worker: nothing can stop one instance of many. */
  async #expire(id: number): Promise<void> {
    this.#log(
      `A request, or what its instance does after it, took longer than ${this.#limits.requestTimeoutMs} ms.`,
    )
    this.#finish(id, 'deadline-exceeded')
    this.#onUseless()
    this.#retired = true
    if (!(await this.#listens()) || this.#running.size === 0) this.kill()
  }

  /** Does the worker still take messages? Asked once for all who want to know. */
  #listens(): Promise<boolean> {
    this.#listening ??= new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), PONG_MS)
      this.#pong = () => {
        clearTimeout(timer)
        resolve(true)
      }
      this.#guest.send({ type: 'ping', id: 1 })
    }).finally(() => {
      this.#listening = undefined
    })
    return this.#listening
  }

  /** @param error What is answered where no response was given yet. */
  #finish(id: number, error: AppErrorCode): void {
    const running = this.#running.get(id)
    if (running === undefined) return
    running.respond(makeAppError(error))
    running.ended.abort()
    running.end()
    this.#running.delete(id)
    if (this.#retired && this.#running.size === 0) this.kill()
  }

  /** What it throws ends the worker: the message breaks the protocol. */
  #receive(message: ToHost, payload: Uint8Array): void {
    switch (message.type) {
      case 'ready':
        return
      case 'pong':
        this.#pong?.()
        return
      case 'log':
        this.#logBudget.spend(message.text)
        this.#grants.log({ stream: message.stream, text: escapeControls(message.text) })
        return
      case 'unusable':
        this.#log(`The application cannot be started: ${message.message}`)
        for (const id of [...this.#running.keys()]) this.#finish(id, 'internal-error')
        this.kill()
        return
      case 'response':
        checkHeaders(message.headers)
        if (payload.length > this.#limits.maxBodyBytes) throw new Error('a body above its limit')
        this.#running.get(message.id)?.respond({
          status: message.status,
          headers: message.headers,
          body: payload,
        })
        return
      case 'failed':
        this.#log(`A request failed: the application ${explain(message.kind)}: ${message.message}`)
        this.#running.get(message.id)?.respond(makeAppError('internal-error'))
        return
      case 'done':
        this.#finish(message.id, 'internal-error')
        return
      case 'ask':
        this.#serve(message, payload).catch((error: unknown) => {
          this.#log(`A call of the application could not be served: ${String(error)}`)
          this.#guest.kill()
        })
        return
      default:
        throw new Error(`${message.type} is not for an application`)
    }
  }

  async #serve(message: Extract<ToHost, { type: 'ask' }>, payload: Uint8Array): Promise<void> {
    const running = this.#running.get(message.call)
    if (running === undefined) return
    if (++this.#hostCalls > MAX_HOST_CALLS) {
      this.#log(`The application made more than ${MAX_HOST_CALLS} calls at once.`)
      this.#guest.kill()
      return
    }
    const handle = this.#grants.handlers.get(message.operation)
    try {
      if (handle === undefined) throw new Error(`${message.operation} is not granted`)
      const served = await handle(message.args, { payload, signal: running.ended.signal })
      this.#guest.send({ type: 'answer', id: message.id, answer: served.answer }, served.payload)
    } finally {
      this.#hostCalls -= 1
    }
  }

  #log(text: string): void {
    sayTo(this.#grants.log)(text)
  }
}

function explain(kind: Extract<ToHost, { type: 'failed' }>['kind']): string {
  return { trapped: 'trapped', arguments: 'trapped', exited: 'exited', memory: 'met the memory limit' }[kind]
}

function checkHeaders(headers: readonly (readonly [string, string])[]): void {
  for (const [name, value] of headers) {
    if (!isToken(name) || /[^\t\u0020-\u007e\u0080-\u00ff]/.test(value)) {
      throw new Error('a header field that is none')
    }
  }
}
