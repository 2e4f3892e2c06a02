import { expect, test } from 'vitest'
import { count, describeImports, escapeText, formatBytes, formatDuration, formatValue } from './text.ts'

test.each([
  [812, '812 bytes'],
  [1, '1 byte'],
  [12_340, '12.3 kB'],
  [18_400_000, '18.4 MB'],
])('%d bytes: %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text)
})

test.each([
  [12.4, '12 ms'],
  [6240, '6.2 s'],
  [59_949, '59.9 s'],
  [59_951, '1 min 0 s'],
  [65_400, '1 min 5 s'],
])('%d ms: %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text)
})

test('what a component can touch is one sentence', () => {
  expect(describeImports([])).toBe(
    'imports nothing: it cannot touch files, network, environment, clock or random',
  )
  const item = { kind: 'interface', functions: [] } as const
  expect(
    describeImports([
      { ...item, name: 'wasi:a/b@0.2.0' },
      { ...item, name: 'c\u001b[2J' },
    ]),
  ).toBe('imports wasi:a/b@0.2.0, c\\u{1b}[2J')
})

test('text of strangers cannot move the cursor', () => {
  expect(escapeText('a\tb\n\u001b[31mc\r\u202e')).toBe('a\tb\n\\u{1b}[31mc\\u{d}\\u{202e}')
  expect(formatValue({ a: '\u009b1m' })).toBe('{"a":"\\u{9b}1m"}')
  expect(count(1, 'call')).toBe('1 call')
})
