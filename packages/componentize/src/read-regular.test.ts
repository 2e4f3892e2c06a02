import { once } from 'node:events'
import { mkdir, rm, symlink } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { componentizeSource } from './componentize-source.ts'
import { readRegular } from './read-regular.ts'
import { makeFolder } from './test-support/source-folder.ts'

let folder: string
const server = createServer()
beforeAll(async () => {
  folder = await makeFolder({ file: 'content' })
  await symlink('file', join(folder, 'link'))
  await symlink('/dev/zero', join(folder, 'device.py'))
  await execa('mkfifo', ['pipe', 'pipe.py', 'pipe.js', 'pipe.wasm'], { cwd: folder })
  await mkdir(join(folder, 'sub'))
  await once(server.listen(join(folder, 'socket.py')), 'listening')
})
afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true })
})

test('a file is read up to the limit', async () => {
  const path = join(folder, 'file')
  expect(new TextDecoder().decode(await readRegular(path, 'mine', 7))).toBe('content')
  await expect(readRegular(path, 'mine', 6)).rejects.toMatchObject({ code: 'input-too-large', item: 'mine' })
})

test.each(['pipe', 'sub', 'link', 'socket.py', 'none'])('%s is no file that is read', async (name) => {
  await expect(readRegular(join(folder, name), 'mine', 100)).rejects.toMatchObject({
    code: 'input-unreadable',
    item: 'mine',
  })
})

test.each(['pipe.py', 'pipe.js', 'pipe.wasm', 'socket.py', 'device.py'])(
  '%s as a source is refused, and nobody waits for it',
  async (name) => {
    const source = join(folder, name)
    await expect(componentizeSource(source)).rejects.toMatchObject({
      code: 'input-unreadable',
      item: source,
    })
  },
)
