import { clampTimeout } from '@wasm-airlock/shared'
import { ok, type Result } from '../../../guest/result.ts'

/** `wasi:http/types#request-options`, durations in nanoseconds. */
export class RequestOptions {
  #connect: bigint | undefined
  #firstByte: bigint | undefined
  #betweenBytes: bigint | undefined

  connectTimeout(): bigint | undefined {
    return this.#connect
  }

  setConnectTimeout(duration: bigint | undefined): Result<undefined, undefined> {
    this.#connect = duration
    return ok()
  }

  firstByteTimeout(): bigint | undefined {
    return this.#firstByte
  }

  setFirstByteTimeout(duration: bigint | undefined): Result<undefined, undefined> {
    this.#firstByte = duration
    return ok()
  }

  betweenBytesTimeout(): bigint | undefined {
    return this.#betweenBytes
  }

  setBetweenBytesTimeout(duration: bigint | undefined): Result<undefined, undefined> {
    this.#betweenBytes = duration
    return ok()
  }
}

/** Milliseconds of a duration in nanoseconds; `null` for no wish. */
export function toTimeoutMs(duration: bigint | undefined): number | null {
  return duration === undefined ? null : clampTimeout(Math.ceil(Number(duration) / 1_000_000))
}
