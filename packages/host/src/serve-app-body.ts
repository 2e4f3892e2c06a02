import type { IncomingMessage } from 'node:http'

/**
 * Reads the body of a request.
 *
 * @param maxBytes Most bytes that are kept. What comes beyond is thrown away as it arrives, so that
 *   the client lives to read the answer; past sixteen times as much the connection is cut.
 * @returns `undefined` where the body is larger.
 * @throws The error of a connection that ends in the middle.
 */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Uint8Array | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = []
    let bytes = 0
    if (Number(request.headers['content-length'] ?? 0) > maxBytes) resolve(undefined)
    request.on('data', (chunk: Uint8Array) => {
      bytes += chunk.byteLength
      if (bytes <= maxBytes) {
        chunks.push(chunk)
        return
      }
      chunks.length = 0
      resolve(undefined)
      if (bytes > maxBytes * 16) request.destroy()
    })
    request.on('end', () => resolve(Buffer.concat(chunks)))
    request.on('error', reject)
    request.on('close', () => reject(new Error('The connection ended before the body did.')))
  })
}
