import { expect, test } from 'vitest'
import { findDifference } from './expectations.ts'

const outcome = (body: unknown) => ({ status: 200, text: JSON.stringify(body), prompts: [] })

test.each([
  [{ a: 1 }, { a: 1, b: 2 }, true],
  [{ a: { b: [] } }, { a: { b: [], c: 1 } }, true],
  [{ a: 1n }, { a: 1 }, true],
  [{ a: 1n }, { a: 1.5 }, false],
  [[{ a: 1 }], [{ a: 1, b: 2 }], true],
  [[1], [1, 2], false],
  [{ a: undefined }, {}, false],
  [{ toString: 1 }, {}, false],
  [{}, null, false],
  [[], {}, false],
  ['1', 1, false],
  [null, null, true],
])('%o within %o: %s', (expected, body, ok) => {
  expect(findDifference({ json: expected }, outcome(body)) === undefined).toBe(ok)
})

test('one prompt is shown as text, several as a list', () => {
  const asked = (prompts: string[]) => findDifference({ prompt: 'x' }, { status: 200, text: '', prompts })
  expect(asked(['x'])).toBeUndefined()
  expect(asked(['y'])).toEqual({ expected: { prompt: 'x' }, actual: { prompt: 'y' } })
  expect(asked(['x', 'x'])).toEqual({ expected: { prompt: 'x' }, actual: { prompt: ['x', 'x'] } })
  expect(asked([])).toEqual({ expected: { prompt: 'x' }, actual: { prompt: [] } })
})
