import type { AirlockError } from '@wasm-airlock/shared'
import { resolveWit } from '@wasm-airlock/wac'
import { expect, test } from 'vitest'
import { createRandom, type Random } from '../../../../tools/random.ts'
import { stripComments } from './strip-comments.ts'

test.each([
  ['a // b */ /* c\nd', 'a  \nd'],
  ['a /// """ \\\nd', 'a  \nd'],
  ['a/* b\n c */d', 'a \nd'],
  ['a/* b /* c */ d */e', 'a e'],
  ['a/* // b */c', 'a c'],
  ['a/**/c', 'a c'],
  ['a/*/ b */c', 'a c'],
  ['a/* //* */ b */c', 'a c'],
  ['a /* b\n', 'a  /*'],
  ['a: func() -> b;', 'a: func() -> b;'],
  ['/// a', ' '],
  ['a\r// b\r\nc', 'a\r \nc'],
])('%j becomes %j', (text, stripped) => {
  expect(stripComments({ 'w.wit': text, 'deps/a.wat': text })).toEqual({
    'w.wit': stripped,
    'deps/a.wat': text,
  })
})

test('a package stays the same but for its comments', async () => {
  const text =
    '/** a /* b */ // c */ package a:b@1.0.0; /// """\ninterface i { /// \\\n  go: func(); } // end'
  const names = async (source: string) =>
    Object.keys((await resolveWit({ 'w.wit': source })).interfaces[0]?.functions ?? {})
  expect(await names(stripComments({ 'w.wit': text })['w.wit'] ?? '')).toEqual(await names(text))
})

const MARKS = [
  '/',
  '*',
  '//',
  '/*',
  '*/',
  '/**',
  '///',
  '/**/',
  '//*',
  '*//',
  '/*/',
  '**/',
  '\n',
  '\r\n',
  '\r',
  ' ',
]

/** A world with imports between pieces of comments, more often whole ones than chance would have it. */
function randomWorld(random: Random): string {
  const marks = (count: number) =>
    Array.from({ length: random.below(count) }, () => random.pick(MARKS)).join('')
  let imports = 0
  const statement = () => `import f${imports++}: func();`
  const parts = Array.from({ length: 1 + random.below(6) }, () =>
    random.pick([
      statement,
      () => `/*${marks(6)}${statement()}${marks(4)}*/`,
      () => `//${marks(5)}${random.oneIn(2) ? statement() : ''}\n`,
      () => marks(3),
      () => `import ${marks(2)} f${imports++}${marks(2)}: func();`,
    ])(),
  )
  return `package a:b;\nworld w {\n${parts.join('')}\n}\n`
}

/** A package without what its comments say of it, or the code of what is wrong with it. */
async function read(text: string): Promise<string> {
  return resolveWit({ 'w.wit': text }).then(
    (resolution) => JSON.stringify(resolution, (key, value) => (key === 'docs' ? undefined : value)),
    (error: AirlockError) => error.code,
  )
}

test('random comments are what the parser takes for comments', async () => {
  const random = createRandom(20)
  const wrong: string[] = []
  const seen = { world: 0, 'wit-invalid': 0, internal: 0 }
  for (let turn = 0; turn < 6000; turn += 1) {
    const text = randomWorld(random)
    const expected = await read(text)
    seen[expected in seen ? (expected as keyof typeof seen) : 'world'] += 1
    // The parser panics at `/**/` where documentation may be; nothing is built for such a package.
    if (expected === 'internal') continue
    if ((await read(stripComments({ 'w.wit': text })['w.wit'] ?? '')) !== expected) wrong.push(text)
  }
  expect(wrong).toEqual([])
  expect(seen.world).toBeGreaterThan(1000)
  expect(seen['wit-invalid']).toBeGreaterThan(1000)
})
