import { expect, test } from 'vitest'
import { clampTimeout } from './timeout.ts'

test.each([
  [30_000, 30_000],
  [0.2, 1],
  [1.5, 2],
  [0, 1],
  [-5, 1],
  [Number.NaN, 1],
  [2 ** 31 - 1.5, 2 ** 31 - 1],
  [2 ** 40, 2 ** 31 - 1],
  [Number.POSITIVE_INFINITY, 2 ** 31 - 1],
])('%d ms become %d', (given, clamped) => {
  expect(clampTimeout(given)).toBe(clamped)
})
