import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readlink, realpath, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withWorkspace } from './workspace.ts'

const root = new URL('../../../../', import.meta.url)
const outside = process.env.TMPDIR
let scratch: string
let parent: ChildProcess | undefined
beforeEach(async () => {
  scratch = await realpath(await mkdtemp(join(tmpdir(), 'componentize-killed-')))
})
afterEach(async () => {
  parent?.kill('SIGKILL')
  if (outside === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = outside
  await rm(scratch, { recursive: true })
})

/** Ids of all processes that work in a folder below `scratch`. */
async function findProcesses(): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const folders = await Promise.all(ids.map((id) => readlink(`/proc/${id}/cwd`).catch(() => '')))
  return ids.filter((_, index) => folders[index]?.startsWith(`${scratch}/`))
}

test.each(['python-examples/hostile/loop-at-build', 'js-example/hostile/loop-at-build'])(
  'when the caller is killed, the build of %s ends, and a later build sweeps up',
  async (source) => {
    const index = new URL('../../dist/index.js', import.meta.url)
    const script = `
    const { componentizeSource } = await import(${JSON.stringify(index.href)})
    const onProgress = (event) => event.message === 'building the component' && console.log('building')
    await componentizeSource(${JSON.stringify(fileURLToPath(new URL(source, root)))}, { onProgress, timeoutMs: 1e8 })`
    parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      env: { ...process.env, TMPDIR: scratch },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await Promise.race([once(parent.stdout as NodeJS.ReadableStream, 'data'), once(parent, 'exit')])
    await expect.poll(findProcesses, { timeout: 30_000 }).not.toEqual([])
    parent.kill('SIGKILL')
    await expect.poll(findProcesses, { timeout: 30_000 }).toEqual([])

    process.env.TMPDIR = scratch
    const [left = ''] = await readdir(scratch)
    await withWorkspace(async () => {})
    expect(await readdir(scratch), 'a workspace that may be in use').toEqual([left])
    await utimes(join(scratch, left), 0, 0)
    await withWorkspace(async () => {})
    expect(await readdir(scratch)).toEqual([])
  },
)
