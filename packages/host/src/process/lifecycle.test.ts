import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseWat } from '@wasm-airlock/wac'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createSandbox } from '../sandbox/sandbox.ts'
import { probe } from '../test-support/wat.ts'

let folder: string
let before: string | undefined
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'airlock-test-')))
  before = process.env.TMPDIR
  process.env.TMPDIR = folder
})
afterEach(async () => {
  if (before === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = before
  await rm(folder, { recursive: true })
})

/** Every process of a sandbox has its folder, which lies in ours, among its arguments. */
function processes(): string[] {
  const all = execFileSync('ps', ['-A', '-o', 'args'], { encoding: 'utf8' })
  return all.split('\n').filter((line) => line.includes(join(folder, 'airlock-guest-')))
}

async function expectNothingLeft(): Promise<void> {
  await vi.waitFor(() => expect(processes()).toEqual([]), { timeout: 10_000 })
  await vi.waitFor(async () => expect(await readdir(folder)).toEqual([]), { timeout: 10_000 })
}

describe('nothing is left', () => {
  test('after close, even while a call loops', async () => {
    const sandbox = await createSandbox(await parseWat(probe))
    await sandbox.call('nothing', [])
    expect(processes().length).toBeGreaterThanOrEqual(2)
    const looping = sandbox.call('loop', [])
    await Promise.all([
      expect(looping).rejects.toMatchObject({ code: 'aborted' }),
      sandbox.close(),
      sandbox.close(),
    ])
    await expectNothingLeft()
    await expect(sandbox.call('nothing', [])).rejects.toMatchObject({ code: 'aborted' })
  })

  test('after its signal is aborted while a call loops', async () => {
    const abort = new AbortController()
    const sandbox = await createSandbox(await parseWat(probe), { signal: abort.signal })
    const looping = sandbox.call('loop', [])
    abort.abort()
    await expect(looping).rejects.toMatchObject({ code: 'aborted' })
    await expectNothingLeft()
  })

  test('after an abort while the component is made ready', async () => {
    const abort = new AbortController()
    const options = { signal: abort.signal, cache: false }
    const making = createSandbox(await parseWat(probe), options)
    await vi.waitFor(() => expect(processes().some((line) => line.includes('transpile-worker'))).toBe(true))
    abort.abort()
    await expect(making).rejects.toMatchObject({ code: 'aborted' })
    await expectNothingLeft()
    await expect(createSandbox(await parseWat(probe), options)).rejects.toMatchObject({ code: 'aborted' })
  })

  test('after the process that made it is killed while a call loops', async () => {
    const component = join(folder, 'probe.wasm')
    await writeFile(component, await parseWat(probe))
    const index = fileURLToPath(new URL('../../dist/index.js', import.meta.url))
    const script = `
      import { readFileSync } from 'node:fs'
      import { createSandbox } from ${JSON.stringify(index)}
      const sandbox = await createSandbox(readFileSync(${JSON.stringify(component)}))
      await sandbox.call('nothing', [])
      sandbox.call('loop', [])
      process.stdout.write('looping')`
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(parent.stdout, 'data')
    expect(processes().some((line) => line.includes('worker.mjs'))).toBe(true)
    parent.kill('SIGKILL')
    await once(parent, 'close')
    await rm(component)
    await expectNothingLeft()
  })
})
