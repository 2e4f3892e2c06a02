import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { parseWat } from '@wasm-airlock/wac'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { printsAtStart } from '../test-support/wat.ts'
import { transpileComponent } from '../transpile/transpile.ts'
import { type Component, loadComponent } from './component.ts'
import { suspendWhileWaiting } from './poll.ts'

const printed: string[] = []
/** What the host does with a text, which may take its time. */
let take: (text: string) => void | Promise<void>

class OutputStream {
  blockingWriteAndFlush(bytes: Uint8Array) {
    const taken = take(Buffer.from(bytes).toString())
    const ok = { tag: 'ok', val: undefined }
    return taken === undefined ? ok : taken.then(() => ok)
  }
}

const imports = {
  'wasi:cli/stdout': { getStdout: () => new OutputStream() },
  'wasi:io/error': { Error: class {} },
  'wasi:io/streams': { OutputStream },
}

describe.each([false, true])('a component that prints while it starts; suspends: %s', (suspends) => {
  let component: Component
  let folder: string
  beforeAll(async () => {
    suspendWhileWaiting(suspends)
    folder = await mkdtemp(join(tmpdir(), 'airlock-test-'))
    await transpileComponent(await parseWat(printsAtStart), folder, {
      suspending: suspends
        ? {
            imports: ['wasi:io/streams@0.2.6#[method]output-stream.blocking-write-and-flush'],
            exports: ['run'],
          }
        : null,
    })
    component = await loadComponent(folder)
  })
  beforeEach(() => {
    printed.length = 0
    take = (text) => void printed.push(text)
  })
  afterAll(() => rm(folder, { recursive: true }))

  const runOf = (exports: object) => (exports as { run(): number | Promise<number> }).run()

  test('does so, and can be called and put back', async () => {
    const instance = await component.instantiate(imports)
    expect(printed).toEqual(['start\n'])
    expect(instance.obstacle).toBeUndefined()
    for (let round = 0; round < 3; round++) {
      expect(await runOf(instance.exports)).toBe(1)
      expect(instance.reset()).toBe(true)
    }
    expect(printed).toEqual(['start\n', 'later\n', 'later\n', 'later\n'])
  })

  test.runIf(suspends)('waits where the host takes its time', async () => {
    take = async (text) => {
      await setImmediate()
      printed.push(text)
    }
    const instance = await component.instantiate(imports)
    expect(printed).toEqual(['start\n'])
    expect(await runOf(instance.exports)).toBe(1)
    expect(instance.reset()).toBe(true)
    expect(await runOf(instance.exports)).toBe(1)
    expect(printed).toEqual(['start\n', 'later\n', 'later\n'])
  })

  test('fails where the host does', async () => {
    take = () => {
      throw new Error('no more paper')
    }
    await expect(component.instantiate(imports)).rejects.toThrow()
    take = () => {}
    expect(await runOf((await component.instantiate(imports)).exports)).toBe(1)
  })
})
