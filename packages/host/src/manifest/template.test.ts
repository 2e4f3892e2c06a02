import { expect, test } from 'vitest'
import { parseTemplate, renderTemplate, variablesOf } from './template.ts'

const values = new Map([
  ['a', '1'],
  ['b', '{{ a }}'],
])

test.each([
  ['', ''],
  ['text', 'text'],
  ['{{ a }}', '1'],
  ['x-{{a}}-{{  b\t}}-}}', 'x-1-{{ a }}-}}'],
  ['{{ a }}{{ a }}', '11'],
])('%j becomes %j', (text, expected) => {
  expect(renderTemplate(parseTemplate(text), values)).toBe(expected)
})

test('names its variables, and refuses what it cannot fill in', () => {
  expect(variablesOf(parseTemplate('{{ a }}-{{ c }}'))).toEqual(['a', 'c'])
  expect(() => renderTemplate(parseTemplate('{{ c }}'), values)).toThrow('the variable c has no value')
  expect(() => parseTemplate('{{ a }} {{ b')).toThrow('not closed')
})
