import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { detectLanguage } from './detect-language.ts'
import { makeFolder } from './test-support/source-folder.ts'

const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
})

async function folderWith(...files: string[]): Promise<string> {
  const folder = await makeFolder(Object.fromEntries(files.map((file) => [file, ''])))
  folders.push(folder)
  return folder
}

test.each([
  ['python', ['before.py', 'after.py', 'README.md', 'wit/a.wit', 'web/page.js']],
  ['python', ['src/app.py', 'pyproject.toml']],
  ['javascript', ['index.mjs', 'test_x.py', 'vitest.config.ts']],
  ['typescript', ['src/index.ts', 'package.json', 'src/index.test.ts']],
  ['typescript', ['index.ts', 'old.js']],
])('%s: %j', async (language, files) => {
  expect(await detectLanguage(await folderWith(...files))).toBe(language)
})

test('a file is what its name says', async () => {
  const folder = await folderWith('a.wasm', 'b.PY', 'c.mts', 'd.txt')
  expect(await detectLanguage(join(folder, 'a.wasm'))).toBe('wasm')
  expect(await detectLanguage(join(folder, 'b.PY'))).toBe('python')
  expect(await detectLanguage(join(folder, 'c.mts'))).toBe('typescript')
  await expect(detectLanguage(join(folder, 'd.txt'))).rejects.toMatchObject({ code: 'source-unrecognised' })
})

test('two languages, none and nothing at all are errors', async () => {
  await expect(detectLanguage(await folderWith('a.py', 'b.js'))).rejects.toMatchObject({
    code: 'source-ambiguous',
    details: { languages: ['javascript', 'python'] },
  })
  await expect(detectLanguage(await folderWith('README.md'))).rejects.toMatchObject({
    code: 'source-unrecognised',
  })
  await expect(detectLanguage('./no/such/folder')).rejects.toMatchObject({
    code: 'input-not-found',
    item: './no/such/folder',
  })
})
