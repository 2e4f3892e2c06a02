import { describe, expect, test } from 'vitest'
import { countColumns, cutEnd, cutMiddle, makeVisible, padEnd, wrapText } from './columns.ts'

describe('makeVisible', () => {
  test.each([
    ['plain name', 'plain name'],
    ['emoji 🙂, 漢字 and é stay', 'emoji 🙂, 漢字 and é stay'],
    ['a\u3164b\ufe0fc\u00a0d', 'a\\u{3164}b\\u{fe0f}c\\u{a0}d'],
    ['\u001b[2J', '\\u{1b}[2J'],
  ])('%j', (text, expected) => {
    expect(makeVisible(text)).toBe(expected)
  })
})

describe('cutting', () => {
  test('leaves what fits, and never halves a wide character', () => {
    expect(cutEnd('four', 4)).toBe('four')
    expect(cutEnd('seven', 4)).toBe('sev…')
    expect(cutEnd('漢字漢字', 6)).toBe('漢字…')
    expect(countColumns(padEnd('漢字漢字', 6))).toBe(6)
  })

  test('in the middle keeps both ends', () => {
    expect(cutMiddle('abcdefghij', 5)).toBe('ab…ij')
    expect(cutMiddle('🙂🙂🙂🙂', 7)).toBe('🙂…🙂')
  })
})

describe('wrapText', () => {
  test('breaks at spaces, and within a word that is longer than a line', () => {
    expect(wrapText(`${'a'.repeat(30)} ${'b'.repeat(60)}`, '- ', '  ')).toEqual([
      `- ${'a'.repeat(30)}`,
      `  ${'b'.repeat(60)}`,
    ])
    expect(wrapText('c'.repeat(100), '  ')).toEqual([`  ${'c'.repeat(78)}`, `  ${'c'.repeat(22)}`])
  })

  test('an empty text is one line', () => {
    expect(wrapText('', '  ')).toEqual([''])
  })
})
