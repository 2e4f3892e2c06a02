import { type DatabaseOptions, type DatabaseProcess, startDatabase } from './database-process.ts'
import type { FromDatabase, ToDatabase } from './database-protocol.ts'
import { encodeSql, type SqlJson, type SqlValue } from './sql-value.ts'

/** What a statement came to. */
export type Outcome =
  | {
      readonly tag: 'ok'
      readonly columns: readonly string[]
      readonly rows: readonly (readonly SqlJson[])[]
    }
  | { readonly tag: 'full' }
  /** The process of the database ended, and with it a transaction of this connection. */
  | { readonly tag: 'lost' }
  | { readonly tag: 'failed'; readonly message: string }

interface Job {
  readonly message: Extract<ToDatabase, { type: 'execute' }>
  readonly signal: AbortSignal | undefined
  /** When it was asked for. */
  readonly since: number
  resolve(outcome: Outcome): void
}

const MAX_WAITING = 1024
/** How long a statement waits for another connection to finish writing. */
const BUSY_MS = 5000
const BUSY_RETRY_MS = 10

/**
 * A SQLite database in a process of its own, which ends where a statement runs too long or takes too much,
 * and is started again for the next one. Statements run one after the other; those of different
 * connections may stand in transactions of their own.
 */
export class Database implements AsyncDisposable {
  readonly #options: DatabaseOptions
  readonly #waiting: Job[] = []
  #current: Job | undefined
  #process: DatabaseProcess | undefined
  #lastConnection = 0
  readonly #inTransaction = new Set<number>()
  /** Connections whose transaction went with a process. */
  readonly #lost = new Set<number>()
  #closed = false

  constructor(options: DatabaseOptions) {
    this.#options = options
  }

  /** A new connection; nothing is opened yet. */
  connect(): number {
    this.#lastConnection += 1
    return this.#lastConnection
  }

  /** Ends a connection, and rolls back what it has not committed. */
  release(connection: number): void {
    this.#lost.delete(connection)
    this.#inTransaction.delete(connection)
    if (this.#process !== undefined) this.#send({ type: 'release', connection })
  }

  /**
   * Runs one statement.
   *
   * @param signal Takes it out of the queue; one that runs goes on.
   */
  execute(
    connection: number,
    statement: string,
    parameters: readonly SqlValue[],
    signal?: AbortSignal,
  ): Promise<Outcome> {
    return this.executeJson(connection, statement, parameters.map(encodeSql), signal)
  }

  /** The same, with values that are JSON already. */
  executeJson(
    connection: number,
    statement: string,
    parameters: readonly SqlJson[],
    signal?: AbortSignal,
  ): Promise<Outcome> {
    if (this.#closed) return Promise.resolve(failed('the application is being closed'))
    if (this.#lost.has(connection)) return Promise.resolve({ tag: 'lost' })
    if (this.#waiting.length >= MAX_WAITING) return Promise.resolve(failed('too many statements are waiting'))
    return new Promise((resolve) => {
      const message = { type: 'execute' as const, connection, statement, parameters: [...parameters] }
      this.#waiting.push({ message, signal, since: performance.now(), resolve })
      this.#next()
    })
  }

  /** Ends the process; what is waiting fails. Safe to call twice. */
  async close(): Promise<void> {
    this.#closed = true
    for (const job of this.#waiting.splice(0)) job.resolve(failed('the application is being closed'))
    const running = this.#process
    if (running === undefined) return
    // What still runs is not waited for.
    if (this.#current !== undefined) running.kill()
    await running.finish()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #next(): void {
    if (this.#current !== undefined) return
    const job = this.#waiting.shift()
    if (job === undefined) return
    if (job.signal?.aborted) {
      job.resolve(failed('the request has ended'))
      this.#next()
      return
    }
    this.#current = job
    this.#process ??= this.#start()
    this.#send(job.message)
  }

  #send(message: ToDatabase): void {
    this.#process?.send(message)
  }

  #start(): DatabaseProcess {
    const running: DatabaseProcess = startDatabase(this.#options, {
      isBusyWith: () => this.#current,
      receive: (answer) => this.#receive(answer),
    })
    void running.ended.then((reason) => {
      if (this.#process === running) this.#process = undefined
      this.#ended(reason)
    })
    return running
  }

  #receive(answer: FromDatabase): void {
    const job = this.#current
    if (job === undefined) throw new Error('an answer to nothing')
    this.#current = undefined
    const { connection } = job.message
    if (answer.inTransaction) this.#inTransaction.add(connection)
    else this.#inTransaction.delete(connection)
    if (answer.tag !== 'busy') job.resolve(answer)
    else if (performance.now() - job.since > BUSY_MS || this.#closed)
      job.resolve(failed('database is locked'))
    else {
      setTimeout(() => {
        if (this.#closed) job.resolve(failed('the application is being closed'))
        else this.#waiting.unshift(job)
        this.#next()
      }, BUSY_RETRY_MS)
    }
    this.#next()
  }

  #ended(reason: string): void {
    for (const connection of this.#inTransaction) this.#lost.add(connection)
    this.#inTransaction.clear()
    const job = this.#current
    this.#current = undefined
    job?.resolve(failed(reason))
    this.#next()
  }
}

function failed(message: string): Outcome {
  return { tag: 'failed', message }
}
