import { readdir, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterEach, expect, test } from 'vitest'
import { copyFolder } from './copy-source.ts'
import { makeFolder } from './test-support/source-folder.ts'

const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
})

async function copy(
  files: Record<string, string>,
  prepare: (folder: string) => Promise<void> = async () => {},
) {
  const from = await makeFolder(files)
  const to = await makeFolder({})
  folders.push(from, to)
  await prepare(from)
  return { copied: await copyFolder(from, to, 'mine'), there: (await readdir(to)).sort() }
}

test('links, hidden files, caches, packages, native code and settings stay behind', async () => {
  const { copied, there } = await copy(
    {
      'app.py': '',
      'sub/data.json': '{}',
      'componentize-py.toml': '',
      'sub/evil.so': '',
      'x.wasm': '',
      'site.pth': '',
      '.env': 'SECRET',
      '.git/config': '',
      '.venv/x.py': '',
      'node_modules/x/index.js': '',
      '__pycache__/app.pyc': '',
      'wit_world/__init__.py': '',
    },
    async (folder) => {
      await symlink('/etc/passwd', join(folder, 'link.py'))
      await symlink('/etc', join(folder, 'linked'))
    },
  )
  expect(copied).toEqual(['app.py', 'sub/data.json'])
  expect(there).toEqual(['app.py', 'sub'])
})

test('named pipes are left behind', async () => {
  const { copied } = await copy({ 'app.py': '' }, async (folder) => {
    await execa('mkfifo', [join(folder, 'pipe.py')])
  })
  expect(copied).toEqual(['app.py'])
})

test('too many files are an error', async () => {
  const files = Object.fromEntries(Array.from({ length: 2_001 }, (_, index) => [`f${index}.py`, '']))
  await expect(copy(files)).rejects.toMatchObject({ code: 'input-too-large', item: 'mine' })
})

test('too many bytes are an error', async () => {
  const big = 'x'.repeat(33 * 1024 ** 2)
  await expect(copy({ 'a.txt': big, 'b.txt': big })).rejects.toMatchObject({ code: 'input-too-large' })
})
