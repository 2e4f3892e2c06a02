import { resolveWit } from '@wasm-airlock/wac'
import { beforeAll, describe, expect, test } from 'vitest'
import { convertValue, type Direction, MismatchError } from './convert-value.ts'
import { ValueTypes } from './value-types.ts'
import { exampleOf } from './value-words.ts'

const WIT = `package test:values;
interface types {
  record point { x: s32, y: s32 }
  record line { start-at: point, is-big: bool, maybe: option<s32> }
  variant shape { circle(f64), sharp-edge(point), none }
  enum colour { dark-red, green }
  flags access { read-all, write }
  type count = u8;
  type alias-of-count = count;
  type bytes = list<count>;
  type u64s = list<u64>;
  type text = string;
  type letter = char;
  type small = f32;
  type pair = tuple<s64, letter>;
  type deep = option<option<u32>>;
  type outcome = result<point, text>;
  type plain = result;
  type lines = list<tuple<line, u8>>;
  resource file;
  record holder { f: file }
}`

let types: ValueTypes
let indexOf: (name: string) => number
beforeAll(async () => {
  const resolution = await resolveWit({ 'types.wit': WIT })
  types = new ValueTypes(resolution)
  indexOf = (name) => resolution.types.findIndex((type) => type.name === name)
})

function convert(name: string, value: unknown, direction: Direction = 'in'): unknown {
  return convertValue(types, indexOf(name), value, { name: 'v', direction })
}

const point = { x: 1, y: -2 }

describe('a value that fits its type', () => {
  test.each<[string, unknown, unknown]>([
    ['point', point, point],
    ['point', { x: 1n, y: 2 }, { x: 1, y: 2 }],
    ['line', { 'start-at': point, 'is-big': true, maybe: 5 }, { startAt: point, isBig: true, maybe: 5 }],
    ['line', { 'start-at': point, 'is-big': true }, { startAt: point, isBig: true, maybe: null }],
    ['shape', { tag: 'circle', val: 1.5 }, { tag: 'circle', val: 1.5 }],
    ['shape', { tag: 'sharp-edge', val: point }, { tag: 'sharp-edge', val: point }],
    ['shape', { tag: 'none' }, { tag: 'none' }],
    ['shape', { tag: 'none', val: null }, { tag: 'none' }],
    ['colour', 'dark-red', 'dark-red'],
    ['access', { 'read-all': true }, { readAll: true, write: false }],
    ['access', ['read-all', 'write'], { readAll: true, write: true }],
    ['access', [], { readAll: false, write: false }],
    ['alias-of-count', 255, 255],
    ['bytes', [0, 255], new Uint8Array([0, 255])],
    ['bytes', new Uint8Array([7]), new Uint8Array([7])],
    ['u64s', [1, 2n, '18446744073709551615'], [1n, 2n, 2n ** 64n - 1n]],
    ['u64s', new BigUint64Array([3n]), [3n]],
    ['pair', [-5, '☠'], [-5n, '☠']],
    ['deep', { tag: 'none' }, { tag: 'none' }],
    ['deep', { tag: 'some', val: null }, { tag: 'some', val: null }],
    ['deep', { tag: 'some', val: 3 }, { tag: 'some', val: 3 }],
    ['outcome', { tag: 'ok', val: point }, { tag: 'ok', val: point }],
    ['outcome', { tag: 'err', val: 'no' }, { tag: 'err', val: 'no' }],
    ['plain', { tag: 'err' }, { tag: 'err', val: null }],
    ['small', 'NaN', Number.NaN],
    ['small', '-Infinity', Number.NEGATIVE_INFINITY],
    ['small', -0, -0],
  ])('%s: %o goes in as %o', (name, value, expected) => {
    expect(convert(name, value)).toEqual(expected)
  })

  test('comes out in the spelling of WIT', () => {
    expect(convert('line', { startAt: point, isBig: false, maybe: null }, 'out')).toEqual({
      'start-at': point,
      'is-big': false,
      maybe: null,
    })
    expect(convert('access', { readAll: true, write: false }, 'out')).toEqual({
      'read-all': true,
      write: false,
    })
  })
})

describe('a value that does not fit', () => {
  test.each<[string, unknown, string]>([
    ['point', { x: 1 }, 'v lacks the field y'],
    ['point', { x: 1, y: 2, z: 3 }, 'v has no field "z"; there are x, y'],
    ['point', { x: 1, y: 'a' }, 'v.y must be a whole number from -2147483648 to 2147483647, not "a"'],
    [
      'point',
      { x: 99999999999, y: 0 },
      'v.x must be a whole number from -2147483648 to 2147483647, not 99999999999',
    ],
    ['point', { x: 0.5, y: 0 }, 'v.x must be a whole number from -2147483648 to 2147483647, not 0.5'],
    ['point', { x: null, y: 0 }, 'v.x must be a whole number from -2147483648 to 2147483647, not null'],
    ['point', [1, 2], 'v must be an object with the fields x, y, not a list of 2'],
    ['point', null, 'v must be an object with the fields x, y, not null'],
    ['point', JSON.parse('{"x": 1, "y": 2, "__proto__": {}}'), 'v has no field "__proto__"; there are x, y'],
    [
      'line',
      { startAt: point, 'is-big': true },
      'v has no field "startAt"; there are start-at, is-big, maybe',
    ],
    [
      'lines',
      [[{ 'start-at': { x: 1, y: true }, 'is-big': true }, 1]],
      'v[0][0].start-at.y must be a whole number from -2147483648 to 2147483647, not true',
    ],
    ['lines', [[{}]], 'v[0] must be a list of 2, not a list of 1'],
    ['shape', { tag: 'square' }, 'v has no case "square"; there are circle, sharp-edge, none'],
    ['shape', {}, 'v must be an object with a tag out of circle, sharp-edge, none, not an object'],
    ['shape', 'none', 'v must be an object with a tag out of circle, sharp-edge, none, not "none"'],
    ['shape', { tag: 'circle' }, 'v.val must be a number that f64 can hold, not null'],
    ['shape', { tag: 'none', val: 1 }, 'v is given a val, and none has none'],
    ['shape', { tag: 'none', value: 1 }, 'v has no key "value"; there are tag, val'],
    ['shape', { tag: 'toString' }, 'v has no case "toString"; there are circle, sharp-edge, none'],
    ['colour', 'red', 'v must be one of dark-red, green, not "red"'],
    ['access', { readAll: true }, 'v has no flag "readAll"; there are read-all, write'],
    ['access', ['read'], 'v has no flag "read"; there are read-all, write'],
    ['access', { write: 1 }, 'v.write must be true or false, not 1'],
    ['alias-of-count', 256, 'v must be a whole number from 0 to 255, not 256'],
    ['alias-of-count', '1', 'v must be a whole number from 0 to 255, not "1"'],
    ['bytes', [1, 256], 'v[1] must be a whole number from 0 to 255, not 256'],
    ['bytes', 'AA==', 'v must be a list of whole numbers from 0 to 255, not "AA=="'],
    ['u64s', [-1], 'v[0] must be a whole number from 0 to 18446744073709551615, not -1'],
    ['u64s', [2 ** 53], 'v[0] must be a whole number from 0 to 18446744073709551615, not 9007199254740992'],
    ['pair', [1, 'ab'], 'v[1] must be a string of one character, not "ab"'],
    ['pair', [1, ''], 'v[1] must be a string of one character, not ""'],
    ['text', '\ud800', 'v must be a string, not "\\ud800"'],
    ['small', 1e39, 'v must be a number that f32 can hold, not 1e+39'],
    ['deep', null, 'v must be an object with the tag some or none, not null'],
    ['outcome', { tag: 'ok', val: 'no' }, 'v.val must be an object with the fields x, y, not "no"'],
    ['holder', { f: {} }, 'v.f is a resource, which cannot cross the border of a component'],
  ])('%s: %o is refused', (name, value, message) => {
    expect(() => convert(name, value)).toThrow(
      new MismatchError(message.split(' ')[0] as string, message.split(' ').slice(1).join(' ')),
    )
  })

  test('nothing may be left out on the way out', () => {
    expect(() => convert('line', { startAt: point, isBig: false }, 'out')).toThrow(MismatchError)
    expect(() => convert('access', { write: true }, 'out')).toThrow(MismatchError)
    expect(() => convert('access', ['write'], 'out')).toThrow(MismatchError)
  })
})

describe('an example', () => {
  test.each([
    ['point', '{"x":1,"y":1}'],
    ['shape', '{"tag":"circle","val":1.5}'],
    ['access', '["read-all"]'],
    ['pair', '[1,"a"]'],
    ['deep', '{"tag":"some","val":1}'],
    ['lines', '[[{"start-at":{"x":1,"y":1},"is-big":true,"maybe":1},1]]'],
  ])('of %s is a value of it', (name, expected) => {
    expect(exampleOf(types, indexOf(name))).toBe(expected)
    expect(() => convert(name, JSON.parse(expected))).not.toThrow()
  })

  test('of a type that doubles with every level stays short, and checking it takes no time', async () => {
    const levels = Array.from({ length: 60 }, (_, n) => `type t${n + 1} = tuple<t${n}, t${n}, t${n}, t${n}>;`)
    const resolution = await resolveWit({
      'types.wit': `package a:b; interface i { type t0 = u8; ${levels.join('\n')} }`,
    })
    const big = new ValueTypes(resolution)
    const last = resolution.types.findIndex((type) => type.name === 't60')
    expect(exampleOf(big, last).length).toBeLessThan(500)
    expect(() => convertValue(big, last, [1, 2, 3, 4], { name: 'v', direction: 'in' })).toThrow('v[0]')
  })
})
