import { execFileSync } from 'node:child_process'
import { renameSync, symlinkSync } from 'node:fs'
import {
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import * as calls from './calls.ts'
import type { Descriptor } from './guest/descriptor.ts'
import { joinFilesystem, unwrap } from './test-support.ts'

/** Attacks on the walls around a granted folder, by guests and by a worker that is no longer ours. */

const FOLLOW = { symlinkFollow: true }
const SECRET = 'outside'

let top: string
let host: string
let joined: Awaited<ReturnType<typeof joinFilesystem>>
let call: ReturnType<(typeof joined)['beginCall']>
let root: Descriptor

beforeEach(async () => {
  top = await mkdtemp(join(tmpdir(), 'airlock-walls-'))
  host = join(top, 'granted')
  await mkdir(join(host, 'sub'), { recursive: true })
  await mkdir(join(top, 'other'))
  await writeFile(join(top, 'secret'), SECRET)
  await writeFile(join(top, 'other', 'secret'), SECRET)
  await writeFile(join(host, 'mine'), 'inside')
  joined = await joinFilesystem([{ host, guest: '/data', writable: true }])
  call = joined.beginCall()
  root = call.folders[0]
})
afterEach(async () => {
  call.end()
  await joined.close()
  await rm(top, { recursive: true })
})

async function read(path: string): Promise<string> {
  const file = await root.openAt(FOLLOW, path, {}, { read: true })
  if (file.tag === 'err') return file.val
  const content = await file.val.read(1000n, 0n)
  return content.tag === 'err' ? content.val : Buffer.from(content.val[0]).toString()
}

test.each<[string, string, string]>([
  ['an absolute link', '/etc/passwd', 'not-permitted'],
  ['a link to the root of the system', '/', 'not-permitted'],
  ['an absolute link to what is inside', 'INSIDE', 'not-permitted'],
  ['a relative link', '../secret', 'not-permitted'],
  ['a relative link by way of a folder', 'sub/../../secret', 'not-permitted'],
  ['a link into /proc', '/proc/self/environ', 'not-permitted'],
  ['a link to a file that is open', '/proc/self/fd/0', 'not-permitted'],
  ['a link to itself', 'link', 'loop'],
])('%s does not lead out', async (_, target, code) => {
  await symlink(target === 'INSIDE' ? join(host, 'mine') : target, join(host, 'link'))
  expect(await read('link')).toBe(code)
  expect(await read('link/x')).toBe(code)
  expect(await read('sub/../link')).toBe(code)
  expect(await root.statAt(FOLLOW, 'link')).toEqual({ tag: 'err', val: code })
  expect(await root.metadataHashAt(FOLLOW, 'link')).toEqual({ tag: 'err', val: code })
  expect(await root.createDirectoryAt('link/new')).toEqual({ tag: 'err', val: code })
  expect(await root.openAt(FOLLOW, 'link', { create: true }, { write: true })).toEqual({
    tag: 'err',
    val: code,
  })
  expect(await root.renameAt('mine', root, 'link/mine')).toEqual({ tag: 'err', val: code })
})

test('links that lead to one another lead no further than each alone', async () => {
  await symlink('sub/two', join(host, 'one'))
  await symlink('../three', join(host, 'sub', 'two'))
  await symlink('..', join(host, 'three'))
  expect(await read('one')).toBe('not-permitted')
  expect(await read('one/secret')).toBe('not-permitted')
  expect(await read('three/secret')).toBe('not-permitted')
})

test('more links than a path may have are refused', async () => {
  await symlink('.', join(host, 'here'))
  expect(await read(`${'here/'.repeat(40)}mine`)).toBe('inside')
  expect(await read(`${'here/'.repeat(41)}mine`)).toBe('loop')
})

test('a link that leads out is removed, renamed and created over without being followed', async () => {
  await symlink('../secret', join(host, 'link'))
  const made = await root.openAt({}, 'link', { create: true, truncate: true }, { write: true })
  expect(made).toEqual({ tag: 'err', val: 'loop' })
  expect(await root.setTimesAt({}, 'link', { tag: 'now' }, { tag: 'now' })).toMatchObject({ tag: 'ok' })
  unwrap(await root.renameAt('link', root, 'renamed'))
  unwrap(await root.unlinkFileAt('renamed'))
  expect(await readFile(join(top, 'secret'), 'utf8')).toBe(SECRET)
  expect(await readdir(host)).toEqual(['mine', 'sub'])
})

test('a link says nothing about the host', async () => {
  await symlink('/home/somebody', join(host, 'link'))
  expect(await root.readlinkAt('link')).toEqual({ tag: 'err', val: 'not-permitted' })
})

test('guests make no links, of either kind', async () => {
  await symlink('../secret', join(host, 'link'))
  expect(await root.symlinkAt()).toEqual({ tag: 'err', val: 'not-permitted' })
  expect(await root.linkAt()).toEqual({ tag: 'err', val: 'not-permitted' })
  expect([...joined.handlers.keys()].filter((name) => /link/.test(name)).sort()).toEqual([
    'filesystem.readlink',
    'filesystem.unlink',
  ])
})

test('a hard link that somebody else has made is a file like any other', async () => {
  await link(join(top, 'secret'), join(host, 'hard'))
  expect(await read('hard')).toBe(SECRET)
})

test('.. does not lead out of a folder that was opened', async () => {
  const sub = unwrap(await root.openAt({}, 'sub', { directory: true }, {}))
  expect(await sub.openAt({}, '../mine', {}, {})).toEqual({ tag: 'err', val: 'not-permitted' })
  expect(await sub.statAt(FOLLOW, '..')).toEqual({ tag: 'err', val: 'not-permitted' })
  expect(await root.renameAt('mine', sub, '../../mine')).toEqual({ tag: 'err', val: 'not-permitted' })
})

test('a folder that is moved away while it is walked takes nobody along', async () => {
  const sub = unwrap(await root.openAt({}, 'sub', { directory: true }, {}))
  await rename(join(host, 'sub'), join(top, 'other', 'sub'))
  expect(await sub.openAt(FOLLOW, '../secret', {}, {})).toEqual({ tag: 'err', val: 'not-permitted' })
  expect(await read('sub/../../secret')).toBe('no-entry')
})

test('a granted folder stays the one that it was', async () => {
  await rename(host, join(top, 'moved'))
  await symlink(join(top, 'other'), host)
  expect(await read('secret')).toBe('no-entry')
  expect(await read('mine')).toBe('inside')
})

test('a folder that turns into a link again and again never leads out', async () => {
  await writeFile(join(host, 'sub', 'secret'), 'inside')
  await symlink('../other', join(host, 'link'))
  const seen = new Set<string>()
  let swaps = 0
  const swap = (): void => {
    // Three names take turns: the folder is sometimes a link that leads out.
    renameSync(join(host, 'sub'), join(host, 'spare'))
    renameSync(join(host, 'link'), join(host, 'sub'))
    renameSync(join(host, 'sub'), join(host, 'link'))
    renameSync(join(host, 'spare'), join(host, 'sub'))
    swaps += 1
  }
  const attempts = Array.from({ length: 8 }, async () => {
    for (let round = 0; round < 150; round += 1) {
      seen.add(await read('sub/secret'))
      const made = await root.openAt(FOLLOW, 'sub/made', { create: true }, { write: true })
      if (made.tag === 'ok') {
        await made.val.write(Buffer.from('x'), 0n)
        made.val[Symbol.dispose]()
      }
      await root.unlinkFileAt('sub/made')
      swap()
    }
  })
  await Promise.all(attempts)
  expect(swaps).toBe(1200)
  expect(seen).not.toContain(SECRET)
  expect(seen).toContain('inside')
  expect(await readdir(join(top, 'other'))).toEqual(['secret'])
})

test('a name that turns into a link right after it was looked at is not followed', async () => {
  // The walk ends at a name; what stands there when it is opened is what counts.
  let stop = false
  const swapping = (async () => {
    while (!stop) {
      await rm(join(host, 'name'), { force: true })
      // The guest may have been faster.
      await symlink('../secret', join(host, 'name')).catch(() => {})
      await rm(join(host, 'name'), { force: true })
      await writeFile(join(host, 'name'), 'inside')
    }
  })()
  const seen = new Set<string>()
  for (let round = 0; round < 400; round += 1) {
    seen.add(await read('name'))
    const made = await root.openAt(FOLLOW, 'name', { create: true, truncate: true }, { write: true })
    if (made.tag === 'ok') {
      await made.val.write(Buffer.from('guest'), 0n)
      made.val[Symbol.dispose]()
    }
  }
  stop = true
  await swapping
  expect(seen).not.toContain(SECRET)
  expect(await readFile(join(top, 'secret'), 'utf8')).toBe(SECRET)
})

test('pipes, sockets and devices are seen and not opened', async () => {
  execFileSync('mkfifo', [join(host, 'pipe')])
  const server = createServer().listen(join(host, 'socket'))
  await new Promise((resolve) => server.once('listening', resolve))
  symlinkSync('pipe', join(host, 'link'))
  for (const flags of [{ read: true }, { write: true }, { read: true, write: true }]) {
    expect(await root.openAt(FOLLOW, 'pipe', {}, flags)).toEqual({ tag: 'err', val: 'not-permitted' })
    expect(await root.openAt(FOLLOW, 'link', { create: true }, flags)).toEqual({
      tag: 'err',
      val: 'not-permitted',
    })
    expect(await root.openAt({}, 'socket', {}, flags)).toEqual({ tag: 'err', val: 'not-permitted' })
  }
  expect(unwrap(await root.statAt({}, 'pipe'))).toMatchObject({ type: 'fifo' })
  expect(unwrap(await root.statAt({}, 'socket'))).toMatchObject({ type: 'socket' })
  await new Promise((resolve) => server.close(resolve))
})

test('devices and what the system makes up of processes lead nowhere else, where the root is granted', async () => {
  const whole = await joinFilesystem([{ host: '/', guest: '/' }])
  const all = whole.beginCall()
  const open = (path: string) => all.folders[0].openAt(FOLLOW, path, {}, { read: true })
  expect(await open('dev/zero')).toEqual({ tag: 'err', val: 'not-permitted' })
  expect(await open('proc/self/root/etc/passwd')).toEqual({ tag: 'err', val: 'not-permitted' })
  expect(await open('proc/self/cwd')).toEqual({ tag: 'err', val: 'not-permitted' })
  all.end()
  await whole.close()
})

test('what a call has open is closed with it, and of no use to the next', async () => {
  const before = await openPaths()
  const file = unwrap(await root.openAt({}, 'mine', {}, { read: true, write: true }))
  const stream = unwrap(file.appendViaStream())
  unwrap(await stream.write(Buffer.from('x')))
  const { answer: opened } = await call.ask(calls.open, { ...openArgs, path: 'mine' })
  const { fd } = unwrap<{ readonly fd: number }>(opened)
  expect((await openPaths()).length).toBeGreaterThan(before.length)
  call.end()
  const next = joined.beginCall()
  const { answer } = await next.ask(calls.read, { fd, offset: 0, length: 10 })
  expect(answer).toEqual({ tag: 'err', val: 'bad-descriptor' })
  await expect.poll(openPaths).toEqual(before)
})

test('the folder of a grant is not closed by a guest', async () => {
  const { answer } = await call.ask(calls.open, { ...openArgs, path: 'mine', dropped: [0] })
  expect(answer).toMatchObject({ tag: 'ok' })
  expect(await read('mine')).toBe('inside')
})

test.each([
  { ...{ fd: 0, path: 'x'.repeat(5000) } },
  { fd: -1, path: 'mine' },
  { fd: 0.5, path: 'mine' },
  { fd: 0, path: 'mine', more: true },
  { fd: 0, path: ['mine'] },
])('a worker that asks for %j is ended', async (args) => {
  const handle = joined.handlers.get('filesystem.unlink')
  const asked = handle?.(args, { payload: new Uint8Array(), signal: new AbortController().signal })
  await expect(asked).rejects.toThrow()
})

test('no walk leaves a folder open', async () => {
  const before = await openPaths()
  await mkdir(join(host, 'sub', 'a', 'b'), { recursive: true })
  for (const path of [
    'sub/a/b/c',
    'sub/a/../../..',
    'sub/a/b/../../../mine/x',
    'sub/a/b',
    'sub/a/missing/x',
  ]) {
    await root.statAt(FOLLOW, path)
    await root.unlinkFileAt(path)
  }
  expect(await openPaths()).toEqual(before)
})

const openArgs = {
  fd: 0,
  follow: true,
  create: false,
  directory: false,
  exclusive: false,
  truncate: false,
  read: true,
  write: false,
  dropped: [],
}

/** What this process has open below the folder of the test. */
async function openPaths(): Promise<string[]> {
  const paths = await Promise.all(
    (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
  )
  return paths.filter((path) => path.startsWith(top)).sort()
}
