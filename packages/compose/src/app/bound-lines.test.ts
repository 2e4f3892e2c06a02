import { expect, test } from 'vitest'
import { boundLines } from './bound-lines.ts'

test('so many a second, so many in all, and the others are counted', () => {
  let time = 0
  const lines: string[] = []
  const bound = boundLines(
    (line) => lines.push(line),
    { perSecond: 2, inAll: 5 },
    () => time,
  )
  for (const line of 'abcd') bound.add(line)
  expect(lines).toEqual(['a', 'b'])
  time = 1_000
  bound.add('e')
  expect(lines).toEqual(['a', 'b', '… 2 more lines', 'e'])
  time = 1_999
  for (const line of 'fg') bound.add(line)
  time = 2_000
  for (const line of 'hi') bound.add(line)
  expect(lines.slice(4)).toEqual(['f', '… 1 more line', 'h'])
  time = 9_000
  for (let count = 0; count < 9_999; count += 1) bound.add('x')
  bound.end()
  bound.end()
  expect(lines.slice(7)).toEqual(['… 10,000 more lines'])
})
