import { canSuspend, Pollable } from './poll.ts'
import { err, GuestViolation, type Result } from './result.ts'

/** `wasi:io/error#error`. */
export class IoError {
  #message = 'unknown error'

  static of(message: string): IoError {
    const error = new IoError()
    error.#message = message
    return error
  }

  toDebugString(): string {
    return this.#message
  }
}

/** `wasi:io/streams#stream-error`. */
export type StreamError =
  | { readonly tag: 'closed' }
  | { readonly tag: 'last-operation-failed'; readonly val: IoError }

/** What a function answers that suspends its guest where it has to wait. */
export type Awaitable<T> = T | Promise<T>

export const CLOSED: Result<never, StreamError> = err({ tag: 'closed' })

/** Where a stream ends: regularly, or with an error that the guest is told once. */
export type StreamEnd = 'closed' | IoError

/** What can be waited for. */
interface Waitable {
  isReady(): boolean
  changed(): Promise<void>
}

/** A pollable for it. */
export function pollableOf({ isReady, changed }: Waitable): Pollable {
  return Pollable.of({ ready: isReady, changed })
}

/**
 * Goes on when something is ready: at once where it is, else by suspending the guest.
 *
 * @throws GuestViolation where this worker cannot suspend, so that it would wait for ever.
 */
export function whenReady<T>(waitable: Waitable, then: () => Awaitable<T>): Awaitable<T> {
  if (waitable.isReady()) return then()
  if (!canSuspend()) throw new GuestViolation('a wait for what can never come')
  return waitable.changed().then(() => whenReady(waitable, then))
}

/** The error of an end, as a guest is told. */
export function failStream(end: StreamEnd): Result<never, StreamError> {
  return end === 'closed' ? CLOSED : err({ tag: 'last-operation-failed', val: end })
}
