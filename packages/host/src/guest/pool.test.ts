import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { parseWat } from '@wasm-airlock/wac'
import { afterEach, describe, expect, test } from 'vitest'
import { CallChannels } from '../channels/call-channels.ts'
import { drawsAtStart, dropsData, everyState } from '../test-support/state-wat.ts'
import { transpileComponent } from '../transpile/transpile.ts'
import { loadComponent } from './component.ts'
import type { GuestScope } from './instance-context.ts'
import { InstancePool, type Usage } from './pool.ts'

class Thing {}

const folders: string[] = []
afterEach(() => Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true }))))

/** A pool of a component, and what it says of its instances. */
async function poolOf(wat: string): Promise<{ pool: InstancePool; usage: () => Usage | undefined }> {
  const folder = await mkdtemp(join(tmpdir(), 'airlock-test-'))
  folders.push(folder)
  await transpileComponent(await parseWat(wat), folder)
  let usage: Usage | undefined
  const pool = new InstancePool(
    await loadComponent(folder),
    (context) => ({
      'test:host/things': { Thing, get: () => new Thing(), peek: () => 1 },
      'wasi:random/random': {
        getRandomU64: () => {
          context.noteChanging()
          return 4n
        },
      },
    }),
    (told) => {
      usage = told
    },
  )
  return { pool, usage: () => usage }
}

function scopeWith(ask: GuestScope['ask'] = () => new Promise(() => {})): GuestScope {
  return { ask, channels: new CallChannels(1, () => {}, 0), log: () => {} }
}

describe('an instance', () => {
  test('is used again, back in its initial state', async () => {
    const { pool, usage } = await poolOf(everyState)
    const first = await pool.take(scopeWith())
    const { set, get } = first.instance.exports as { set(which: number): void; get(which: number): bigint }
    set(0)
    first.end(true)
    const second = await pool.take(scopeWith())
    expect(second.instance).toBe(first.instance)
    expect(get(0)).toBe(7n)
    set(0)
    second.end(true)
    await setImmediate()
    expect(get(0)).toBe(7n)
    expect(usage()).toEqual({ instances: 1, made: 1, bytes: 196_608 })
  })

  test('is not shared', async () => {
    const { pool, usage } = await poolOf(everyState)
    const [first, second] = [await pool.take(scopeWith()), await pool.take(scopeWith())]
    expect(second.instance).not.toBe(first.instance)
    expect(usage()).toEqual({ instances: 2, made: 2, bytes: 393_216 })
  })

  test('that failed is thrown away', async () => {
    const { pool, usage } = await poolOf(everyState)
    const first = await pool.take(scopeWith())
    expect((first.instance.exports as { trap(): void }).trap).toThrow(WebAssembly.RuntimeError)
    first.end(false)
    first.end(true)
    expect(usage()).toEqual({ instances: 0, made: 1, bytes: 0 })
    expect((await pool.take(scopeWith())).instance).not.toBe(first.instance)
  })

  test('whose memory has grown is thrown away', async () => {
    const { pool, usage } = await poolOf(everyState)
    const first = await pool.take(scopeWith())
    ;(first.instance.exports as { growMemory(): void }).growMemory()
    first.end(true)
    await setImmediate()
    expect(usage()).toEqual({ instances: 0, made: 1, bytes: 0 })
  })

  test.each([
    ['that drew a random number at its start', drawsAtStart],
    ['whose state is out of reach', dropsData],
  ])('%s serves one call', async (_, wat) => {
    const { pool, usage } = await poolOf(wat)
    const first = await pool.take(scopeWith())
    first.end(true)
    expect(usage()).toEqual({ instances: 0, made: 1, bytes: expect.any(Number) })
    expect((await pool.take(scopeWith())).instance).not.toBe(first.instance)
  })
})

test('one more is made ahead where all are at work', async () => {
  const { pool, usage } = await poolOf(everyState)
  await pool.take(scopeWith())
  await expect.poll(() => usage()?.instances).toBe(2)
  await pool.take(scopeWith())
  expect(usage()?.made).toBe(2)
})
