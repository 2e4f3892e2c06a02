import { describe, expect, test } from 'vitest'
import { encodeFrame, FrameDecoder, FrameError } from './frames.ts'

const frames = [
  encodeFrame({ type: 'a', text: 'häß☠️' }, new Uint8Array([1, 2, 3])),
  encodeFrame({ type: 'b' }),
  encodeFrame({ type: 'c' }, new Uint8Array(70_000).fill(7)),
]

describe('frames', () => {
  test.each([1, 7, 8, 4096, 1_000_000])('come out as they went in, in chunks of %d bytes', (size) => {
    const stream = Buffer.concat(frames)
    const decoder = new FrameDecoder(100_000)
    const out = []
    for (let at = 0; at < stream.length; at += size) out.push(...decoder.push(stream.subarray(at, at + size)))
    expect(out.map(({ header }) => header)).toEqual([
      { type: 'a', text: 'häß☠️' },
      { type: 'b' },
      { type: 'c' },
    ])
    expect(out.map(({ payload }) => payload.length)).toEqual([3, 0, 70_000])
    expect([...(out[0]?.payload ?? [])]).toEqual([1, 2, 3])
  })

  test('keep no chunk alive that has been copied', () => {
    const decoder = new FrameDecoder(100_000)
    const stream = encodeFrame({ type: 'a' }, new Uint8Array(50_000))
    let copied = 0
    const buffers: ArrayBuffer[] = []
    for (const byte of stream.subarray(0, -1)) {
      const chunk = new Uint8Array([byte])
      expect(decoder.push(chunk)).toEqual([])
      buffers.push(chunk.buffer)
    }
    // A decoder that still needed one of them would find it detached.
    for (const buffer of buffers) copied += structuredClone(buffer, { transfer: [buffer] }).byteLength
    const [frame] = decoder.push(stream.subarray(-1))
    expect(frame?.payload.length).toBe(50_000)
    expect(copied).toBe(stream.length - 1)
  })

  test('keep no large header alive for the sake of a small payload', () => {
    const [frame] = new FrameDecoder(100_000).push(encodeFrame({ a: 'x'.repeat(50_000) }, Uint8Array.of(1)))
    expect(frame?.payload).toEqual(Uint8Array.of(1))
    expect(frame?.payload.buffer.byteLength).toBe(1)
  })

  test('that would be too large are refused by their lengths alone', () => {
    const huge = Buffer.alloc(8)
    huge.writeUInt32BE(2, 0)
    huge.writeUInt32BE(0xffffffff, 4)
    expect(() => new FrameDecoder(1000).push(huge)).toThrow(FrameError)
  })

  test('whose header is not JSON in UTF-8 are refused', () => {
    for (const header of [Buffer.from('{'), Buffer.from([0xff, 0xfe])]) {
      const frame = Buffer.alloc(8 + header.length)
      frame.writeUInt32BE(header.length, 0)
      header.copy(frame, 8)
      expect(() => new FrameDecoder(1000).push(frame)).toThrow(FrameError)
    }
  })
})
