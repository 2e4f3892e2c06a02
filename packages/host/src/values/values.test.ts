import { describe, expect, test } from 'vitest'
import { decodeValue, encodeValue, ValueError } from './values.ts'

describe('values', () => {
  test.each([
    [null],
    [true],
    ['☠️'],
    [1.5],
    [-0],
    [Number.NaN],
    [Number.NEGATIVE_INFINITY],
    [2n ** 64n - 1n],
    [-(2n ** 63n)],
    [new Uint8Array([0, 255])],
    [['a', [1n]]],
    [{ tag: 'err', val: { aField: 1n } }],
  ])('%o survives the way over JSON', (value) => {
    expect(decodeValue(JSON.parse(JSON.stringify(encodeValue(value))))).toEqual(value)
  })

  test('absent values become null, typed arrays lists', () => {
    expect(encodeValue({ a: undefined, b: new Uint32Array([1, 2]), c: new BigInt64Array([3n]) })).toEqual({
      a: null,
      b: [1, 2],
      c: [{ $bigint: '3' }],
    })
  })

  test('what is no value is refused', () => {
    const endless: unknown[] = []
    endless.push(endless)
    for (const value of [() => {}, Symbol('x'), new Map(), new Date(), { $bytes: '' }, endless]) {
      expect(() => encodeValue(value)).toThrow(ValueError)
    }
  })

  test.each([
    [{ $bigint: '1e9' }],
    [{ $bigint: 'x'.repeat(30) }],
    [{ $other: 'x' }],
    [{ $bytes: 'AA==', more: 1 }],
    [{ $number: '3' }],
  ])('%o is no value of ours', (json) => {
    expect(() => decodeValue(json)).toThrow(ValueError)
  })

  test('a field named __proto__ stays a field', () => {
    const decoded = decodeValue(JSON.parse('{"__proto__": {"polluted": true}}')) as object
    expect(Object.keys(decoded)).toEqual(['__proto__'])
    expect(Object.getPrototypeOf(decoded)).toBe(Object.prototype)
    expect('polluted' in {}).toBe(false)
  })
})
