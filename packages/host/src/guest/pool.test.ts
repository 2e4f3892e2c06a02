import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { parseWat } from '@wasm-airlock/wac'
import { afterEach, describe, expect, test } from 'vitest'
import { CallChannels } from '../channels/call-channels.ts'
import { z } from '../schema.ts'
import { drawsAtStart, dropsData, everyState } from '../test-support/state-wat.ts'
import { transpileComponent } from '../transpile/transpile.ts'
import { loadComponent } from './component.ts'
import type { GuestScope, InstanceContext } from './instance-context.ts'
import { InstancePool, type Usage } from './pool.ts'

/** A resource of the host, which may be hard to let go. */
class Thing {
  static isStuck = false;

  [Symbol.dispose](): void {
    if (Thing.isStuck) throw new Error('it does not go')
  }
}

const operation = { name: 'test.wait', args: z.unknown(), answer: z.unknown() }

const folders: string[] = []
afterEach(() => Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true }))))

/** A pool of a component, and what it says of its instances. */
async function poolOf(wat: string) {
  const folder = await mkdtemp(join(tmpdir(), 'airlock-test-'))
  folders.push(folder)
  await transpileComponent(await parseWat(wat), folder)
  let usage: Usage | undefined
  const contexts: InstanceContext[] = []
  const pool = new InstancePool(
    await loadComponent(folder),
    (context) => {
      contexts.push(context)
      return linkTo(context)
    },
    (told) => {
      usage = told
    },
  )
  return { pool, contexts, usage: () => usage }
}

function linkTo(context: InstanceContext) {
  return {
    'test:host/things': { Thing, get: () => new Thing(), peek: () => 1 },
    'wasi:random/random': {
      getRandomU64: () => {
        context.noteChanging()
        return 4n
      },
    },
  }
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
    expect([first.end(true), first.end(true)]).toEqual([true, false])
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

  test('that still waits for an answer of the host is thrown away, and asks no more', async () => {
    const { pool, usage, contexts } = await poolOf(everyState)
    const first = await pool.take(scopeWith())
    const { scope } = contexts[0] as InstanceContext
    void scope.ask(operation, null)
    expect(first.end(true)).toBe(false)
    expect(usage()).toEqual({ instances: 0, made: 1, bytes: 0 })
    await expect(scope.ask(operation, null)).rejects.toThrow('the call is over')
    expect(() => contexts[0]?.scope).toThrow('the guest acts outside of a call')
    expect((await pool.take(scopeWith())).instance).not.toBe(first.instance)
  })

  test('that has its answer is used again, and what is left of its call asks no more', async () => {
    const { pool, contexts } = await poolOf(everyState)
    const first = await pool.take(scopeWith(async () => ({ answer: 1 }) as never))
    const { scope } = contexts[0] as InstanceContext
    await scope.ask(operation, null)
    first.end(true)
    const asked: unknown[] = []
    const second = await pool.take(scopeWith(async (...args) => ({ answer: asked.push(args) }) as never))
    expect(second.instance).toBe(first.instance)
    await expect(scope.ask(operation, null)).rejects.toThrow('the call is over')
    expect(asked).toEqual([])
  })

  test.each(['with the next call', 'ahead of it'])(
    'that cannot be put back %s is the only one that is lost',
    async (when) => {
      const { pool, usage } = await poolOf(everyState)
      const [first, other] = [await pool.take(scopeWith()), await pool.take(scopeWith())]
      ;(first.instance.exports as { get(which: number): bigint }).get(11)
      Thing.isStuck = true
      other.end(true)
      first.end(true)
      if (when === 'ahead of it') await setImmediate()
      const next = await pool.take(scopeWith())
      Thing.isStuck = false
      expect(next.instance).toBe(other.instance)
      expect(usage()?.instances).toBe(1)
    },
  )

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
