import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { nameFiles } from './inputs.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airlock-inputs-'))
  await writeFile(join(folder, 'a=b.wasm'), '')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('a component is called as its file, or as it is told', async () => {
  expect(await nameFiles(['x/Some_Filter.wasm', 'other=x/Some_Filter.wasm', './c=d.wasm'])).toEqual([
    { name: 'some-filter', file: 'x/Some_Filter.wasm' },
    { name: 'other', file: 'x/Some_Filter.wasm' },
    { name: 'c-d', file: './c=d.wasm' },
  ])
})

test('a file that is there is no name', async () => {
  const file = join(folder, 'a=b.wasm')
  expect(await nameFiles([file])).toEqual([{ name: 'a-b', file }])
})

test.each([
  [['x.wasm', 'y/x.wasm'], 'x2=y/x.wasm'],
  [['X.wasm', 'x.wasm'], 'x2=x.wasm'],
  [['2nd=x.wasm'], 'nd=x.wasm'],
  [['Two_Words=x.wasm'], 'two-words=x.wasm'],
  [['a\u001b[31m=x.wasm'], 'a31m=x.wasm'],
])('%j is refused, and the hint says what works', async (words, hint) => {
  await expect(nameFiles(words)).rejects.toMatchObject({
    code: 'usage-invalid',
    hint: expect.stringContaining(hint),
  })
})
