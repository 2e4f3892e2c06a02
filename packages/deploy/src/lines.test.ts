import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { readLines } from './lines.ts'

async function linesOf(...chunks: (string | Buffer)[]): Promise<string[]> {
  const lines: string[] = []
  await readLines(Readable.from(chunks.map((chunk) => Buffer.from(chunk))), (line) => lines.push(line))
  return lines
}

it('joins chunks and splits lines, within characters too', async () => {
  const euro = Buffer.from('€')
  expect(await linesOf('a', 'b\nc\n\nd', euro.subarray(0, 1), euro.subarray(1))).toEqual([
    'ab',
    'c',
    '',
    'd€',
  ])
})

it('hands out lines that are too long in pieces, and does not collect them', async () => {
  const lines = await linesOf(...Array<string>(30).fill('x'.repeat(1000)))
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(8192)
  expect(lines.join('')).toBe('x'.repeat(30_000))
  expect((await linesOf(`${'y'.repeat(20_000)}\nz`)).map((line) => line.length)).toEqual([
    8192, 8192, 3616, 1,
  ])
})
