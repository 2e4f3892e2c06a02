import { copyDatabase, type DatabaseCopy, placeCopy, removeDatabase } from './database-copy.ts'
import { failed, type Hold, type Job, type Outcome } from './database-jobs.ts'
import { type DatabaseOptions, type DatabaseProcess, startDatabase } from './database-process.ts'
import type { FromDatabase, ToDatabase } from './database-protocol.ts'
import { encodeSql, type SqlJson, type SqlValue } from './sql-value.ts'

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
  readonly #waiting: (Job | Hold)[] = []
  #current: Job | undefined
  /** Resolves when the files may be left to statements again. */
  #held: Promise<unknown> | undefined
  /** Called when the process has done what it was told, or has ended. */
  #told: (() => void) | undefined
  /** What the files hold; `undefined` where that is not known. */
  #content: DatabaseCopy | undefined
  #process: DatabaseProcess | undefined
  #lastConnection = 0
  readonly #inTransaction = new Set<number>()
  /** Connections whose transaction went with a process. */
  readonly #lost = new Set<number>()
  #restored = 0
  #closed = false

  /** @param content What the file is known to hold. */
  constructor(options: DatabaseOptions, content?: DatabaseCopy) {
    this.#options = options
    this.#content = content
  }

  /** How often it was made something else by {@link restore}. */
  get restored(): number {
    return this.#restored
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

  /**
   * Copies what is committed, once the statements before are done. Transactions go on.
   *
   * @param folder Gives the folder for the copy; not asked where there is a copy already.
   */
  async copy(folder: () => Promise<string>): Promise<DatabaseCopy> {
    return this.#hold(async () => {
      if (this.#content !== undefined) return this.#content
      await this.#tell('checkpoint')
      this.#content = await copyDatabase(this.#options.file, await folder())
      return this.#content
    })
  }

  /**
   * Puts a copy in the place of the database, once the statements before are done. Transactions are lost;
   * other connections go on with what is there then.
   */
  async restore(copy: DatabaseCopy): Promise<void> {
    return this.#hold(async () => {
      if (this.#content === copy && this.#inTransaction.size === 0) return
      this.#content = undefined
      // Before they are closed, so that the log is not brought into the file first.
      removeDatabase(this.#options.file)
      await this.#tell('close')
      this.#loseTransactions()
      this.#restored += 1
      await placeCopy(copy, this.#options.file)
      this.#content = copy
    })
  }

  /** Ends the process; what is waiting fails. Safe to call twice. */
  async close(): Promise<void> {
    this.#closed = true
    for (const job of this.#waiting.splice(0)) {
      if ('begin' in job) job.refuse()
      else job.resolve(failed('the application is being closed'))
    }
    await this.#held
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
    if (this.#current !== undefined || this.#held !== undefined) return
    const job = this.#waiting.shift()
    if (job === undefined) return
    if ('begin' in job) {
      job.begin()
      return
    }
    if (job.signal?.aborted) {
      job.resolve(failed('the request has ended'))
      this.#next()
      return
    }
    this.#current = job
    this.#process ??= this.#start()
    this.#send(job.message)
  }

  /** Runs what needs the files for itself, in its turn. */
  #hold<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const refuse = (): void => reject(new Error('the database is closed'))
      if (this.#closed) return refuse()
      const begin = (): void => {
        const done = work().then(resolve, reject)
        this.#held = done.then(() => {
          this.#held = undefined
          this.#next()
        })
      }
      this.#waiting.push({ begin, refuse })
      this.#next()
    })
  }

  /** Resolves when the process has done it, or has ended; there need not be one. */
  async #tell(type: 'checkpoint' | 'close'): Promise<void> {
    if (this.#process === undefined) return
    await new Promise<void>((resolve) => {
      this.#told = resolve
      this.#send({ type })
    })
    this.#told = undefined
  }

  #loseTransactions(): void {
    for (const connection of this.#inTransaction) this.#lost.add(connection)
    this.#inTransaction.clear()
  }

  #send(message: ToDatabase): void {
    this.#process?.send(message)
  }

  #start(): DatabaseProcess {
    const running: DatabaseProcess = startDatabase(this.#options, {
      isBusyWith: () => this.#current ?? this.#told,
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
    if (answer.tag === 'done') {
      if (this.#told === undefined) throw new Error('an answer to nothing')
      this.#told()
      return
    }
    if (job === undefined) throw new Error('an answer to nothing')
    this.#current = undefined
    if (answer.changed) this.#content = undefined
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
    this.#loseTransactions()
    this.#told?.()
    const job = this.#current
    this.#current = undefined
    if (job === undefined) return
    // It may have been committed.
    this.#content = undefined
    job.resolve(failed(reason))
    this.#next()
  }
}
