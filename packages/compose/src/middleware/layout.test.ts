import { expect, test } from 'vitest'
import { interfaceOf } from '../testing/middleware.ts'
import { createFlats, widen } from './flatten.ts'
import { createLayouts } from './layout.ts'

const many = (count: number, prefix: string) =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`)

/** Size, alignment and flat values, worked out by hand from the Canonical ABI. */
const table: [type: string, size: number, align: number, flats: string, declarations?: string][] = [
  ['bool', 1, 1, 'i32'],
  ['s8', 1, 1, 'i32'],
  ['u16', 2, 2, 'i32'],
  ['char', 4, 4, 'i32'],
  ['s64', 8, 8, 'i64'],
  ['f32', 4, 4, 'f32'],
  ['f64', 8, 8, 'f64'],
  ['string', 8, 4, 'i32 i32'],
  ['list<u64>', 8, 4, 'i32 i32'],
  ['tuple<u8, u32, u8>', 12, 4, 'i32 i32 i32'],
  ['tuple<u8, u64, u16>', 24, 8, 'i32 i64 i32'],
  ['tuple<tuple<u8, u16>, u8>', 6, 2, 'i32 i32 i32'],
  ['option<u8>', 2, 1, 'i32 i32'],
  ['option<u64>', 16, 8, 'i32 i64'],
  ['option<option<u8>>', 3, 1, 'i32 i32 i32'],
  ['option<string>', 12, 4, 'i32 i32 i32'],
  ['result', 1, 1, 'i32'],
  ['result<u16>', 4, 2, 'i32 i32'],
  ['result<_, f64>', 16, 8, 'i32 f64'],
  ['result<string, u8>', 12, 4, 'i32 i32 i32'],
  ['result<f32, u32>', 8, 4, 'i32 i32'],
  ['result<f32, f64>', 16, 8, 'i32 i64'],
  ['result<f64, u64>', 16, 8, 'i32 i64'],
  ['result<tuple<f32, u64>, tuple<f32, f32, f64>>', 24, 8, 'i32 f32 i64 f64'],
  ['r', 16, 4, 'i32 f32 i32 i32', 'record r { a: s8, b: f32, c: string }'],
  ['e', 1, 1, 'i32', 'enum e { a }'],
  ['e', 1, 1, 'i32', `enum e { ${many(256, 'c')} }`],
  ['e', 2, 2, 'i32', `enum e { ${many(257, 'c')} }`],
  ['fl', 1, 1, 'i32', `flags fl { ${many(8, 'c')} }`],
  ['fl', 2, 2, 'i32', `flags fl { ${many(9, 'c')} }`],
  ['fl', 4, 4, 'i32', `flags fl { ${many(32, 'c')} }`],
  ['v', 4, 2, 'i32 i32', `enum e { ${many(300, 'c')} } variant w { a, b } record v { w: w, e: e }`],
  ['v', 16, 8, 'i32 i64 i32', 'variant v { a(u8), b(tuple<f32, s8>), c, d(string), e(f32), g(s64) }'],
  ['v', 8, 4, 'i32 i32', `variant v { ${many(256, 'c')}, x(f32), y(char) }`],
  [
    'tuple<string, string, string, string, string, string, string, string>',
    64,
    4,
    many(16, '')
      .map(() => 'i32')
      .join(' '),
  ],
  ['alias', 2, 2, 'i32', 'type first = u16; type alias = first;'],
]

test.each(table)(
  '%s has %i bytes at a multiple of %i',
  async (type, size, align, flats, declarations = '') => {
    const { types, type: index } = await interfaceOf(`${declarations} f: func(x: ${type});`)
    const found = types[index]
    const func = found?.kind === 'interface' ? types[found.exports.at(-1)?.type as number] : undefined
    const ref = func?.kind === 'function' ? (func.params[0]?.type ?? 'none') : 'none'
    const layout = createLayouts(types)(ref)
    expect({ size: layout.size, align: layout.align, flats: createFlats(types)(ref).join(' ') }).toEqual({
      size,
      align,
      flats,
    })
  },
)

test('fields and payloads lie where they have to', async () => {
  const { types } = await interfaceOf('f: func(x: tuple<u8, u64, bool, u16>, y: option<u32>);')
  const layoutOf = createLayouts(types)
  const offsets = (kind: string) => layoutOf(types.findIndex((type) => type.kind === kind)).offsets
  expect(offsets('tuple')).toEqual([0, 8, 16, 18])
  expect(offsets('option')).toEqual([4])
})

test('more than 16 flat values are not counted, and types that are shared are looked at once', () => {
  const types = Array.from({ length: 40 }, (_, index) => {
    const items = index === 0 ? ['u8'] : [index - 1, index - 1]
    return { kind: 'tuple' as const, name: null, owner: null, items }
  })
  expect(createFlats(types)(39)).toHaveLength(17)
  expect(createLayouts(types)(39).size).toBe(2 ** 39)
})

test('a value of one case becomes that of all cases', () => {
  expect(widen('i32', 'i32')).toBe('')
  expect(widen('f32', 'i32')).toBe('i32.reinterpret_f32')
  expect(widen('i32', 'i64').trim()).toBe('i64.extend_i32_u')
  expect(widen('f32', 'i64')).toBe('i32.reinterpret_f32 i64.extend_i32_u')
  expect(widen('f64', 'i64')).toBe('i64.reinterpret_f64')
})
