import { expect, it } from 'vitest'
import { checkTargets, parseWat, type TypeDifference } from './index.ts'

/** A component that imports the interface with these types, and a function `f` that is made of them. */
function importing(types: string, params: string): Promise<Uint8Array> {
  return parseWat(`(component
    (import "test:d/i@1.0.0" (instance $i ${types} (export "f" (func ${params}))))
  )`)
}

/** The first difference between an interface that a world offers and the one that a component imports. */
async function differ(wit: string, types: string, params: string): Promise<TypeDifference | null> {
  const files = {
    'w.wit': `package test:d@1.0.0;\ninterface i { ${wit} }\nworld w { import i; }`,
  }
  const { mismatches } = await checkTargets(await importing(types, params), files)
  expect(mismatches).toHaveLength(1)
  const [mismatch] = mismatches
  expect(mismatch?.reason).toContain(`expected ${mismatch?.difference?.expected === 'nothing' ? '' : '`'}`)
  expect(mismatch?.difference?.path[0]).toBe('interface test:d/i@1.0.0')
  return mismatch?.difference ?? null
}

const point = '(type $r (record (field "x" u32) (field "y" u32))) (export "point" (type $point (eq $r)))'

it.each([
  [
    'a field of a record inside of a list',
    'record point { x: u32, y: string } f: func(points: list<point>);',
    `${point} (type $l (list $point))`,
    '(param "points" $l)',
    { path: ['type point', 'field y'], expected: 'string', found: 'u32' },
  ],
  [
    'the number of fields',
    'record point { x: u32, y: u32, z: u32 } f: func(at: point);',
    point,
    '(param "at" $point)',
    {
      path: ['type point'],
      expected: 'record point { x: u32, y: u32, z: u32 }',
      found: 'record point { x: u32, y: u32 }',
    },
  ],
  [
    'the name of a field',
    'record point { x: u32, z: u32 } f: func(at: point);',
    point,
    '(param "at" $point)',
    {
      path: ['type point'],
      expected: 'record point { x: u32, z: u32 }',
      found: 'record point { x: u32, y: u32 }',
    },
  ],
  [
    'the kind of a parameter',
    'f: func(at: option<u8>, to: u8);',
    '(type $o (option u8))',
    '(param "at" $o) (param "to" $o)',
    { path: ['function f', 'parameter to'], expected: 'u8', found: 'option<u8>' },
  ],
  [
    'the error of a result',
    'f: func() -> result<u8, string>;',
    '(type $o (result u8 (error u8)))',
    '(result $o)',
    { path: ['function f', 'result', 'result error'], expected: 'string', found: 'u8' },
  ],
  [
    'a payload that is not there',
    'f: func() -> result<u8, string>;',
    '(type $o (result (error string)))',
    '(result $o)',
    { path: ['function f', 'result', 'result ok'], expected: 'u8', found: 'nothing' },
  ],
  [
    'a case of a variant',
    'variant v { a, b(u8) } f: func() -> v;',
    '(type $o (variant (case "a") (case "b" u16))) (export "v" (type $v (eq $o)))',
    '(result $v)',
    { path: ['type v', 'case b'], expected: 'u8', found: 'u16' },
  ],
  [
    'the name of a flag',
    'flags v { a, b } f: func() -> v;',
    '(type $o (flags "a" "c")) (export "v" (type $v (eq $o)))',
    '(result $v)',
    { path: ['type v'], expected: 'flags v { a, b }', found: 'flags v { a, c }' },
  ],
  [
    'the number of cases of a long enum',
    `enum v { ${Array.from({ length: 40 }, (_, n) => `c${n}`).join(', ')} } f: func() -> v;`,
    `(type $o (enum ${Array.from({ length: 39 }, (_, n) => `"c${n}"`).join(' ')})) (export "v" (type $v (eq $o)))`,
    '(result $v)',
    { path: ['type v'], expected: 'enum v { …, c37, c38, c39 }', found: 'enum v { …, c37, c38 }' },
  ],
  [
    'a tuple item',
    'f: func() -> tuple<u8, char>;',
    '(type $o (tuple u8 u8))',
    '(result $o)',
    { path: ['function f', 'result', 'item 1'], expected: 'char', found: 'u8' },
  ],
  [
    'a result that is not there',
    'f: func(a: u8) -> u8;',
    '',
    '(param "a" u8)',
    { path: ['function f'], expected: 'func(a: u8) -> u8', found: 'func(a: u8)' },
  ],
  [
    'a function that the world does not offer',
    'f: func();',
    '(export "g" (func (param "a" bool)))',
    '',
    { path: ['function g'], expected: 'nothing', found: 'func(a: bool)' },
  ],
  [
    'a resource by its name',
    'resource a; f: func() -> a;',
    '(export "b" (type $b (sub resource))) (export "a" (type $a (eq $b))) (type $o (own $b))',
    '(result $o)',
    { path: ['resource b'], expected: 'nothing', found: 'resource b' },
  ],
  [
    'a handle',
    'resource a; f: func(x: borrow<a>);',
    '(export "a" (type $a (sub resource))) (type $o (own $a))',
    '(param "x" $o)',
    { path: ['function f', 'parameter x'], expected: 'borrow<a>', found: 'a' },
  ],
] as const)('finds %s', async (_, wit, types, params, { path, expected, found }) => {
  expect(await differ(wit, types, params)).toEqual({
    path: ['interface test:d/i@1.0.0', ...path],
    expected,
    found,
  })
})

it('is not hurt by types that explode', async () => {
  const levels = 13
  const names = Array.from({ length: levels }, (_, n) => n + 1)
  const wit = names.map((n) => `type t${n} = tuple<t${n - 1}, t${n - 1}>;`).join(' ')
  const types = names.map((n) => `(type $t${n} (tuple $t${n - 1} $t${n - 1}))`).join(' ')
  const start = performance.now()
  const difference = await differ(
    `type t0 = tuple<u8, u8>; ${wit} f: func(a: t${levels}) -> u8;`,
    `(type $t0 (tuple u8 u8)) ${types}`,
    `(param "a" $t${levels})`,
  )
  expect(difference?.path.at(-1)).toBe('function f')
  expect(difference?.found.length).toBeLessThan(1200)
  expect(performance.now() - start).toBeLessThan(5000)
})
