import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Child, startChild } from '../../child.ts'
import { encodeFrame, FrameDecoder } from '../../frames.ts'
import { watchResidentBytes } from '../../resident-bytes.ts'
import { workerFile } from '../../worker-file.ts'
import {
  type DatabaseSettings,
  type FromDatabase,
  fromDatabase,
  type ToDatabase,
} from './database-protocol.ts'
import { encodeSql, type SqlJson, type SqlValue } from './sql-value.ts'

/** A database, and how far statements may go. */
export interface DatabaseOptions {
  /** Absolute path of the file, in a folder that is there. */
  readonly file: string
  /** Does what is written survive the end of the machine? */
  readonly durable: boolean
  /** Milliseconds for one statement. */
  readonly timeoutMs: number
  /** Most bytes of the file. */
  readonly maxBytes: number
  /** Most bytes of a result, as JSON. */
  readonly maxResultBytes: number
}

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

/** A process with the database in it. */
interface Running {
  readonly child: Child
  /** Why it is being ended. */
  reason?: string
}

const MIB = 1024 * 1024
const MAX_RESIDENT_BYTES = 512 * MIB
const MAX_FRAME_SLACK = MIB
const MAX_WAITING = 1024
/** How long a statement waits for another connection to finish writing. */
const BUSY_MS = 5000
const BUSY_RETRY_MS = 10
const WATCH_MS = 100

/**
 * A SQLite database in a process of its own, which ends where a statement runs too long or takes too much,
 * and is started again for the next one. Statements run one after the other; those of different
 * connections may stand in transactions of their own.
 */
export class Database implements AsyncDisposable {
  readonly #options: DatabaseOptions
  readonly #waiting: Job[] = []
  #current: Job | undefined
  #process: Running | undefined
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
    // Lets it bring its log into the file; what still runs is not waited for.
    if (this.#current === undefined) running.child.process.stdin?.end()
    else running.child.kill()
    const timer = setTimeout(running.child.kill, 1000)
    await running.child.ended
    clearTimeout(timer)
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
    this.#process?.child.process.stdin?.write(encodeFrame(message))
  }

  #start(): Running {
    const { file, maxBytes, maxResultBytes, durable, timeoutMs } = this.#options
    const settings: DatabaseSettings = { file, maxBytes, maxResultBytes, durable }
    const worker = workerFile('database-worker.js')
    const child = startChild(dirname(file), [
      '--permission',
      `--allow-fs-read=${worker}`,
      `--allow-fs-read=${file}`,
      `--allow-fs-write=${file}`,
      '--no-addons',
      '--no-warnings',
      '--max-old-space-size=256',
      worker,
      JSON.stringify(settings),
    ])
    const running: Running = { child }
    const end = (reason: string): void => {
      running.reason ??= reason
      child.kill()
    }
    const frames = new FrameDecoder(maxResultBytes * 2 + MAX_FRAME_SLACK)
    child.process.stdout?.on('data', (chunk: Buffer) => {
      try {
        for (const { header } of frames.push(chunk)) this.#receive(fromDatabase.parse(header))
      } catch {
        end('the database gave an answer that is none')
      }
    })
    const stopMemory = watchResidentBytes(child.process.pid, MAX_RESIDENT_BYTES, () =>
      end(`the statement took more than ${MAX_RESIDENT_BYTES} bytes of memory`),
    )
    let watched: { readonly job: Job; readonly since: number } | undefined
    const watch = setInterval(
      () => {
        const job = this.#current
        if (job === undefined) return
        if (watched?.job !== job) watched = { job, since: performance.now() }
        else if (performance.now() - watched.since >= timeoutMs) {
          end(`the statement took longer than ${timeoutMs} ms`)
        }
        // The log of a transaction may outgrow the file.
        stat(`${file}-wal`).then(
          ({ size }) => size > maxBytes * 2 && end(`the transaction wrote more than ${maxBytes * 2} bytes`),
          () => {},
        )
      },
      Math.min(WATCH_MS, timeoutMs),
    )
    watch.unref()
    void child.ended.then(() => {
      stopMemory()
      clearInterval(watch)
      if (this.#process === running) this.#process = undefined
      this.#ended(running.reason ?? 'the database ended unexpectedly')
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
