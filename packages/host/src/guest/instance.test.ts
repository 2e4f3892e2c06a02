import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseWat } from '@wasm-airlock/wac'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { dropsData, everyState, STATES } from '../test-support/state-wat.ts'
import { transpileComponent } from '../transpile/transpile.ts'
import { type Component, loadComponent } from './component.ts'
import type { Instance } from './instance.ts'

interface Exports {
  set(which: number): void
  get(which: number): bigint
  growMemory(): void
  growTable(): void
  trap(): void
}

/** A resource of the host that tells when it is disposed of. */
class Thing {
  static readonly disposed: Thing[] = [];

  [Symbol.dispose](): void {
    Thing.disposed.push(this)
  }
}

const imports = { 'test:host/things': { Thing, get: () => new Thing(), peek: () => 1 } }

const folders: string[] = []
async function load(wat: string): Promise<Component> {
  const folder = await mkdtemp(join(tmpdir(), 'airlock-test-'))
  folders.push(folder)
  await transpileComponent(await parseWat(wat), folder)
  return loadComponent(folder)
}
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))))

let component: Component
beforeAll(async () => {
  component = await load(everyState)
})

let instance: Instance
let exports: Exports
beforeEach(async () => {
  instance = await component.instantiate(imports)
  exports = instance.exports as Exports
  Thing.disposed.length = 0
})

/** What an instance that was just made answers. */
async function initial(which: number): Promise<bigint> {
  return ((await component.instantiate(imports)).exports as Exports).get(which)
}

describe('put back is', () => {
  test.each(STATES.map((name, which) => [name, which] as const))('the %s', async (_, which) => {
    expect(instance.obstacle).toBeUndefined()
    const before = await initial(which)
    exports.set(which)
    expect(exports.get(which)).not.toBe(before)
    expect(instance.reset()).toBe(true)
    expect(exports.get(which)).toBe(before)
  })

  test('all of it, again and again', async () => {
    const before = await Promise.all(STATES.map((_, which) => initial(which)))
    for (let round = 0; round < 3; round++) {
      for (const which of STATES.keys()) exports.set(which)
      expect(instance.reset()).toBe(true)
      for (const [which, value] of before.entries()) {
        expect(exports.get(which)).toBe(value)
        expect(instance.reset()).toBe(true)
      }
    }
  })

  test('the table of handles, and what the guest has not dropped is disposed of', () => {
    const handles = [exports.get(11), exports.get(11)]
    expect(handles[0]).not.toBe(handles[1])
    expect(instance.reset()).toBe(true)
    expect(Thing.disposed).toHaveLength(2)
    expect(exports.get(11)).toBe(handles[0])
  })
})

describe('thrown away is an instance', () => {
  test('whose memory has grown', () => {
    exports.growMemory()
    expect(instance.reset()).toBe(false)
  })

  test('whose table has grown', () => {
    exports.growTable()
    expect(instance.reset()).toBe(false)
  })

  test('whose start is not the same twice', async () => {
    const once = await component.instantiate(imports, () => false)
    expect(once.obstacle).toBe('start-up that is not the same twice')
    expect(once.reset()).toBe(false)
  })

  test('of a component whose state is out of reach', async () => {
    const once = await (await load(dropsData)).instantiate({})
    expect(once.obstacle).toMatch(/^guest\.core\.wasm: a passive data segment/)
    expect(once.reset()).toBe(false)
  })
})

test('images of the memories are shared where instances start alike', async () => {
  const other = await component.instantiate(imports)
  expect(instance.images).toHaveLength(2)
  expect(other.images.map((image, index) => image === instance.images[index])).toEqual([true, true])
  exports.set(8)
  expect((other.exports as Exports).get(8)).toBe(0n)
})
