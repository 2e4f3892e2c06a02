/** Vectors as they cross the boundary: their lengths, and all their numbers as 32-bit floats. */
export interface PackedVectors {
  readonly lengths: number[]
  readonly payload: Uint8Array
}

/** Puts vectors into bytes; what no 32-bit float can say becomes an infinity. */
export function packVectors(vectors: readonly (readonly number[])[]): PackedVectors {
  const lengths = vectors.map(({ length }) => length)
  const numbers = new Float32Array(lengths.reduce((sum, length) => sum + length, 0))
  let at = 0
  for (const vector of vectors) {
    numbers.set(vector, at)
    at += vector.length
  }
  return { lengths, payload: new Uint8Array(numbers.buffer) }
}

/**
 * Takes vectors out of bytes. The bytes are copied: where they lie, floats may not.
 *
 * @throws Error where there are more or fewer bytes than the lengths say.
 */
export function unpackVectors({ lengths, payload }: PackedVectors): Float32Array[] {
  const numbers = new Float32Array(new Uint8Array(payload).buffer)
  if (lengths.reduce((sum, length) => sum + length, 0) !== numbers.length)
    throw new Error('embeddings of another length than they say')
  let at = 0
  return lengths.map((length) => {
    at += length
    return numbers.slice(at - length, at)
  })
}
