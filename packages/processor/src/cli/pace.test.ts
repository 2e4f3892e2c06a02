import { expect, test } from 'vitest'
import { Pace } from './pace.ts'

test('a flood of lines is counted, and what comes slowly is shown', () => {
  const lines: string[] = []
  let now = 0
  const pace = new Pace(
    (line) => void lines.push(line),
    () => now,
  )
  for (let index = 0; index < 1000; index++) pace.say(String(index))
  expect(lines).toHaveLength(50)
  now = 60_000
  pace.say('later')
  expect(lines.slice(50)).toEqual(['… and 950 more lines', 'later'])
  pace.end()
  expect(lines).toHaveLength(52)
})
