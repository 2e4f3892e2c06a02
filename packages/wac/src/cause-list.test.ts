import { expect, it } from 'vitest'
import { listCauses, splitCauses } from './cause-list.ts'

it.each([
  [['a'], 'a'],
  [['a', 'b'], 'a\n\nCaused by:\n    b'],
  [['a', 'b\n\nc'], 'a\n\nCaused by:\n    b\n    \n    c'],
  [['a\nb', 'c', 'd\ne', 'f'], 'a\nb\n\nCaused by:\n    0: c\n    1: d\n       e\n    2: f'],
])('%j', (messages, text) => {
  expect(listCauses(messages)).toBe(text)
  expect(splitCauses(text)).toEqual(messages)
})
