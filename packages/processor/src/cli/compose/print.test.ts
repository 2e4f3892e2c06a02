import { expect, test } from 'vitest'
import { Output } from '../output.ts'
import { composedLines, printPlan } from './print.ts'

const web = {
  id: 'web',
  connections: [
    { plug: 'a', export: 'a:b/c@1.2.0', to: null, import: 'a:b/c@1.1.0' },
    { plug: 'b', export: 'a:b/d', to: 'a', import: 'a:b/d' },
  ],
  openImports: ['fermyon:spin/llm@2.0.0'],
  document: 'package a:b;\n\nlet x = new app:web { ... };\n',
}

function printed(
  ...components: readonly (Omit<typeof web, 'document'> & { document: string | null })[]
): string {
  const lines: string[] = []
  const output = new Output({ json: false, verbose: false, color: false })
  output.line = (text = '') => void lines.push(text)
  printPlan(output, 'the\u001bapp', components)
  return lines.join('\n')
}

test('a connection says from where to where, and both names where they differ', () => {
  expect(composedLines([web])).toEqual([
    'a (a:b/c@1.2.0) → web: a:b/c@1.1.0',
    'b → a: a:b/d',
    'open: fermyon:spin/llm@2.0.0',
  ])
  expect(composedLines([web, { ...web, id: 'admin' }])).toContain('open: fermyon:spin/llm@2.0.0 (admin)')
})

test('all of a plan but its document is a comment of WAC, whatever the names are', () => {
  const text = printed({ ...web, openImports: ['evil\nlet y = new z:z;'] })
  expect(text).not.toContain('\u001b')
  const code = text.split('\n').filter((line) => !line.startsWith('//'))
  expect(code.join('\n').trim()).toBe(web.document.trim())
})

test('a plan without a document is plain', () => {
  expect(printed({ ...web, document: null })).not.toContain('//')
})
