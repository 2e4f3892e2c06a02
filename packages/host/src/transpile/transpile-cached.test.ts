import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseWat } from '@wasm-airlock/wac'
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { LogLine } from '../log-line.ts'
import { createSandbox, type SandboxOptions } from '../sandbox/sandbox.ts'
import * as wat from '../test-support/wat.ts'

let component: Uint8Array
beforeAll(async () => {
  component = await parseWat(wat.probe)
})

let cacheDir: string
beforeEach(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'airlock-test-'))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(cacheDir, { recursive: true })
})

async function echo(options: SandboxOptions = { cacheDir }): Promise<unknown> {
  await using sandbox = await createSandbox(component, options)
  return await sandbox.call('echo-text', ['ahoy'])
}

/** Names in the cache, those on their way in or out too. */
const entries = () => readdir(join(cacheDir, 'transpiled'))

/** Path of a file of the only entry. */
async function fileOf(name: string): Promise<string> {
  const [entry, ...others] = await entries()
  expect(others).toEqual([])
  return join(cacheDir, 'transpiled', entry ?? '', name)
}

describe('what was transpiled', () => {
  test('is kept, for the user alone, and used again', async () => {
    expect(await echo()).toBe('ahoy')
    const script = await fileOf('guest.mjs')
    const { ino, mode } = await stat(script)
    expect(mode & 0o777).toBe(0o600)
    for (const folder of [join(cacheDir, 'transpiled'), join(script, '..')])
      expect((await stat(folder)).mode & 0o777).toBe(0o700)
    expect(await echo()).toBe('ahoy')
    expect((await stat(await fileOf('guest.mjs'))).ino).toBe(ino)
  })

  test('is found by where the environment says', async () => {
    vi.stubEnv('AIRLOCK_CACHE_DIR', cacheDir)
    expect(await echo({})).toBe('ahoy')
    expect(await entries()).toHaveLength(1)
  })

  test('is another for another component', async () => {
    await echo()
    await using _ = await createSandbox(await parseWat(wat.oddNames), { cacheDir })
    expect(await entries()).toHaveLength(2)
  })

  test('is needed no more once the sandbox is there', async () => {
    await using sandbox = await createSandbox(component, { cacheDir })
    await vi.waitFor(async () => stat(await fileOf('manifest.json')))
    await rm(join(cacheDir, 'transpiled'), { recursive: true })
    await expect(sandbox.call('loop', [], { timeoutMs: 100 })).rejects.toMatchObject({ code: 'call-timeout' })
    expect(await sandbox.call('echo-text', ['ahoy'])).toBe('ahoy')
  })

  test('is not asked for with `cache: false`', async () => {
    expect(await echo({ cacheDir, cache: false })).toBe('ahoy')
    expect(await readdir(cacheDir)).toEqual([])
  })

  test('is the same where two make it at once', async () => {
    expect(await Promise.all([echo(), echo()])).toEqual(['ahoy', 'ahoy'])
    expect(await readdir(join(await fileOf('.')))).toContain('manifest.json')
  })

  test('does not stand in for validation', async () => {
    const refused = await parseWat(wat.usesWasi)
    await using _ = await createSandbox(refused, { cacheDir, policy: { allow: ['wasi:*'] } })
    await expect(createSandbox(refused, { cacheDir })).rejects.toMatchObject({ code: 'import-not-granted' })
  })
})

test('a damaged entry is made again', async () => {
  await echo()
  await writeFile(await fileOf('guest.mjs'), '')
  expect(await echo()).toBe('ahoy')
  expect((await stat(await fileOf('guest.mjs'))).size).toBeGreaterThan(0)
})

describe('a cache that cannot be used', () => {
  async function logOf(options: SandboxOptions): Promise<readonly LogLine[]> {
    const lines: LogLine[] = []
    expect(await echo({ ...options, onLog: (line) => lines.push(line) })).toBe('ahoy')
    return lines
  }

  test('is mentioned', async () => {
    await writeFile(join(cacheDir, 'file'), '')
    const [line, ...others] = await logOf({ cacheDir: join(cacheDir, 'file') })
    expect(line).toMatchObject({ stream: 'stderr', text: expect.stringContaining('ENOTDIR') })
    expect(others).toEqual([])
  })

  test('is one that others can write to', async () => {
    await mkdir(join(cacheDir, 'transpiled'))
    await chmod(join(cacheDir, 'transpiled'), 0o777)
    expect(await logOf({ cacheDir })).toEqual([
      { stream: 'stderr', text: expect.stringContaining('others may write there') },
    ])
    expect(await entries()).toEqual([])
  })
})
