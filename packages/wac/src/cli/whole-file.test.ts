import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmod,
  link,
  lstat,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { writeWhole } from './whole-file.ts'

let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wac-whole-'))
  file = join(folder, 'out')
})
afterEach(() => rm(folder, { recursive: true }))

it('keeps the mode of a file that is there', async () => {
  for (const mode of [0o666, 0o600]) {
    await writeFile(file, 'old')
    await chmod(file, mode)
    const { ino } = await stat(file)
    writeWhole(file, 'new')
    const now = await stat(file)
    expect([now.mode & 0o777, now.ino === ino, await readFile(file, 'utf8')]).toEqual([mode, false, 'new'])
  }
})

it('writes in place where another file cannot take the place', async () => {
  await writeFile(file, 'old')
  await link(file, join(folder, 'other'))
  writeWhole(file, 'new')
  expect(await readFile(join(folder, 'other'), 'utf8')).toBe('new')
  const long = join(folder, 'n'.repeat(250))
  writeWhole(long, 'long')
  expect(await readFile(long, 'utf8')).toBe('long')
  expect(await readdir(folder)).toHaveLength(3)
})

it('makes the file that a symbolic link leads to', async () => {
  await symlink('target', file)
  writeWhole(file, 'new')
  expect((await lstat(file)).isSymbolicLink()).toBe(true)
  expect(await readFile(join(folder, 'target'), 'utf8')).toBe('new')
})

it('leaves no part of a file where it is interrupted', async () => {
  const size = 48 * 1024 * 1024
  const script = `import { writeWhole } from ${JSON.stringify(new URL('whole-file.ts', import.meta.url).href)}
    console.log('ready')
    for (;;) {
      writeWhole(${JSON.stringify(file)}, Buffer.alloc(${size}, 1))
      await new Promise((resolve) => setImmediate(resolve))
    }`
  for (const delay of [10, 60, 110]) {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script])
    await once(child.stdout, 'data')
    await setTimeout(delay)
    child.kill('SIGINT')
    const [status, signal] = await once(child, 'close')
    expect([status, signal]).toEqual([null, 'SIGINT'])
    for (const name of await readdir(folder))
      expect([name, (await stat(join(folder, name))).size]).toEqual(['out', size])
  }
})
