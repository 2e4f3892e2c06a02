import { expect, it } from 'vitest'
import { findSimilar } from './similar.ts'

it('finds what was meant, the most likely last', () => {
  expect(findSimilar('targts', ['parse', 'plug', 'targets'])).toEqual(['parse', 'targets'])
  expect(findSimilar('before', ['after', 'befor'])).toEqual(['befor'])
  expect(findSimilar('', ['a', ''])).toEqual([''])
  expect(findSimilar('run', [])).toEqual([])
})
