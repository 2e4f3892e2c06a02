import { expect, test } from 'vitest'
import { requestCaseSchema } from './request-case.ts'

test('a request needs only its expectations', () => {
  expect(requestCaseSchema.parse({ expect: {} })).toEqual({ expect: {} })
})

test.each([
  [{}, 'expect'],
  [{ method: 'get', expect: {} }, 'method'],
  [{ path: 'x', expect: {} }, 'path'],
  [{ expect: { status: 99 } }, 'expect.status'],
  [{ expect: {}, llm: {} }, 'llm.reply'],
  [{ expect: { body: '' } }, 'expect'],
])('%j is refused', (given, path) => {
  const { error } = requestCaseSchema.safeParse(given)
  expect(error?.issues.map((issue) => issue.path.join('.'))).toEqual([path])
})
