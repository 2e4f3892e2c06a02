import { expect, test } from 'vitest'
import { packVectors, unpackVectors } from './vectors.ts'

test('vectors come out as they went in, as 32-bit floats', () => {
  const packed = packVectors([[1, 0.1], [], [Number.NaN, 1e39, -0]])
  expect(packed.lengths).toEqual([2, 0, 3])
  expect(packed.payload.length).toBe(20)
  expect(unpackVectors(packed)).toEqual([
    Float32Array.of(1, 0.1),
    Float32Array.of(),
    Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY, -0),
  ])
})

test.each([
  [[1], 8],
  [[3], 8],
  [[2], 7],
  [[0xffff_ffff, 0xffff_ffff], 8],
])('lengths %j do not go with %d bytes', (lengths, bytes) => {
  expect(() => unpackVectors({ lengths, payload: new Uint8Array(bytes) })).toThrow()
})
