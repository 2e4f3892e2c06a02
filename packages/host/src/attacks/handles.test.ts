import { readFile } from 'node:fs/promises'
import { parseWat } from '@wasm-airlock/wac'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts'
import { misusesWasi } from './wat.ts'

const FORGED = [0, 2, 3, 99, 0x3fff_ffff, 0x4000_0001, 0x7fff_ffff, 0x8000_0001, 0xffff_ffff]

describe('a handle of the host', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await createSandbox(await parseWat(misusesWasi), { policy: { allow: ['wasi:*'] } })
  })
  afterAll(() => sandbox.close())

  test('that was given can be used and dropped', async () => {
    expect(await sandbox.call('wait-for', [1])).toBe(1)
    expect(await sandbox.call('drop-handle', [1])).toBe(1)
  })

  test.each(FORGED)('that was never given, %d, is a trap', async (handle) => {
    for (const name of ['wait-for', 'drop-handle', 'write-to']) {
      await expect(sandbox.call(name, [handle]), name).rejects.toMatchObject({ code: 'guest-trapped' })
    }
    expect(await sandbox.call('wait-for', [1])).toBe(1)
  })

  test('that is dropped is gone', async () => {
    await expect(sandbox.call('wait-for-dropped', [1])).rejects.toMatchObject({ code: 'guest-trapped' })
  })

  test('of one resource is none of another', async () => {
    await expect(sandbox.call('write-to', [1])).rejects.toMatchObject({ code: 'guest-trapped' })
  })

  test.each([0, 1, 1000, 0xffff_ffff])('a list of %d handles that are none is a trap', async (count) => {
    await expect(sandbox.call('poll-many', [count])).rejects.toMatchObject({ code: 'guest-trapped' })
    expect(await sandbox.call('alive', [])).toBe(1)
  })
})

describe('a handle of another component', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    const text = await readFile(new URL('../../corpus/edges/resources.wat', import.meta.url), 'utf8')
    sandbox = await createSandbox(await parseWat(text))
  })
  afterAll(() => sandbox.close())

  test.each(FORGED)('that was never given, %d, is a trap', async (handle) => {
    for (const name of ['read-forged', 'take-forged', 'drop-forged']) {
      await expect(sandbox.call(name, [handle]), name).rejects.toMatchObject({ code: 'guest-trapped' })
    }
  })

  test.each(['read-dropped', 'read-taken', 'drop-twice', 'read-other', 'drop-as-other', 'keep-lent'])(
    '%s is a trap, and the next call is given its own',
    async (name) => {
      await expect(sandbox.call(name, [])).rejects.toMatchObject({ code: 'guest-trapped' })
      expect(await sandbox.call('use', [1])).toBe(302)
    },
  )
})
