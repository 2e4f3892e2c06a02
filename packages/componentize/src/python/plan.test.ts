import { promptWit } from '@wasm-airlock/shared'
import { resolveWit } from '@wasm-airlock/wac'
import { expect, test } from 'vitest'
import { readWorld } from '../wit/world-model.ts'
import type { PythonModule } from './analysis.ts'
import { makePlan } from './plan.ts'

const world = readWorld(await resolveWit(promptWit), 'promptmodifier')
const plan = (...modules: PythonModule[]) => makePlan(world, modules, (file) => `src/${file}`)

function module(name: string, content: Partial<PythonModule>): PythonModule {
  return {
    name,
    file: `${name}.py`,
    functions: {},
    classes: [],
    names: [],
    star: false,
    imports: [],
    ...content,
  }
}

function func(annotation: string | null = null, extra = {}) {
  const param = { name: 'x', kind: 'positional', optional: false, annotation } as const
  return { line: 3, async: false, decorated: false, params: [param], returns: null, ...extra }
}

test('plain functions are found in one module or in several', () => {
  const both = plan(module('app', { functions: { before: func(), after: func('str') } }))
  const apart = plan(
    module('before', { functions: { before: func() } }),
    module('after', { functions: { after: func() } }),
  )
  expect(both.modules).toEqual(['app'])
  expect(apart.modules).toEqual(['before', 'after'])
  expect(apart.classes).toEqual({
    Promptmodification: {
      functions: {
        before: ['before', 'before', 'before.before', 'string', ['string']],
        after: ['after', 'after', 'after.after', 'string', ['string']],
      },
    },
  })
})

test('a class named like the interface goes before functions', () => {
  const made = plan(module('app', { classes: ['Promptmodification'], functions: { before: func() } }))
  expect(made.classes).toEqual({ Promptmodification: { class: ['app', 'Promptmodification'] } })
})

test('names that are bound in other ways count, and so does a star import as the last resort', () => {
  const made = plan(module('app', { names: ['before'] }), module('rest', { star: true }))
  expect(made.modules).toEqual(['app', 'rest'])
})

test('what functions import when they run is imported ahead, but no module that nobody asks for', () => {
  const functions = { before: func(), after: func() }
  const made = plan(
    module('app', { functions, imports: ['json', 'helper'] }),
    module('helper', { imports: ['decimal'] }),
    module('stranger', { imports: ['socket'] }),
  )
  expect(made.lazy).toEqual(['json', 'helper', 'decimal'])
})

test('a missing function is named with the signature in Python', () => {
  expect(() => plan(module('app', { functions: { before: func() } }))).toThrow(
    expect.objectContaining({
      code: 'function-missing',
      item: 'after',
      hint: 'Define `def after(promptresult: str) -> str`.',
    }),
  )
})

test('two modules that define a function are ambiguous, unless one has its name', () => {
  const functions = { before: func(), after: func() }
  expect(() => plan(module('one', { functions }), module('two', { functions }))).toThrow(
    expect.objectContaining({ code: 'source-ambiguous', item: 'before' }),
  )
  expect(plan(module('one', { functions }), module('app', { functions })).modules).toEqual(['app'])
})

test.each([
  ['too many parameters', func(null, { params: [...func().params, ...func().params] })],
  ['too few parameters', func(null, { params: [] })],
  ['a keyword', func(null, { params: [...func().params, { ...func().params[0], kind: 'keyword' }] })],
  ['an annotation that cannot hold', func('int')],
  ['a result that cannot hold', func(null, { returns: 'None' })],
  ['an async function', func(null, { async: true })],
])('%s is a mismatch with file and line', (_, before) => {
  expect(() => plan(module('app', { functions: { before, after: func() } }))).toThrow(
    expect.objectContaining({
      code: 'function-signature-mismatch',
      details: expect.objectContaining({ file: 'src/app.py', line: 3 }),
    }),
  )
})

test.each([
  ['a default', func(null, { params: [...func().params, { ...func().params[0], optional: true }] })],
  ['*args', func(null, { params: [{ ...func().params[0], kind: 'rest', optional: true }] })],
  ['a decorator', func('int', { decorated: true })],
  ['a type of the author', func('UserPrompt')],
  ['a union', func('int | str')],
])('%s is no mismatch', (_, before) => {
  expect(plan(module('app', { functions: { before, after: func() } })).modules).toEqual(['app'])
})
