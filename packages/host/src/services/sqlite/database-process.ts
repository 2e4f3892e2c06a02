import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { startChild } from '../../process/child.ts'
import { encodeFrame, FrameDecoder } from '../../process/frames.ts'
import { watchResidentBytes } from '../../process/resident-bytes.ts'
import { workerFile } from '../../process/worker-file.ts'
import {
  type DatabaseSettings,
  type FromDatabase,
  fromDatabase,
  type ToDatabase,
} from './database-protocol.ts'

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
  /** Statements that make its tables where they are not there. @default none */
  readonly schema?: string
}

/** A process with a database in it. */
export interface DatabaseProcess {
  send(message: ToDatabase): void
  /** Ends it once it has done what was sent, and has brought its log into the file. */
  finish(): Promise<void>
  kill(): void
  /** Resolves with the reason when it has ended. */
  readonly ended: Promise<string>
}

/** What the process is used for. */
interface User {
  /** What it works on; `undefined` while it has nothing to do. */
  isBusyWith(): object | undefined
  /** What it throws ends the process. */
  receive(answer: FromDatabase): void
}

const MIB = 1024 * 1024
const MAX_RESIDENT_BYTES = 512 * MIB
const MAX_FRAME_SLACK = MIB
const WATCH_MS = 100
const FINISH_MS = 1000

/** Starts the process of a database: it can open its file and nothing else, and is ended where a limit is met. */
export function startDatabase(options: DatabaseOptions, user: User): DatabaseProcess {
  const { timeoutMs, ...settings } = options
  const { file, maxBytes, maxResultBytes } = settings
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
    JSON.stringify(settings satisfies DatabaseSettings),
  ])
  let reason: string | undefined
  const end = (why: string): void => {
    reason ??= why
    child.kill()
  }
  const frames = new FrameDecoder(maxResultBytes * 2 + MAX_FRAME_SLACK)
  child.process.stdout?.on('data', (chunk: Buffer) => {
    try {
      for (const { header } of frames.push(chunk)) user.receive(fromDatabase.parse(header))
    } catch {
      end('the database gave an answer that is none')
    }
  })
  const stopMemory = watchResidentBytes(child.process.pid, MAX_RESIDENT_BYTES, () =>
    end(`the statement took more than ${MAX_RESIDENT_BYTES} bytes of memory`),
  )
  let watched: { readonly job: object; readonly since: number } | undefined
  const watch = setInterval(
    () => {
      const job = user.isBusyWith()
      if (job === undefined) {
        watched = undefined
        return
      }
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
  const ended = child.ended.then(() => {
    stopMemory()
    clearInterval(watch)
    return reason ?? 'the database ended unexpectedly'
  })
  return {
    send: (message) => void child.process.stdin?.write(encodeFrame(message)),
    finish: async () => {
      child.process.stdin?.end()
      const timer = setTimeout(child.kill, FINISH_MS)
      await ended
      clearTimeout(timer)
    },
    kill: child.kill,
    ended,
  }
}
