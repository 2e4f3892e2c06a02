import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deployApp, listDeployments, readLogs, stopDeployment } from '@wasm-airlock/deploy'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { makeTrappingApp } from '../../host/src/test-support/trapping-app.ts'
import { writeWholeApp } from '../../spin-test/src/testing/whole-app.ts'

const patient = { timeout: 60_000, interval: 20 }
let root: string
/** An application of two components, with all that one may have. */
let app: string
let stateDir: string

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'airlock-deploy-'))
  app = join(root, 'app')
  stateDir = join(root, 'state')
  await writeWholeApp(app)
}, 60_000)
afterAll(() => rm(root, { recursive: true, force: true }))
afterEach(async () => {
  for (const { id } of await listDeployments({ stateDir })) await stopDeployment(id, { stateDir })
  expect(await readdir(join(stateDir, 'deployments')).catch(() => [])).toEqual([])
})

/** Another application: this one with a manifest of its own. */
async function withManifest(change: (manifest: string) => string): Promise<string> {
  const path = await mkdtemp(join(root, 'changed-'))
  await cp(app, path, { recursive: true })
  await writeFile(join(path, 'spin.toml'), change(await readFile(join(app, 'spin.toml'), 'utf8')))
  return path
}

type Step = readonly [name: string, ...args: unknown[]]

/** Runs steps in the probe, and gives what each came to. */
async function probe(endpoint: string, ...steps: readonly Step[]): Promise<unknown> {
  const response = await fetch(`${endpoint}/probe/x`, { method: 'POST', body: JSON.stringify(steps) })
  return ((await response.json()) as { results: unknown }).results
}

async function prompt(endpoint: string, text: string): Promise<string> {
  const headers = { 'content-type': 'text/plain' }
  return (await fetch(endpoint, { method: 'POST', headers, body: text })).text()
}

async function appPidOf(id: string): Promise<number> {
  return JSON.parse(await readFile(join(stateDir, 'deployments', id, 'deployment.json'), 'utf8')).appPid
}

describe('an application of several components', () => {
  it('answers on all its routes, and keeps its data when it crashes', async () => {
    const { id, endpoint } = await deployApp(app, { stateDir })
    expect(await prompt(endpoint, 'ahoy')).toBe('ECHO: AHOY')
    expect(await fetch(`${endpoint}/old`)).toMatchObject({ status: 503 })
    expect(
      await probe(
        endpoint,
        ['variable', 'word'],
        ['file', '/data/a.txt'],
        ['file', '/static/index.html'],
        ['variable', 'greeting'],
        ['store', 'default'],
        ['set', 'key', 'kept'],
      ),
    ).toEqual([
      { ok: 'ahoy!' },
      { ok: 'from a file' },
      { ok: '<!doctype html>' },
      { err: expect.objectContaining({ tag: 'undefined' }) },
      { ok: null },
      { ok: null },
    ])
    await expect.poll(() => readLogs(id, { stateDir })).toMatch(/ app: probe: There is no variable greeting/)

    const appPid = await appPidOf(id)
    process.kill(appPid, 'SIGKILL')
    await expect.poll(() => appPidOf(id), patient).not.toBe(appPid)
    const read = () => probe(endpoint, ['store', 'default'], ['get', 'key']).catch(() => [])
    await expect.poll(read, patient).toEqual([{ ok: null }, { ok: 'kept' }])
    expect(await prompt(endpoint, 'again')).toBe('ECHO: AGAIN')
  })

  it('is copied with what it names, and nothing else', async () => {
    const { id } = await deployApp(app, { stateDir })
    const folder = join(stateDir, 'deployments', id)
    const names = await readdir(join(folder, 'app'), { recursive: true, withFileTypes: true })
    const files = names.filter((entry) => entry.isFile())
    expect(
      files
        .map(({ name }) => name)
        .filter((name) => name !== '.airlock-app.json')
        .sort(),
    ).toEqual(['a.txt', 'index.html', 'probe.wasm', 'prompt-app.wasm', 'shout.wasm', 'spin.toml'])
    for (const { parentPath, name } of names)
      expect((await stat(join(parentPath, name))).mode & 0o077, name).toBe(0)
    expect(await readFile(join(folder, 'app/spin.toml'), 'utf8')).toBe(
      await readFile(join(app, 'spin.toml'), 'utf8'),
    )
    expect(await readdir(folder)).toContain('data')
  })

  it('needs no route for /, and may say there whatever its manifest says', async () => {
    const routeless = await withManifest((text) => text.replace('"/..."', '"/api/..."'))
    const { endpoint } = await deployApp(routeless, { stateDir })
    expect(await fetch(endpoint)).toMatchObject({ status: 404 })
    const closed = await withManifest((text) => text.replace('"/..."', '"/api/..."').replace('"/old"', '"/"'))
    expect(await fetch((await deployApp(closed, { stateDir })).endpoint)).toMatchObject({ status: 503 })
  })

  it('is refused where a component fails at /, whatever its manifest says of other paths', async () => {
    const failing = await withManifest((text) =>
      text
        .replace('status_code = 503', 'status_code = 500')
        .replace(/\[component\.prompt-app\.dep.*\n.*\n/, ''),
    )
    await writeFile(join(failing, 'prompt-app.wasm'), await makeTrappingApp())
    await expect(deployApp(failing, { stateDir })).rejects.toMatchObject({
      code: 'deploy-failed',
      message: 'The application answers GET / with status 500.',
    })
  })

  it('is refused where a variable has no value, or a file is not there', async () => {
    const required = await withManifest((text) =>
      text
        .replace('{ default = "ahoy" }', '{ required = true }')
        .replace('{ default = "example.com" }', '{ required = true }'),
    )
    await expect(deployApp(required, { stateDir })).rejects.toMatchObject({
      code: 'variable-missing',
      item: 'greeting',
      step: 'deploy',
      message: 'whole-app requires values for greeting, host.',
      hint: expect.stringContaining('default'),
    })
    const unequipped = await withManifest((text) =>
      text.replace('["https://{{ host }}"]', '["https://{{ host }}:x"]'),
    )
    await expect(deployApp(unequipped, { stateDir })).rejects.toMatchObject({
      code: 'manifest-invalid',
      message: expect.stringMatching(/^Component probe: /),
      details: { component: 'probe' },
    })
    const fileless = await withManifest((text) => text.replace('"data/*.txt"', '"data/none.txt"'))
    await expect(deployApp(fileless, { stateDir })).rejects.toMatchObject({
      code: 'input-not-found',
      item: 'data/none.txt',
    })
  })
})
