import { AirlockError, escapeControls } from '@wasm-airlock/shared'
import { fullName, type SandboxFunction } from './functions.ts'
import type { FailureKind } from './protocol.ts'

const failureCodes = {
  trapped: 'guest-trapped',
  exited: 'guest-exited',
  memory: 'guest-memory-exceeded',
  arguments: 'arguments-invalid',
} as const satisfies Record<FailureKind, string>

/** A failure that a worker reports. */
export function failure(kind: FailureKind, message: string, subject: string): AirlockError {
  const reason = escapeControls(message).slice(0, 1000)
  const what = {
    trapped: 'trapped',
    exited: 'ended the program instead of returning',
    memory: 'met the memory limit',
    arguments: 'was given arguments that do not fit',
  }[kind]
  return new AirlockError(failureCodes[kind], `${subject} ${what}: ${reason}`, { item: subject })
}

/** The generated code does not load, or its core modules do not compile. */
export function unusable(kind: FailureKind, message: string): AirlockError {
  if (kind === 'memory') return failure(kind, message, 'The component')
  const reason = escapeControls(message).slice(0, 1000)
  return new AirlockError('transpile-failed', `The component cannot be loaded: ${reason}`)
}

/** The deadline of a call has passed. */
export function timedOut(target: SandboxFunction, timeoutMs: number): AirlockError {
  return new AirlockError('call-timeout', `${fullName(target)} did not return within ${timeoutMs} ms.`, {
    item: fullName(target),
    details: { timeoutMs },
  })
}

/** The call or its sandbox was ended from outside. */
export function interrupted(): AirlockError {
  return new AirlockError('aborted', 'The call was interrupted.')
}
