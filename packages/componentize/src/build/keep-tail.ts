import type { Readable } from 'node:stream'

/** Enough for any report of a tool; a stream without end takes no more than twice that. */
const MAX_BYTES = 8 * 1024 ** 2

/**
 * Reads a stream to its end and keeps the last part of it.
 *
 * @returns What has come so far, as text: at most the last 8 MiB.
 */
export function keepTail(stream: Readable): () => string {
  let chunks: Buffer[] = []
  let bytes = 0
  stream.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes <= 2 * MAX_BYTES) return
    chunks = [Buffer.concat(chunks).subarray(-MAX_BYTES)]
    bytes = MAX_BYTES
  })
  return () => Buffer.concat(chunks).subarray(-MAX_BYTES).toString('utf8')
}
