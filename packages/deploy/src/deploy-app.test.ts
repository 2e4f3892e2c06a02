import { execFile, spawn } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { componentizeSource } from '@wasm-airlock/componentize'
import { composeApp, templatePath } from '@wasm-airlock/compose'
import {
  type DeployOptions,
  deployApp,
  listDeployments,
  readLogs,
  stopDeployment,
} from '@wasm-airlock/deploy'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { entryFile } from './entry-file.ts'

const patient = { timeout: 60_000, interval: 20 }
let root: string
/** A composed application: the template with a component that shouts. */
let app: string
let stateDir: string

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'airlock-deploy-'))
  const source = join(root, 'shout.js')
  await writeFile(
    source,
    'let calls = 0\n' +
      'export const before = (prompt) => prompt + " x" + (calls += 1)\n' +
      'export const after = (answer) => answer.toUpperCase()\n',
  )
  const { bytes } = await componentizeSource(source)
  app = (await composeApp(templatePath(), [{ name: 'shout', component: bytes }], { out: join(root, 'app') }))
    .path
})
afterAll(() => rm(root, { recursive: true, force: true }))

beforeEach(async () => {
  stateDir = await mkdtemp(join(root, 'state-'))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  for (const { id } of await listDeployments({ stateDir })) await stopDeployment(id, { stateDir })
  await expectNothingLeft()
})

/** Lines of `ps` of what runs for a deployment: its folder or its id is among the arguments. */
async function processes(needle = stateDir): Promise<string[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,stat=,args='])
  return stdout.split('\n').filter((line) => line.includes(needle) && !/^\s*\d+ Z/.test(line))
}

async function expectNothingLeft(id?: string): Promise<void> {
  await expect.poll(() => processes(), patient).toEqual([])
  if (id !== undefined) await expect.poll(() => processes(id), patient).toEqual([])
  const folders = await readdir(join(stateDir, 'deployments')).catch(() => [])
  expect(folders).toEqual([])
}

function deploy(options: DeployOptions = {}) {
  return deployApp(app, { stateDir, ...options })
}

async function ask(endpoint: string, prompt: string): Promise<string> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: prompt,
  })
  return response.text()
}

async function recordOf(id: string): Promise<{ supervisorPid: number; appPid: number }> {
  return JSON.parse(await readFile(join(stateDir, 'deployments', id, 'deployment.json'), 'utf8'))
}

/** Without what Node.js itself adds for the channel between two processes. */
async function environmentOf(pid: number): Promise<string[]> {
  const text = await readFile(`/proc/${pid}/environ`, 'utf8')
  return text.split('\0').filter((entry) => entry !== '' && !entry.startsWith('NODE_CHANNEL_'))
}

async function stateOf(id: string): Promise<string | undefined> {
  return (await listDeployments({ stateDir })).find((info) => info.id === id)?.state
}

function lineCount(text: string, part: string): number {
  return text.split('\n').filter((line) => line.includes(part)).length
}

describe('a deployment', () => {
  it('answers, is listed and logged, and is gone when it is stopped', async () => {
    const messages: string[] = []
    const { id, target, endpoint } = await deploy({
      onProgress: (event) => messages.push(event.type === 'progress' ? event.message : event.type),
    })
    expect(id).toMatch(/^prompt-app-[0-9a-f]{6}$/)
    expect(target).toBe('local')
    expect(messages).toEqual([`starting ${id}`, `waiting for an answer of ${endpoint}`])
    // Twice, and the counter in the component still stands at the beginning.
    expect(await ask(endpoint, 'ahoy')).toBe('ECHO: AHOY X1')
    expect(await ask(endpoint, 'ahoy')).toBe('ECHO: AHOY X1')
    expect(await listDeployments({ stateDir })).toEqual([
      { id, target, endpoint, state: 'running', since: expect.stringMatching(/Z$/), app: 'prompt-app' },
    ])
    expect(await readLogs(id, { stateDir })).toContain(`supervisor: The application answers at ${endpoint}.`)
    await stopDeployment(id, { stateDir })
    await expect(fetch(endpoint)).rejects.toThrow()
    await expectNothingLeft(id)
  })

  it('holds nothing of the environment nor of other files, and is readable for the user alone', async () => {
    vi.stubEnv('SOME_SECRET', 'do-not-inherit')
    await mkdir(join(app, 'private'))
    await writeFile(join(app, 'private', '.env'), 'KEY=1')
    const { id } = await deploy()
    await rm(join(app, 'private'), { recursive: true })
    const { supervisorPid, appPid } = await recordOf(id)
    const folder = join(stateDir, 'deployments', id)
    if (process.platform === 'linux') {
      expect(await environmentOf(supervisorPid)).toEqual([])
      expect(await environmentOf(appPid)).toEqual([`TMPDIR=${folder}/tmp`])
    }
    const names = await readdir(folder, { recursive: true })
    expect(names.filter((name) => !name.startsWith('tmp')).sort()).toEqual([
      'app',
      'app/.airlock-app.json',
      'app/dist',
      'app/dist/app.wasm',
      'app/spin.toml',
      'deployment.json',
      'log.txt',
    ])
    for (const name of names.filter((name) => !name.startsWith('tmp')))
      expect((await stat(join(folder, name))).mode & 0o077, name).toBe(0)
  })

  it('starts again on the same port when it is killed, and ends with its supervisor', async () => {
    const cacheDir = join(stateDir, 'cache')
    const { id, endpoint } = await deploy({ cacheDir })
    const transpiled = await readdir(join(cacheDir, 'transpiled'))
    expect(transpiled).toHaveLength(1)
    const { appPid } = await recordOf(id)
    process.kill(appPid, 'SIGKILL')
    await expect.poll(() => stateOf(id), patient).toBe('restarting')
    await expect.poll(() => ask(endpoint, 'again').catch(() => ''), patient).toBe('ECHO: AGAIN X1')
    expect((await recordOf(id)).appPid).not.toBe(appPid)
    expect(await stateOf(id)).toBe('running')
    expect(await readdir(join(cacheDir, 'transpiled'))).toEqual(transpiled)
    expect(await readLogs(id, { stateDir })).toContain(
      'The application was ended by SIGKILL. It is started again',
    )

    process.kill((await recordOf(id)).supervisorPid, 'SIGKILL')
    await expect.poll(() => stateOf(id), patient).toBe('stopped')
    await expect.poll(() => processes(id), patient).toEqual([])
    await expect.poll(() => processes(), patient).toEqual([])
    await stopDeployment(id, { stateDir })
  })

  it('is given up when it crashes again and again', async () => {
    const { id, endpoint } = await deploy()
    await writeFile(join(stateDir, 'deployments', id, 'app', 'dist', 'app.wasm'), 'broken from now on')
    process.kill((await recordOf(id)).appPid, 'SIGKILL')
    await expect.poll(() => stateOf(id), patient).toBe('failed')
    expect(lineCount(await readLogs(id, { stateDir }), 'It is started again')).toBe(5)
    expect(lineCount(await readLogs(id, { stateDir }), 'It is not started again')).toBe(1)
    await expect.poll(() => processes(id), patient).toEqual([])
    await expect(fetch(endpoint)).rejects.toThrow()
    await stopDeployment(id, { stateDir })
  })

  it('is stopped by two commands at once, even where nothing in it answers', async () => {
    const { id } = await deploy()
    const { supervisorPid, appPid } = await recordOf(id)
    process.kill(supervisorPid, 'SIGSTOP')
    process.kill(appPid, 'SIGSTOP')
    const stop = () => stopDeployment(id, { stateDir, timeoutMs: 100 })
    await Promise.all([stop(), stop()])
    await expectNothingLeft(id)
  })

  it('lives beside others', async () => {
    const all = await Promise.all([deploy(), deploy()])
    expect(await Promise.all(all.map(({ endpoint }) => ask(endpoint, 'hi')))).toEqual(
      Array(2).fill('ECHO: HI X1'),
    )
    expect(new Set(all.map(({ id }) => id)).size).toBe(2)
  })
})

describe('an OpenAI-compatible server', () => {
  it('is asked with the key and the model, which are written nowhere, and may finish its answer', async () => {
    const seen: unknown[] = []
    const asked = Promise.withResolvers<void>()
    const released = Promise.withResolvers<void>()
    const server = createServer(async (request, response) => {
      seen.push([request.headers.authorization, await json(request)])
      if (seen.length > 1) {
        asked.resolve()
        await released.promise
      }
      response.end(JSON.stringify({ choices: [{ message: { content: 'from the server' } }] }))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    vi.stubEnv('MY_LLM_KEY', 'sk-very-secret')
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
      const llm = { kind: 'openai', url, keyEnv: 'MY_LLM_KEY', model: 'small' } as const
      const { id, endpoint } = await deploy({ llm })
      expect(await ask(endpoint, 'hi')).toBe('FROM THE SERVER')
      const body = expect.objectContaining({
        model: 'small',
        messages: [{ role: 'user', content: 'hi x1' }],
      })
      expect(seen).toEqual([['Bearer sk-very-secret', body]])
      const folder = join(stateDir, 'deployments', id)
      for (const name of ['deployment.json', 'log.txt', 'app/spin.toml'])
        expect(await readFile(join(folder, name), 'utf8')).not.toContain('sk-very-secret')
      expect((await processes(id)).join()).not.toContain('sk-very-secret')

      // The key is there again after a crash, and a stop waits for the answer that is on its way.
      process.kill((await recordOf(id)).appPid, 'SIGKILL')
      await expect
        .poll(
          () =>
            fetch(endpoint).then(
              ({ status }) => status,
              () => 0,
            ),
          patient,
        )
        .toBe(200)
      const late = ask(endpoint, 'hi')
      await asked.promise
      const stopped = stopDeployment(id, { stateDir })
      await expect
        .poll(
          () =>
            fetch(endpoint).then(
              () => true,
              () => false,
            ),
          patient,
        )
        .toBe(false)
      released.resolve()
      expect(await late).toBe('FROM THE SERVER')
      expect(seen[1]).toEqual(seen[0])
      await stopped
    } finally {
      server.close()
      server.closeAllConnections()
    }
  })
})

describe('where it fails, nothing is left:', () => {
  it('a port that is taken', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await expect(deploy({ port })).rejects.toMatchObject({
      code: 'port-in-use',
      item: String(port),
      step: 'deploy',
    })
    await expectNothingLeft()
    server.close()
  })

  it('a component that is none', async () => {
    const broken = join(root, 'broken')
    await mkdir(broken)
    await writeFile(
      join(broken, 'spin.toml'),
      'spin_manifest_version = 2\n[application]\nname = "broken"\nversion = "0.1.0"\n' +
        '[[trigger.http]]\nroute = "/..."\ncomponent = "broken"\n[component.broken]\nsource = "broken.wasm"\n',
    )
    await writeFile(join(broken, 'broken.wasm'), 'not wasm')
    await expect(deployApp(broken, { stateDir })).rejects.toMatchObject({
      name: 'AirlockError',
      step: 'deploy',
    })
    await expectNothingLeft()
  })

  it('a deadline that passes', async () => {
    await expect(deploy({ timeoutMs: 1 })).rejects.toMatchObject({
      code: 'deploy-timeout',
      details: { log: expect.any(Array) },
    })
    await expectNothingLeft()
  })

  it('an interruption, before and while it starts', async () => {
    const aborted = { code: 'aborted' }
    await expect(deploy({ signal: AbortSignal.abort() })).rejects.toMatchObject(aborted)
    for (const step of ['starting', 'waiting']) {
      const controller = new AbortController()
      const onProgress: DeployOptions['onProgress'] = (event) => {
        if (event.type === 'progress' && event.message.startsWith(step)) controller.abort()
      }
      await expect(deploy({ signal: controller.signal, onProgress })).rejects.toMatchObject(aborted)
      await expectNothingLeft()
    }
  })

  it('a stop by somebody else while it starts', async () => {
    const { promise: id, resolve } = Promise.withResolvers<string>()
    const deployed = deploy({
      onProgress: (event) => resolve('message' in event ? event.message.slice(9) : ''),
    })
    const rejected = expect(deployed).rejects.toMatchObject({ code: 'aborted' })
    await expect.poll(async () => stateOf(await id), patient).toBe('starting')
    await stopDeployment(await id, { stateDir })
    await rejected
    await expectNothingLeft(await id)
  })

  it('a command that is killed while it starts', async () => {
    const script = `
      import { deployApp } from '@wasm-airlock/deploy'
      const onProgress = ({ message }) => console.log(message)
      await deployApp(${JSON.stringify(app)}, { stateDir: ${JSON.stringify(stateDir)}, onProgress })`
    const command = spawn(process.execPath, ['--input-type=module'], {
      stdio: ['pipe', 'pipe', 'ignore'],
      cwd: import.meta.dirname,
    })
    command.stdin.end(script)
    const [line] = await new Promise<Buffer[]>((resolve) =>
      command.stdout.once('data', (...args) => resolve(args)),
    )
    const id = String(line).match(/prompt-app-\w+/)?.[0] ?? ''
    await expect.poll(() => processes(id), patient).not.toEqual([])
    command.kill('SIGKILL')
    await expect.poll(() => readdir(join(stateDir, 'deployments')), patient).toEqual([])
    await expectNothingLeft(id)
  })

  it('a command that is killed before it says a word to the supervisor', async () => {
    const folder = join(stateDir, 'deployments', 'prompt-app-000000')
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'log.txt'), '')
    const supervisor = spawn(process.execPath, [entryFile('supervisor'), 'prompt-app-000000'], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    supervisor.disconnect()
    await expectNothingLeft('prompt-app-000000')
  })

  it('a key that is missing, a URL or a target that is none', async () => {
    const llm = { kind: 'openai', url: 'http://127.0.0.1:1', keyEnv: 'NO_SUCH_KEY' } as const
    await expect(deploy({ llm })).rejects.toMatchObject({ code: 'llm-key-missing', item: 'NO_SUCH_KEY' })
    await expect(deploy({ llm: { kind: 'openai', url: 'x' } })).rejects.toMatchObject({
      code: 'usage-invalid',
    })
    await expect(deploy({ target: 'moon' as 'local' })).rejects.toMatchObject({ code: 'usage-invalid' })
    await expect(deploy({ port: 70_000 })).rejects.toMatchObject({ code: 'usage-invalid' })
  })

  it('an application or a state folder that is not there', async () => {
    await expect(deployApp(join(root, 'missing'), { stateDir })).rejects.toMatchObject({
      code: 'input-not-found',
    })
    const file = join(root, 'a-file')
    await writeFile(file, '')
    await expect(deploy({ stateDir: file })).rejects.toMatchObject({ code: 'output-unwritable' })
  })
})
