import { resolveWit } from '@wasm-airlock/wac'
import { expect, test } from 'vitest'
import { stripComments } from './strip-comments.ts'

test.each([
  ['a // b */ /* c\nd', 'a \nd'],
  ['a /// """ \\\nd', 'a \nd'],
  ['a/* b\n c */d', 'a \nd'],
  ['a/* b /* c */ d */e', 'a e'],
  ['a/* // b */c', 'a c'],
  ['a/**/c', 'a c'],
  ['a/*/ b */c', 'a c'],
  ['a: func() -> b;', 'a: func() -> b;'],
  ['/// a', ''],
])('%j becomes %j', (text, stripped) => {
  expect(stripComments({ 'w.wit': text, 'deps/a.wat': text })).toEqual({
    'w.wit': stripped,
    'deps/a.wat': text,
  })
})

test('a package stays the same but for its comments', async () => {
  const text =
    '/** a /* b */ // c */ package a:b@1.0.0; /// """\ninterface i { /// \\\n  go: func(); } // end'
  const names = async (source: string) =>
    Object.keys((await resolveWit({ 'w.wit': source })).interfaces[0]?.functions ?? {})
  expect(await names(stripComments({ 'w.wit': text })['w.wit'] ?? '')).toEqual(await names(text))
})
