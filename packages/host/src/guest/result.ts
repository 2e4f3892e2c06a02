/** A WIT `result` in jco's convention for what a host function returns. */
export type Result<T, E> = { readonly tag: 'ok'; readonly val: T } | { readonly tag: 'err'; readonly val: E }

/** @param val Nothing for `result<_, E>`. */
export function ok(): Result<undefined, never>
export function ok<T>(val: T): Result<T, never>
export function ok<T>(val?: T): Result<T | undefined, never> {
  return { tag: 'ok', val }
}

/** @param val Nothing for `result<T>`. */
export function err(): Result<never, undefined>
export function err<E>(val: E): Result<never, E>
export function err<E>(val?: E): Result<never, E | undefined> {
  return { tag: 'err', val }
}

/** Thrown by `wasi:cli/exit`: unwinds the guest, and is told apart from a trap by its class. */
export class GuestExit extends Error {
  override readonly name = 'GuestExit'
}

/** Thrown where the guest does what its host cannot allow; ends the instance as a trap does. */
export class GuestViolation extends Error {
  override readonly name = 'GuestViolation'
}
