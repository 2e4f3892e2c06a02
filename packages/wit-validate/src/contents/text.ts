/** Bytes as text, one character each. What is looked for is ASCII; other bytes become what no pattern matches. */
export function decodeBytes(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode.apply(null, bytes.subarray(start, end) as unknown as number[])
}

/** The characters that tokens, keys and URLs are made of: printable, and none that ends a literal or a tag. */
const isTokenByte = new Uint8Array(256).map((_, byte) =>
  /[!#-&(-;=?-[\]_a-z|~]/.test(String.fromCharCode(byte)) ? 1 : 0,
)

/** Where the run of such characters ends that begins at `start`; at most `limit` bytes are looked at. */
export function findTokenEnd(bytes: Uint8Array, start: number, end: number, limit: number): number {
  const stop = Math.min(end, start + limit)
  let at = start
  while (at < stop && isTokenByte[bytes[at] as number] === 1) at += 1
  return at
}
