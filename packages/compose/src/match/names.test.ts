import { expect, test } from 'vitest'
import { indexNames, isComponentName, isHostInterface, listNames, trackOf } from './names.ts'

test.each([
  ['a:b/c@1.2.0', 'a:b/c@1.0.3', true],
  ['a:b/c@0.2.0', 'a:b/c@0.2.9', true],
  ['a:b/c@0.0.1', 'a:b/c@0.0.1+build', false],
  ['a:b/c@1.0.0', 'a:b/c@1.0.0+build', true],
  ['a:b/c@0.0.1', 'a:b/c@0.0.2', false],
  ['a:b/c@1.0.0', 'a:b/c@2.0.0', false],
  ['a:b/c@1.0.0', 'a:b/c@10.0.0', false],
  ['a:b/c@0.2.0', 'a:b/c@0.3.0', false],
  ['a:b/c@1.0.0-rc1', 'a:b/c@1.0.0', false],
  ['a:b/c@1.0.0', 'a:b/c', false],
  ['a:b/c@1.0.0', 'a:b/d@1.0.0', false],
  ['run', 'run', true],
])('%s and %s stand for one another: %s', (one, other, compatible) => {
  expect(trackOf(one) === trackOf(other)).toBe(compatible)
})

test('the same name goes before a compatible one', () => {
  const find = indexNames(['a:b/c@1.0.1', 'a:b/c@1.0.0', 'x'])
  expect(find('a:b/c@1.0.0')).toBe('a:b/c@1.0.0')
  expect(find('a:b/c@1.9.0')).toBe('a:b/c@1.0.1')
  expect(find('y')).toBeUndefined()
})

test('names of components, of the host, in a sentence', () => {
  expect(['a', 'pirate-b', 'x1'].map(isComponentName)).toEqual([true, true, true])
  expect(['', 'A', 'a-1', 'a_b', 'a-', 'ä'].some(isComponentName)).toBe(false)
  expect(['wasi:io/poll', 'spin:x/y', 'fermyon:spin/llm'].every(isHostInterface)).toBe(true)
  expect(isHostInterface('wasim:io/poll')).toBe(false)
  expect(listNames([])).toBe('nothing')
  expect(listNames(['a', 'b', 'c'], 2)).toBe('a, b and 1 more')
})
