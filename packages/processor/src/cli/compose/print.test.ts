import { expect, test } from 'vitest'
import { Output } from '../output.ts'
import { composedLines, documentOf, printPlan } from './print.ts'

const web = {
  id: 'web',
  connections: [
    { plug: 'a', export: 'a:b/c@1.2.0', to: null, import: 'a:b/c@1.1.0' },
    { plug: 'b', export: 'a:b/d', to: 'a', import: 'a:b/d' },
  ],
  openImports: ['fermyon:spin/llm@2.0.0'],
  document: 'package a:b;\n\nlet x = new app:web { ... };\n',
}

type Component = Omit<typeof web, 'document'> & { document: string | null }

function printed(mode: 'plug' | 'spin-dependencies', ...components: readonly Component[]): string {
  const lines: string[] = []
  const output = new Output({ json: false, verbose: false, color: false })
  output.line = (text = '') => void lines.push(text)
  printPlan(output, { name: 'the\u001bapp', mode, components })
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
  const text = printed('plug', { ...web, openImports: ['evil\nlet y = new z:z;'] })
  expect(text).not.toContain('\u001b')
  const code = text.split('\n').filter((line) => !line.startsWith('//'))
  expect(code.join('\n').trim()).toBe(web.document.trim())
})

test('a plan without a document is plain', () => {
  expect(printed('plug', { ...web, document: null })).not.toContain('//')
})

test.each([
  ['of several components', 'plug', [web, { ...web, id: 'admin' }], 'web, admin'],
  ['in mode spin-dependencies', 'spin-dependencies', [web], 'spin-dependencies'],
] as const)('documents %s are comments, and none of them is written', (_, mode, components, reason) => {
  const lines = printed(mode, ...components).split('\n')
  expect(lines.filter((line) => line !== '' && !line.startsWith('//'))).toEqual([])
  expect(lines).toContainEqual(expect.stringMatching(new RegExp(`^// no document to give back: .*${reason}`)))
  expect(lines).toContain('// let x = new app:web { ... };')
  expect(() => documentOf({ name: 'app', mode, components })).toThrow(reason)
})

test('in mode spin-dependencies, the keys and files are said', () => {
  const text = printed('spin-dependencies', { ...web, document: null })
  expect(text).toContain('file: dependencies/a.wasm')
  expect(text).not.toContain('dependencies/b.wasm')
  expect(text).toContain('spin.toml: "a:b/c@1.1.0" as a dependency of web, from dependencies/a.wasm')
})
