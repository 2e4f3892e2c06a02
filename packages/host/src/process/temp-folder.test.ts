import { access } from 'node:fs/promises'
import { afterEach, expect, test, vi } from 'vitest'
import { createTempFolder } from './temp-folder.ts'

afterEach(() => vi.unstubAllEnvs())

test('a folder is there until it is removed', async () => {
  const folder = await createTempFolder()
  await access(folder.path)
  await folder.remove()
  await folder.remove()
  await expect(access(folder.path)).rejects.toMatchObject({ code: 'ENOENT' })
})

test.each([
  ['/nowhere/at/all', 'it does not exist'],
  [import.meta.filename, 'it is no folder'],
])('no folder can be made in %s', async (parent, reason) => {
  vi.stubEnv('TMPDIR', parent)
  await expect(createTempFolder()).rejects.toMatchObject({
    code: 'output-unwritable',
    item: parent,
    message: `The temporary folder ${parent} cannot be written: ${reason}.`,
    hint: expect.stringContaining('TMPDIR'),
  })
})
