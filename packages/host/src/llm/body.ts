/**
 * Reads a response as UTF-8 text and gives up, closing the connection, once it is too large.
 *
 * @param maxBytes Most bytes that are kept.
 * @returns `undefined` where there are more.
 */
export async function readCapped(response: Response, maxBytes: number): Promise<string | undefined> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
