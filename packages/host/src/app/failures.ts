import type { RequestFailure } from '../observe/events.ts'
import type { FailureKind } from '../protocol.ts'
import type { AppErrorCode } from './errors.ts'

/** What the log is told of how an application failed. */
export function explainKind(kind: FailureKind): string {
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

/** What observers are told. */
export function failureOf(kind: FailureKind): RequestFailure {
  return kind === 'memory' ? 'memory-exceeded' : kind === 'exited' ? kind : 'trapped'
}

/** What a client is told. */
export function codeOf(kind: FailureKind): AppErrorCode {
  if (kind === 'memory') return 'guest-memory-exceeded'
  if (kind === 'tables') return 'guest-table-exceeded'
  return kind === 'stack' ? 'guest-stack-exceeded' : 'internal-error'
}
