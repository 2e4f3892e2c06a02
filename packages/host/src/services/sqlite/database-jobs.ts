import type { ToDatabase } from './database-protocol.ts'
import type { SqlJson } from './sql-value.ts'

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

/** A statement that waits for its turn. */
export interface Job {
  readonly message: Extract<ToDatabase, { type: 'execute' }>
  readonly signal: AbortSignal | undefined
  /** When it was asked for. */
  readonly since: number
  resolve(outcome: Outcome): void
}

/** Work on the files of a database, which no statement runs beside. */
export interface Hold {
  begin(): void
  refuse(): void
}

export function failed(message: string): Outcome {
  return { tag: 'failed', message }
}
