import { expect, test } from 'vitest'
import { equalValues, fitInteger, hasShape, toJsonValue } from './values.ts'

test('WIT values become JSON without loss', () => {
  const value = { small: 7n, big: 2n ** 63n, bytes: new Uint8Array([1, 2]), none: undefined, nan: Number.NaN }
  expect(toJsonValue(value)).toEqual({
    small: 7,
    big: '9223372036854775808',
    bytes: [1, 2],
    none: null,
    nan: 'NaN',
  })
  expect(toJsonValue(undefined)).toBeNull()
})

test.each([
  [5n, 5, true],
  [2n ** 63n, 2n ** 63n, true],
  [2n ** 63n, 2n ** 63n + 1n, false],
  [new Uint8Array([1]), [1], true],
  [{ a: 1, b: [2] }, { b: [2], a: 1 }, true],
  [{ a: 1 }, { a: 1, b: undefined }, false],
  [[], {}, false],
  ['1', 1, false],
  [undefined, null, true],
])('%o and %o: %o', (left, right, same) => {
  expect(equalValues(left, right)).toBe(same)
})

test.each([
  [{ a: 'x', more: 1 }, { a: 'y' }, true],
  [{ a: 1 }, { a: 'y' }, false],
  [{}, { a: 'y' }, false],
  [undefined, { a: 'y' }, false],
  [[1, 2], [], true],
  [{}, [], false],
  [null, { a: 1 }, false],
  ['anything', undefined, true],
])('%o has the shape of %o: %o', (actual, shape, fits) => {
  expect(hasShape(actual, shape)).toBe(fits)
})

test.each([
  ['u64', 5, 5n],
  ['list<s64>', [1, -2], [1n, -2n]],
  ['option<u64>', null, null],
  ['option<u64>', 1, 1n],
  ['u32', 5, 5],
  ['u64', 'five', 'five'],
])('%s takes %o', (type, value, fitting) => {
  expect(fitInteger(type, value)).toEqual(fitting)
})
