import { readFile, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { ProgressEvent } from '@wasm-airlock/shared'
import { execa } from 'execa'
import { describe, expect, test, vi } from 'vitest'
import { folderOf, manifestText } from '../testing/fixtures.ts'
import { buildApp } from './build-app.ts'
import { type AppFolder, readAppFolder } from './read-app-folder.ts'

async function appWith(...lines: readonly string[]): Promise<AppFolder> {
  return readAppFolder(await folderOf({ 'spin.toml': manifestText(...lines), 'sub/x': '' }))
}

function building(command: string): Promise<AppFolder> {
  return appWith('[component.web.build]', `command = ${JSON.stringify(command)}`)
}

/** Is a process of that number there, and not only waiting to be collected? */
async function isRunning(pid: string): Promise<boolean> {
  const { stdout } = await execa('ps', ['-o', 'stat=', '-p', pid], { reject: false })
  return stdout !== '' && !stdout.startsWith('Z')
}

test('nothing to build is nothing to do', async () => {
  await buildApp(await appWith())
})

test('commands run by the shell, in order, each once for a folder, with the environment', async () => {
  vi.stubEnv('AIRLOCK_TEST_NAME', 'it')
  const app = await appWith(
    '[component.web.build]',
    `command = ["echo one >> log", "echo $AIRLOCK_TEST_NAME 'a b' >> log", "false || echo one >> log"]`,
    '[component.twin]',
    'source = "twin.wasm"',
    'build = { command = "echo one >> log" }',
    '[component.below]',
    'source = "below.wasm"',
    'build = { command = "echo one >> log", workdir = "./sub/../sub" }',
    '[[trigger.http]]',
    'route = "/inline"',
    'component = { source = "x.wasm", build = { command = "echo inline >> log", workdir = "." } }',
  )
  const events: ProgressEvent[] = []
  await buildApp(app, { onProgress: (event) => events.push(event) })
  expect(await readFile(join(app.folder, 'log'), 'utf8')).toBe('one\nit a b\none\ninline\n')
  expect(await readFile(join(app.folder, 'sub/log'), 'utf8')).toBe('one\n')
  expect(events).toContainEqual({
    type: 'progress',
    step: 'compose',
    message: 'building web: echo one >> log',
  })
  vi.unstubAllEnvs()
})

test('output comes line by line, without control characters', async () => {
  const app = await building(`printf '\\033[31mred\\033[0m\\r\\n\\a tab\\tx\\n\\nlast' >&2`)
  const messages: string[] = []
  await buildApp(app, { onProgress: (event) => event.type === 'progress' && messages.push(event.message) })
  expect(messages.slice(1)).toEqual(['red', '\\u{7} tab  x', 'last'])
})

test('a command that fails ends the build, with what it said last', async () => {
  const app = await appWith(
    '[component.web.build]',
    `command = ["echo before; seq 1000; echo oops >&2; exit 3", "touch after"]`,
  )
  await expect(buildApp(app)).rejects.toMatchObject({
    code: 'build-failed',
    item: 'web',
    message: expect.stringContaining('ended with 3'),
    hint: expect.stringContaining('oops'),
    details: { exitCode: 3, output: expect.arrayContaining(['1000', 'oops']) },
  })
  await expect(readFile(join(app.folder, 'after'))).rejects.toMatchObject({ code: 'ENOENT' })
  await expect(buildApp(await building('kill -TERM $$'))).rejects.toMatchObject({
    code: 'build-failed',
    message: expect.stringContaining('SIGTERM'),
  })
  await expect(buildApp(await building('no-such-command'))).rejects.toMatchObject({
    code: 'build-failed',
    details: { exitCode: 127 },
  })
})

test.each([
  ['lines', 'yes | head -c 4000000; echo the last; exit 1', 2_000_000],
  ['one line', 'head -c 50000000 /dev/zero; echo; echo the last; exit 1', 0],
])('output without an end is not reported: %s', async (_, command, count) => {
  const messages: string[] = []
  const onProgress = (event: ProgressEvent) => event.type === 'progress' && messages.push(event.message)
  await expect(buildApp(await building(command), { onProgress })).rejects.toMatchObject({
    details: { output: expect.arrayContaining(['the last']) },
  })
  expect(messages.length).toBeLessThan(6_000)
  for (const message of messages) expect(message.length).toBeLessThan(1_000)
  const left = messages.map((message) =>
    Number(/^… ([0-9,]+) more lines?$/.exec(message)?.[1]?.replaceAll(',', '') ?? 0),
  )
  expect(left.reduce((sum, each) => sum + each, 0)).toBeGreaterThan(count - 6_000)
})

test('output without an end is not kept', async () => {
  const app = await building('head -c 50000000 /dev/zero | tr "\\0" x; exit 1')
  const failed = await buildApp(app).catch((error: unknown) => error)
  expect(failed).toMatchObject({ code: 'build-failed' })
  expect(JSON.stringify(failed).length).toBeLessThan(200_000)
})

describe('no process is left', () => {
  /** Starts a child in the background, says its number, and goes on. */
  const family = (then: string) => `sleep 600 & echo $! > child; (sleep 601 & echo $! > grandchild); ${then}`
  const numbersIn = (app: AppFolder) =>
    Promise.all(
      ['child', 'grandchild'].map(async (name) => (await readFile(join(app.folder, name), 'utf8')).trim()),
    )

  async function expectNoneLeft(app: AppFolder): Promise<void> {
    for (const pid of await numbersIn(app))
      await vi.waitFor(async () => expect(await isRunning(pid)).toBe(false))
  }

  test('after the deadline', async () => {
    const app = await building(family('echo waiting; wait'))
    await expect(buildApp(app, { timeoutMs: 2_000 })).rejects.toMatchObject({
      code: 'build-timeout',
      item: 'web',
      details: { output: ['waiting'] },
    })
    await expectNoneLeft(app)
  })

  test('after an abort', async () => {
    const app = await building(family('echo waiting; wait'))
    const controller = new AbortController()
    const onProgress = (event: ProgressEvent) => {
      if (event.type === 'progress' && event.message === 'waiting') controller.abort()
    }
    await expect(buildApp(app, { onProgress, signal: controller.signal })).rejects.toMatchObject({
      code: 'aborted',
    })
    await expectNoneLeft(app)
    await expect(buildApp(app, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' })
  })

  test('after an error of the caller', async () => {
    const app = await building(family('echo waiting; wait'))
    const onProgress = (event: ProgressEvent) => {
      if (event.type === 'progress' && event.message === 'waiting') throw new Error('no more')
    }
    await expect(buildApp(app, { onProgress })).rejects.toThrow('no more')
    await expectNoneLeft(app)
  })

  test('after the end of this process, however it ends', async () => {
    const app = await building(family('echo waiting; wait'))
    const program = `
      import { runShell } from ${JSON.stringify(new URL('run-shell.ts', import.meta.url).href)}
      const { command, cwd } = JSON.parse(process.argv[1])
      await runShell(command, { cwd, timeoutMs: 600_000, onLine: console.log })`
    const command = app.manifest.component?.web?.build?.command
    const args = ['--input-type=module', '-e', program, JSON.stringify({ command, cwd: app.folder })]
    const parent = execa(process.execPath, args, { reject: false, buffer: false })
    parent.stdout.once('data', () => parent.kill('SIGKILL'))
    expect(await parent).toMatchObject({ signal: 'SIGKILL' })
    await expectNoneLeft(app)
  })

  test('after a command that left some, and they do not hold it up', async () => {
    const app = await building(family('true'))
    await buildApp(app)
    await expectNoneLeft(app)
  })
})

describe('refused before anything runs', () => {
  test.each([
    ['..', 'manifest-invalid'],
    ['sub/../../x', 'manifest-invalid'],
    ['/tmp', 'manifest-invalid'],
    ['out', 'manifest-invalid'],
    ['none', 'input-not-found'],
    ['spin.toml', 'input-not-found'],
  ])('the workdir %s', async (workdir, code) => {
    const app = await appWith(
      '[component.a]',
      'source = "a.wasm"',
      'build.command = "touch ran"',
      '[component.b]',
      'source = "b.wasm"',
      `build = { command = "touch ran", workdir = ${JSON.stringify(workdir)} }`,
    )
    await symlink('/tmp', join(app.folder, 'out'))
    await expect(buildApp(app)).rejects.toMatchObject({ code })
    await expect(readFile(join(app.folder, 'ran'))).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
