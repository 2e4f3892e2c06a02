import { expect, it } from 'vitest'
import { createRandom } from '../../../tools/random.ts'
import { findSuspects } from './body-automaton.ts'
import { isPlainBody } from './plain-body.ts'

/** Opcodes and sub-opcodes of every kind, and the ends of the ranges of numbers. */
const TELLING = [
  0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15,
  0x1c, 0x1f, 0x20, 0x22, 0x28, 0x3e, 0x3f, 0x40, 0x41, 0x43, 0x44, 0x45, 0x54, 0x5b, 0x5c, 0x5d, 0x5e, 0x6f,
  0x70, 0x7b, 0x7f, 0x80, 0x81, 0xc0, 0xc4, 0xc5, 0xd0, 0xd1, 0xd2, 0xd4, 0xfb, 0xfc, 0xfd, 0xfe, 0xff,
]

it('accepts nothing that is not plain, and of what is plain nearly all', () => {
  const tally = { plain: 0, accepted: 0, rare: 0 }
  const { below, oneIn, pick } = createRandom(5)
  for (let round = 0; round < 300; round++) {
    const bodies = Array.from({ length: 40 }, () =>
      Uint8Array.from({ length: 1 + below(oneIn(8) ? 90 : 7) }, (_, index) => {
        if (index === 0) return 0 // no locals
        return oneIn(3) ? below(256) : pick(TELLING)
      }),
    )
    const starts: number[] = []
    const ends: number[] = []
    const bytes: number[] = []
    for (const body of bodies) {
      starts.push(bytes.length + 1)
      bytes.push(...body)
      ends.push(bytes.length)
    }
    const module = Uint8Array.from(bytes)
    const suspects = new Set(findSuspects(module, Int32Array.from(starts), Int32Array.from(ends)))
    for (const index of bodies.keys()) {
      const isPlain = isPlainBody(module, (starts[index] as number) - 1, ends[index] as number)
      if (!isPlain) tally.rare += 1
      else tally.plain += 1
      if (suspects.has(index)) continue
      tally.accepted += 1
      expect(isPlain, `${bodies[index]}`).toBe(true)
    }
  }
  expect(tally.plain).toBeGreaterThan(1000)
  expect(tally.rare).toBeGreaterThan(1000)
  expect(tally.accepted).toBeGreaterThan(0.9 * tally.plain)
})

it.each([0, 1, 2, 3, 4, 5, 9])('reads %i bodies, of different lengths', (count) => {
  const starts = Int32Array.from({ length: count }, (_, index) => index * 10)
  const ends = starts.map((start, index) => start + 1 + index)
  const bytes = new Uint8Array(count * 10).fill(0x01)
  expect(findSuspects(bytes, starts, ends)).toEqual([])
  for (const end of ends) bytes[end - 1] = 0xfb
  expect(findSuspects(bytes, starts, ends).sort()).toEqual([...starts.keys()])
})
