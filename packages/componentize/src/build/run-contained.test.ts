import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeFolder } from '../test-support/source-folder.ts'
import { runContained } from './run-contained.ts'

let folder: string
beforeEach(async () => {
  folder = await makeFolder({})
})
afterEach(() => rm(folder, { recursive: true }))

const LIMITS = { timeoutMs: 60_000, maxMemoryBytes: 2 * 1024 ** 3, maxOutputBytes: 1024 ** 2 }

function run(script: string, limits: Partial<typeof LIMITS> = {}, signal?: AbortSignal) {
  return runContained({
    command: process.execPath,
    args: ['-e', script],
    cwd: folder,
    env: { ONLY: 'this' },
    limits: { ...LIMITS, ...limits },
    folder,
    signal,
  })
}

/** Starts a grandchild that would run for ever and writes its id, then does the same itself. */
const FAMILY = `
  const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' })
  require('node:fs').writeFileSync('pid', String(child.pid))
  setInterval(() => {}, 1000)`

async function isAlive(): Promise<boolean> {
  const id = Number(await readFile(join(folder, 'pid'), 'utf8'))
  const stat = await readFile(`/proc/${id}/stat`, 'utf8').catch(() => '')
  return stat !== '' && !/\) [ZX] /.test(stat)
}

test('the environment is the given one, and the output comes back', async () => {
  const ran = await run('console.log(JSON.stringify(process.env)); console.error("e"); process.exitCode = 3')
  expect(ran).toEqual({ exitCode: 3, stdout: '{"ONLY":"this"}\n', stderr: 'e\n' })
})

test('a deadline ends the whole group', async () => {
  await expect(run(FAMILY, { timeoutMs: 2_000 })).rejects.toMatchObject({ code: 'build-timeout' })
  expect(await isAlive()).toBe(false)
})

test('an abort ends the whole group', async () => {
  const controller = new AbortController()
  const running = run(FAMILY, {}, controller.signal)
  const aborted = expect(running).rejects.toMatchObject({ code: 'aborted' })
  while (!(await readdir(folder)).includes('pid')) await new Promise((resolve) => setImmediate(resolve))
  controller.abort()
  await aborted
  const started = Number(await readFile(join(folder, 'pid'), 'utf8').catch(() => '0'))
  if (started > 0) expect(await isAlive()).toBe(false)
})

test('what a program leaves running ends with it', async () => {
  const left = `${FAMILY.replace("stdio: 'inherit'", "stdio: 'ignore'").replace(/setInterval\(\(\) => \{\}, 1000\)$/, '')}; child.unref()`
  await run(left)
  expect(await isAlive()).toBe(false)
})

test('memory of the group is capped', async () => {
  const hoard = 'const all = []; setInterval(() => all.push(Buffer.alloc(2e7, 1)), 5)'
  await expect(run(hoard, { maxMemoryBytes: 300 * 1024 ** 2 })).rejects.toMatchObject({
    code: 'build-memory-exceeded',
  })
})

test('what is written is capped', async () => {
  const write = "setInterval(() => require('node:fs').appendFileSync('big', Buffer.alloc(1e6)), 5)"
  await expect(run(write)).rejects.toMatchObject({ code: 'build-output-too-large' })
})

test('endless output keeps its end only', async () => {
  const { stdout } = await run("for (let i = 0; i < 2e3; i += 1) console.log('0123456789'.repeat(1e3))")
  expect(stdout.length).toBe(8 * 1024 ** 2)
})
