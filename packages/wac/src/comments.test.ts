import { expect, it } from 'vitest'
import { composeDocument, parseDocument, parseWat, resolveDocument } from './index.ts'

const MANY = 100_000
const rest = 'import a: func();\nexport a as b;\n'

it.each([
  ['in lines', '// c\n'],
  ['empty lines', '//\n'],
  ['blocks', '/* x */\n'],
  ['blocks that touch', '/* x *//**/'],
  ['blocks in one another', '/* /* x */ */ '],
])('reads 100,000 comments that follow one another: %s', async (_, comment) => {
  const many = comment.repeat(MANY)
  const plain = await composeDocument(`package a:b;\n${rest}`)
  expect(await composeDocument(`${many}package a:b;\n${many}${rest}${many}`)).toEqual(plain)
  expect((await parseDocument(`package a:b;\n${many}${rest}`)).statements).toHaveLength(2)
})

it('composes with many comments that document', async () => {
  const plain = await composeDocument(`package a:b;\n${rest}`)
  const many = '/// c\n/** d */\n'.repeat(MANY)
  expect(await composeDocument(`package a:b;\n${many}${rest}`)).toEqual(plain)
})

it('keeps what documents, in its place', async () => {
  const source = '// é 1\npackage a:b;\n// no\n/// 𝒳 2\n/* no */ /** 3 */ /**/ //// 4\nimport a: func();\n'
  const { statements } = JSON.parse(JSON.stringify(await parseDocument(source)))
  const docs: { comment: string; span: { offset: number; length: number } }[] = statements[0].Import.docs
  expect(docs.map(({ comment }) => comment)).toEqual(['𝒳 2', '3', '/ 4'])
  const bytes = Buffer.from(source)
  const texts = docs.map(({ span }) => bytes.subarray(span.offset, span.offset + span.length).toString())
  expect(texts).toEqual(['/// 𝒳 2', '/** 3 */', '//// 4'])
})

it('takes no string for a comment', async () => {
  const bytes = await parseWat('(component)')
  const source = (path: string) => `package a:b;\nlet x = new c:d {};\nexport x as "${path}"; // "\n/* " */\n`
  const packages = { 'c:d': bytes }
  const error = await resolveDocument(source('a//b'), { packages }).catch((thrown) => thrown)
  expect(error.message).toContain('a//b')
  const open = await resolveDocument(source('/*'), { packages }).catch((thrown) => thrown)
  expect(open.message).toContain('`/*`')
})

it('shows comments in the excerpt of an error, and refuses what they may not have', async () => {
  const error = await parseDocument('package a:b; // é the name\nlet 7; /* x */\n').catch((thrown) => thrown)
  expect(error.details).toMatchObject({ line: 2, column: 5 })
  expect(error.details.report).toContain('package a:b; // é the name')
  expect(error.details.report).toContain('let 7; /* x */')
  const override = await parseDocument('package a:b; // \u202e\n').catch((thrown) => thrown)
  expect(override.message).toContain('bidirectional override')
  expect(override.details).toMatchObject({ line: 1, column: 17, length: 1 })
  const open = await parseDocument('package a:b;\n// c\n/* open /* */\n').catch((thrown) => thrown)
  expect(open.message).toContain('unterminated comment')
})
