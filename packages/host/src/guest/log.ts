import { MAX_LOG_LINE_LENGTH } from '../protocol.ts'

/** Splits what a guest prints into lines, up to a number of bytes. */
export interface GuestLog {
  write(stream: 'stdout' | 'stderr', bytes: Uint8Array): void
  /** Sends what has no line end yet. */
  end(): void
}

/**
 * @param maxBytes Most bytes of one instance; the rest is dropped, and the last line says so.
 * @param emit Takes one line, without its end.
 */
export function createLog(
  maxBytes: number,
  emit: (stream: 'stdout' | 'stderr', text: string, truncated?: true) => void,
): GuestLog {
  const streams = { stdout: new TextDecoder(), stderr: new TextDecoder() }
  const rest = { stdout: '', stderr: '' }
  let left = maxBytes
  return {
    write(stream, bytes) {
      if (left <= 0) return
      rest[stream] += streams[stream].decode(bytes.subarray(0, left), { stream: true })
      left -= bytes.length
      const lines = rest[stream].split('\n')
      rest[stream] = lines.pop() ?? ''
      for (const line of lines) emit(stream, line.slice(0, MAX_LOG_LINE_LENGTH))
      if (rest[stream].length > MAX_LOG_LINE_LENGTH) {
        emit(stream, rest[stream].slice(0, MAX_LOG_LINE_LENGTH))
        rest[stream] = ''
      }
      if (left > 0) return
      emit(
        stream,
        `(the rest of the output is dropped: more than ${maxBytes} bytes; limits.maxLogBytes raises that)`,
        true,
      )
    },
    end() {
      for (const stream of ['stdout', 'stderr'] as const) {
        if (rest[stream] !== '') emit(stream, rest[stream])
        rest[stream] = ''
      }
    },
  }
}
