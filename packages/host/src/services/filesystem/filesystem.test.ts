import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Descriptor } from './guest/descriptor.ts'
import { joinFilesystem, unwrap } from './test-support.ts'

type Joined = Awaited<ReturnType<typeof joinFilesystem>>

const text = new TextEncoder()
const FOLLOW = { symlinkFollow: true }

let host: string
let joined: Joined
let call: ReturnType<Joined['beginCall']>
let root: Descriptor

async function start(writable: boolean, limits: Parameters<typeof joinFilesystem>[1] = {}): Promise<void> {
  joined = await joinFilesystem([{ host, guest: '/data', writable }], limits)
  call = joined.beginCall()
  root = call.folders[0]
}

async function openFile(path: string, how = {}, flags = {}): Promise<Descriptor> {
  return unwrap(await root.openAt(FOLLOW, path, how, { read: true, ...flags }))
}

async function contentOf(path: string): Promise<string> {
  const [bytes] = unwrap(await (await openFile(path)).read(1000n, 0n))
  return Buffer.from(bytes).toString()
}

beforeEach(async () => {
  host = await mkdtemp(join(tmpdir(), 'airlock-files-'))
  await mkdir(join(host, 'sub', 'deep'), { recursive: true })
  await writeFile(join(host, 'a.txt'), 'hello')
  await writeFile(join(host, 'sub', 'b.txt'), 'deeper')
})
afterEach(async () => {
  call.end()
  await joined.close()
  await rm(host, { recursive: true })
})

describe('a folder to read', () => {
  beforeEach(() => start(false))

  test('is known without asking', () => {
    expect(root.getType()).toEqual({ tag: 'ok', val: 'directory' })
    expect(root.getFlags()).toEqual({ tag: 'ok', val: { read: true, mutateDirectory: false } })
  })

  test('has files, folders and what is told of them', async () => {
    expect(await contentOf('a.txt')).toBe('hello')
    expect(await contentOf('./sub/../sub//b.txt')).toBe('deeper')
    const stream = unwrap(await (await openFile('sub', { directory: true })).readDirectory())
    const names = [stream.readDirectoryEntry(), stream.readDirectoryEntry(), stream.readDirectoryEntry()]
    expect(names.map((entry) => unwrap(entry)).sort()).toEqual([
      { name: 'b.txt', type: 'regular-file' },
      { name: 'deep', type: 'directory' },
      undefined,
    ])
    expect(unwrap(await root.statAt({}, 'a.txt'))).toMatchObject({
      type: 'regular-file',
      size: 5n,
      linkCount: 1n,
    })
    expect(unwrap(await root.stat())).toMatchObject({ type: 'directory' })
    expect(await root.advise()).toEqual({ tag: 'ok', val: undefined })
  })

  test('is read by streams, in parts and to the end', async () => {
    const stream = unwrap((await openFile('a.txt')).readViaStream(1n))
    expect([...unwrap(await stream.read(2n))]).toEqual([...text.encode('el')])
    expect(unwrap(await stream.skip(1n))).toBe(1n)
    expect(Buffer.from(unwrap(await stream.blockingRead(100n))).toString()).toBe('o')
    expect(await stream.read(1n)).toEqual({ tag: 'err', val: { tag: 'closed' } })
  })

  test('tells the same from others, and not by numbers of the host', async () => {
    const [one, same, other] = await Promise.all(
      ['a.txt', './a.txt', 'sub/b.txt'].map((path) => openFile(path)),
    )
    if (!one || !same || !other) throw new Error('unreachable')
    expect(await one.isSameObject(same)).toBe(true)
    expect(await one.isSameObject(other)).toBe(false)
    expect(await one.metadataHash()).toEqual(await root.metadataHashAt({}, 'a.txt'))
    const { ino } = await stat(join(host, 'a.txt'), { bigint: true })
    const { lower, upper } = unwrap(await one.metadataHash()) as { lower: bigint; upper: bigint }
    expect([lower, upper]).not.toContain(ino)
  })

  test.each<[string, (folder: Descriptor) => Promise<unknown>]>([
    ['open to write', (folder) => folder.openAt({}, 'a.txt', {}, { read: true, write: true })],
    ['open to truncate', (folder) => folder.openAt({}, 'a.txt', { truncate: true }, { read: true })],
    ['create', (folder) => folder.openAt({}, 'new', { create: true }, { write: true })],
    ['create what is there', (folder) => folder.openAt({}, 'a.txt', { create: true }, { read: true })],
    ['create-directory-at', (folder) => folder.createDirectoryAt('new')],
    ['remove-directory-at', (folder) => folder.removeDirectoryAt('sub/deep')],
    ['unlink-file-at', (folder) => folder.unlinkFileAt('a.txt')],
    ['rename-at', (folder) => folder.renameAt('a.txt', folder, 'c.txt')],
    ['set-times-at', (folder) => folder.setTimesAt({}, 'a.txt', { tag: 'now' }, { tag: 'now' })],
    ['set-times', (folder) => folder.setTimes({ tag: 'now' }, { tag: 'now' })],
  ])('refuses to %s', async (_, attempt) => {
    const before = await stat(join(host, 'a.txt'))
    expect(await attempt(root)).toEqual({ tag: 'err', val: 'read-only' })
    expect((await readdir(host)).sort()).toEqual(['a.txt', 'sub'])
    expect((await stat(join(host, 'a.txt'))).mtimeMs).toBe(before.mtimeMs)
  })

  test('a file that was opened to read is not written to', async () => {
    const file = await openFile('a.txt')
    expect(await file.write(text.encode('x'), 0n)).toEqual({ tag: 'err', val: 'read-only' })
    expect(await file.setSize(0n)).toEqual({ tag: 'err', val: 'read-only' })
    expect(file.writeViaStream(0n)).toEqual({ tag: 'err', val: 'bad-descriptor' })
    expect(file.appendViaStream()).toEqual({ tag: 'err', val: 'bad-descriptor' })
  })

  test.each<[string, string]>([
    ['missing', 'no-entry'],
    ['missing/below', 'no-entry'],
    ['a.txt/below', 'not-directory'],
    ['a.txt/', 'not-directory'],
    ['', 'no-entry'],
    ['x'.repeat(300), 'name-too-long'],
    ['x/'.repeat(3000), 'name-too-long'],
    ['a\0b', 'invalid'],
    ['..', 'not-permitted'],
    ['sub/../..', 'not-permitted'],
    ['/etc/passwd', 'not-permitted'],
    ['/', 'not-permitted'],
  ])('open %j is %s', async (path, code) => {
    expect(await root.openAt(FOLLOW, path, {}, { read: true })).toEqual({ tag: 'err', val: code })
  })

  test('a folder is not read as a file, nor a file listed', async () => {
    expect(await (await openFile('sub')).read(1n, 0n)).toEqual({ tag: 'err', val: 'is-directory' })
    expect((await openFile('sub')).readViaStream(0n)).toEqual({ tag: 'err', val: 'is-directory' })
    expect((await (await openFile('a.txt')).readDirectory()).tag).toBe('err')
    expect(await root.openAt({}, 'sub', {}, { write: true })).toMatchObject({ tag: 'err' })
  })
})

describe('a folder to write', () => {
  beforeEach(() => start(true))

  test('takes new files, which are written, cut, and synchronised', async () => {
    const file = await openFile('sub/new', { create: true, exclusive: true }, { write: true })
    expect(unwrap(await file.write(text.encode('0123456789'), 0n))).toBe(10n)
    expect(await file.setSize(4n)).toEqual({ tag: 'ok', val: undefined })
    expect(await file.sync()).toEqual({ tag: 'ok', val: undefined })
    expect(await file.syncData()).toEqual({ tag: 'ok', val: undefined })
    expect(await readFile(join(host, 'sub', 'new'), 'utf8')).toBe('0123')
    const again = await root.openAt({}, 'sub/new', { create: true, exclusive: true }, { write: true })
    expect(again).toEqual({ tag: 'err', val: 'exist' })
  })

  test('takes streams at an offset, and at the end of what another one has written', async () => {
    const file = await openFile('log', { create: true }, { write: true })
    const stream = unwrap(file.writeViaStream(2n))
    unwrap(await stream.write(text.encode('cd')))
    unwrap(await stream.blockingWriteAndFlush(text.encode('ef')))
    const end = unwrap(file.appendViaStream())
    unwrap(await end.write(text.encode('!')))
    await writeFile(join(host, 'log'), '?', { flag: 'a' })
    unwrap(await end.write(text.encode('!')))
    expect(await readFile(join(host, 'log'), 'utf8')).toBe('\0\0cdef!?!')
    unwrap(await end.writeZeroes(1n))
    const source = unwrap((await openFile('a.txt')).readViaStream(0n))
    expect(unwrap(await end.splice(source, 2n))).toBe(2n)
    expect(await readFile(join(host, 'log'), 'utf8')).toBe('\0\0cdef!?!\0he')
  })

  test('lets things be made, renamed, dated and removed', async () => {
    unwrap(await root.createDirectoryAt('made'))
    unwrap(await root.renameAt('a.txt', unwrap(await root.openAt({}, 'made', {}, {})), 'moved'))
    const time = { tag: 'timestamp', val: { seconds: 12n, nanoseconds: 500_000_000 } } as const
    unwrap(await root.setTimesAt({}, 'made/moved', { tag: 'no-change' }, time))
    expect((await stat(join(host, 'made', 'moved'))).mtimeMs).toBe(12_500)
    expect(await root.removeDirectoryAt('made')).toEqual({ tag: 'err', val: 'not-empty' })
    unwrap(await root.unlinkFileAt('made/moved'))
    unwrap(await root.removeDirectoryAt('made'))
    expect(await root.unlinkFileAt('sub')).toEqual({ tag: 'err', val: 'is-directory' })
    expect(await root.removeDirectoryAt('.')).toEqual({ tag: 'err', val: 'invalid' })
    expect(await root.renameAt('.', root, 'x')).toEqual({ tag: 'err', val: 'invalid' })
    expect(await readdir(host)).toEqual(['sub'])
  })

  test('a file that is truncated when it is opened is empty', async () => {
    await openFile('a.txt', { truncate: true }, { write: true })
    expect(await readFile(join(host, 'a.txt'), 'utf8')).toBe('')
  })

  test('follows links that stay inside, where it is asked to', async () => {
    await symlink('../a.txt', join(host, 'sub', 'link'))
    await symlink('sub', join(host, 'folder'))
    expect(await contentOf('folder/link')).toBe('hello')
    expect(await root.openAt({}, 'sub/link', {}, { read: true })).toEqual({ tag: 'err', val: 'loop' })
    expect(unwrap(await root.statAt({}, 'sub/link'))).toMatchObject({ type: 'symbolic-link' })
    expect(unwrap(await root.statAt(FOLLOW, 'sub/link'))).toMatchObject({ type: 'regular-file' })
    expect(unwrap(await root.readlinkAt('sub/link'))).toBe('../a.txt')
    unwrap(await root.unlinkFileAt('sub/link'))
    expect(await readFile(join(host, 'a.txt'), 'utf8')).toBe('hello')
  })
})

describe('limits', () => {
  test('of what is open', async () => {
    await start(false, { maxOpenFiles: 3 })
    const files = [await openFile('a.txt'), await openFile('a.txt'), await openFile('a.txt')]
    expect(await root.openAt({}, 'a.txt', {}, {})).toEqual({ tag: 'err', val: 'insufficient-memory' })
    expect(joined.lines).toEqual(['A call may have 3 files open: raise limits.maxOpenFiles.'])
    files[0]?.[Symbol.dispose]()
    expect((await root.openAt({}, 'a.txt', {}, {})).tag).toBe('ok')
    const another = joined.beginCall().folders[0]
    expect((await another.openAt({}, 'a.txt', {}, {})).tag).toBe('ok')
    const flood = await Promise.all(Array.from({ length: 50 }, () => another.openAt({}, 'a.txt', {}, {})))
    expect(flood.filter(({ tag }) => tag === 'ok')).toHaveLength(2)
  })

  test('of what is written: bytes, gaps, growth, files and folders', async () => {
    await start(true, { maxWriteBytes: 10_000 })
    const full = { tag: 'err', val: 'insufficient-space' }
    const file = await openFile('f', { create: true }, { write: true })
    expect(unwrap(await file.write(new Uint8Array(1000), 0n))).toBe(1000n)
    expect(await file.write(new Uint8Array(1), 1_000_000_000n)).toEqual(full)
    expect(await file.setSize(1_000_000_000n)).toEqual(full)
    expect(await root.createDirectoryAt('d')).toEqual({ tag: 'ok', val: undefined })
    expect(await root.createDirectoryAt('e')).toEqual(full)
    expect(await root.openAt({}, 'g', { create: true }, { write: true })).toEqual(full)
    const stream = unwrap(file.appendViaStream())
    expect(await stream.write(new Uint8Array(1000))).toMatchObject({
      tag: 'err',
      val: { tag: 'last-operation-failed' },
    })
    expect((await stat(join(host, 'f'))).size).toBe(1000)
    expect(joined.lines.at(-1)).toBe('A call may write 10000 bytes to files: raise limits.maxWriteBytes.')
  })
})
