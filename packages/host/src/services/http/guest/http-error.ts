import { IoError } from '../../../guest/streams.ts'
import type { ErrorCode } from '../error-codes.ts'

const codes = new WeakMap<IoError, ErrorCode>()

/** An error of a stream that `http-error-code` knows. */
export function httpError(code: ErrorCode): IoError {
  const error = IoError.of(code.tag)
  codes.set(error, code)
  return error
}

/** `wasi:http/types#http-error-code`. */
export function httpErrorCode(error: IoError): ErrorCode | undefined {
  return codes.get(error)
}
