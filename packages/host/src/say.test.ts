import { expect, test } from 'vitest'
import { limitSay } from './say.ts'

test('what is said again and again is left out and counted, until there was time', () => {
  const said: string[] = []
  let now = 0
  const say = limitSay(
    (text) => said.push(text),
    () => now,
  )
  for (let line = 0; line < 1000; line += 1) say(`line ${line}`)
  expect(said).toHaveLength(200)
  expect(said.at(-1)).toBe('line 199')
  now = 1000
  for (let line = 0; line < 1000; line += 1) say(`later ${line}`)
  expect(said).toHaveLength(221)
  expect(said.slice(200, 202)).toEqual(['(800 lines were left out: more than 20 in a second.)', 'later 0'])
})
