import { expect, test } from 'vitest'
import { parseArguments } from './arguments.ts'

const params = [
  { name: 'text', type: 'string' },
  { name: 'size', type: 'u64' },
  { name: 'names', type: 'list<string>' },
]

test('strings are plain text, all else is JSON, big integers stay whole', () => {
  const found = { name: 'f', params }
  expect(parseArguments(found, ['"quoted"', '42', '["a"]'])).toEqual(['"quoted"', 42n, ['a']])
  expect(parseArguments(found, ['', '18446744073709551615', '[]'])).toEqual(['', 18446744073709551615n, []])
})

test.each([
  [['a'], 'f takes 3 arguments, not 1.', 'f'],
  [['a', 'many', '[]'], 'The argument for size is not JSON: many', 'size'],
])('%o', (texts, message, item) => {
  expect(() => parseArguments({ name: 'f', params }, texts)).toThrow(
    expect.objectContaining({ code: 'arguments-invalid', message, item }),
  )
})

test.each([
  ['u8', '42'],
  ['bool', 'true'],
  ['list<string>', "'[…]'"],
  ['enum { red, green }', `'"red"'`],
  ['flags { read }', `'{"read": true}'`],
  ['variant { all, some: u8 }', `'{"tag": "all"}'`],
  ['record { my-size: u8 }', `'{"my-size": …}'`],
  ['result<u8, string>', `'{"tag": "ok", "val": …}'`],
  ['color', `an enum is '"name"'`],
])('the hint shows what a shell is given for %s', (type, example) => {
  expect(() => parseArguments({ name: 'f', params: [{ name: 'x', type }] }, ['red'])).toThrow(
    expect.objectContaining({ hint: expect.stringContaining(`: ${example}`) }),
  )
})
