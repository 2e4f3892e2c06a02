import { AirlockError, escapeControls } from '@wasm-airlock/shared'
import type { Limits } from '../limits.ts'
import type { FailureKind } from '../protocol.ts'
import { fullName, type SandboxFunction } from '../values/functions.ts'

const failureCodes = {
  trapped: 'guest-trapped',
  exited: 'guest-exited',
  memory: 'guest-memory-exceeded',
  tables: 'guest-table-exceeded',
  stack: 'guest-stack-exceeded',
  arguments: 'arguments-invalid',
  result: 'message-too-large',
} as const satisfies Record<FailureKind, string>

/**
 * A failure that a worker reports.
 *
 * @param limits Of a call; absent where there is none.
 */
export function failure(
  kind: FailureKind,
  message: string,
  subject: string,
  limits?: Required<Limits>,
): AirlockError {
  if (kind === 'result' && limits !== undefined) {
    return tooLarge('maxResultBytes', limits.maxResultBytes, `The result of ${subject} has`, subject)
  }
  const reason = escapeControls(message).slice(0, 1000)
  const what = {
    trapped: 'trapped',
    exited: 'ended the program instead of returning',
    memory: 'met the memory limit',
    tables: 'has too large a table',
    stack: 'called too deeply',
    arguments: 'was given arguments that do not fit',
    result: 'returned too much',
  }[kind]
  const met = engineLimitOf(kind)
  if (met === undefined || limits === undefined) {
    return new AirlockError(failureCodes[kind], `${subject} ${what}: ${reason}`, { item: subject })
  }
  const [limit, whatLimit, otherwise] = met
  return new AirlockError(
    failureCodes[kind],
    `${subject} met the ${whatLimit.replace('N', String(limits[limit]))}: ${reason}`,
    { item: subject, hint: raise(limit, otherwise), details: { limit, value: limits[limit] } },
  )
}

/** The limit that a guest has met inside of its worker, how to say it, and what helps beside raising it. */
function engineLimitOf(
  kind: FailureKind,
): [limit: keyof Limits, what: string, otherwise: string] | undefined {
  if (kind === 'memory') return ['maxMemoryBytes', 'memory limit of N bytes', 'Use less memory']
  if (kind === 'tables') return ['maxTableElements', 'limit of N elements a table', 'Use smaller tables']
  if (kind === 'stack') return ['maxStackBytes', 'limit of N bytes of stack', 'Look for endless recursion']
  return undefined
}

/** A component of more core instances than it may have. */
export function tooManyInstances(actual: number, maxInstances: number): AirlockError {
  return new AirlockError(
    'guest-instances-exceeded',
    `The component makes ${actual} core instances, more than the ${maxInstances} allowed.`,
    {
      hint: raise('maxInstances', 'Compose it of fewer parts'),
      details: { limit: 'maxInstances', value: maxInstances },
    },
  )
}

/** Arguments or a result above their limit. */
export function tooLarge(
  limit: 'maxArgumentBytes' | 'maxResultBytes',
  value: number,
  what: string,
  subject: string,
): AirlockError {
  return new AirlockError('message-too-large', `${what} more than the ${value} bytes allowed, as JSON.`, {
    item: subject,
    hint: raise(limit, 'Send less'),
    details: { limit, value },
  })
}

/** A call has taken more processor time than it may. */
export function cpuTimeExceeded(subject: string, cpuTimeMs: number): AirlockError {
  return new AirlockError(
    'cpu-time-exceeded',
    `${subject} took more than ${cpuTimeMs} ms of processor time.`,
    {
      item: subject,
      hint: raise('cpuTimeMs', 'Look for an endless loop'),
      details: { limit: 'cpuTimeMs', value: cpuTimeMs },
    },
  )
}

/** A worker was ended because of what it asked for. */
export function brokenOff(reason: string): AirlockError {
  return new AirlockError(
    'worker-failed',
    `The guest worker failed: ${escapeControls(reason).slice(0, 500)}.`,
  )
}

function raise(limit: keyof Limits, otherwise: string): string {
  return `${otherwise}, or raise limits.${limit}.`
}

/** The generated code does not load, or its core modules do not compile. */
export function unusable(kind: FailureKind, message: string, limits: Required<Limits>): AirlockError {
  if (engineLimitOf(kind) !== undefined) return failure(kind, message, 'The component', limits)
  const reason = escapeControls(message).slice(0, 1000)
  return new AirlockError('transpile-failed', `The component cannot be loaded: ${reason}`)
}

/** The deadline of a call has passed. */
export function timedOut(target: SandboxFunction, timeoutMs: number): AirlockError {
  return new AirlockError('call-timeout', `${fullName(target)} did not return within ${timeoutMs} ms.`, {
    item: fullName(target),
    hint: raise('timeoutMs', 'Look for an endless loop'),
    details: { timeoutMs, limit: 'timeoutMs', value: timeoutMs },
  })
}

/** A session has no instance any longer. @param cause What has ended it; absent where it was closed. */
export function sessionEnded(cause: AirlockError | undefined): AirlockError {
  const why = cause === undefined ? 'it was closed' : `a call of it failed: ${cause.message}`
  return new AirlockError('session-ended', `The session has ended: ${why}`.replace(/\.?$/, '.'), {
    cause,
    details: cause === undefined ? {} : { code: cause.code },
  })
}

/** The call or its sandbox was ended from outside. */
export function interrupted(): AirlockError {
  return new AirlockError('aborted', 'The call was interrupted.')
}
