import { mkdtemp, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  createDeploymentFolder,
  createId,
  deploymentFolder,
  deploymentsFolder,
  listIds,
} from './state-folder.ts'

let stateDir: string
beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'airlock-state-'))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(stateDir, { recursive: true })
})

describe('createId', () => {
  it.each([
    ['prompt-app', 'prompt-app'],
    ['Prompt App 2', 'prompt-app-2'],
    ['../../etc/passwd', 'etc-passwd'],
    ['"\n\u0000; rm -rf', 'rm-rf'],
    ['..', 'app'],
    ['', 'app'],
    ['日本', 'app'],
    ['a'.repeat(100), 'a'.repeat(40)],
    [`${'a'.repeat(39)}--b`, 'a'.repeat(39)],
  ])('%j → %s-…', (name, readable) => {
    const id = createId(name)
    expect(id.replace(/-[0-9a-f]{6}$/, '')).toBe(readable)
    expect(deploymentFolder(id, { stateDir })).toBe(join(stateDir, 'deployments', id))
  })
})

describe('the folder', () => {
  it('is for the user alone', async () => {
    const { id, folder } = await createDeploymentFolder('x', { stateDir })
    for (const path of [deploymentsFolder({ stateDir }), folder])
      expect((await stat(path)).mode & 0o777).toBe(0o700)
    expect(await listIds({ stateDir })).toEqual([id])
  })

  it.each(['/proc/none/state', '/dev/null/state'])('cannot be made in %s', async (place) => {
    await expect(createDeploymentFolder('x', { stateDir: place })).rejects.toMatchObject({
      code: 'output-unwritable',
      item: expect.stringContaining(place),
    })
  })

  it('is made with all that lead to it', async () => {
    const deep = join(stateDir, 'a', 'b', 'c')
    const { id } = await createDeploymentFolder('x', { stateDir: deep })
    expect(await listIds({ stateDir: deep })).toEqual([id])
  })

  it('sweeps up what never became a deployment, once it is old', async () => {
    const old = await createDeploymentFolder('old', { stateDir })
    const young = await createDeploymentFolder('young', { stateDir })
    const deployed = await createDeploymentFolder('deployed', { stateDir })
    await writeFile(join(deployed.folder, 'deployment.json'), '')
    for (const { folder } of [old, deployed]) await utimes(folder, 0, 0)
    const { id } = await createDeploymentFolder('new', { stateDir })
    expect([...(await listIds({ stateDir }))].sort()).toEqual([young.id, deployed.id, id].sort())
  })

  it('is that of the option, else of the environment', () => {
    vi.stubEnv('AIRLOCK_STATE_DIR', '/from-env')
    expect(deploymentsFolder({ stateDir: '/given' })).toBe('/given/deployments')
    expect(deploymentsFolder()).toBe('/from-env/deployments')
  })

  it('says so where it cannot be written', async () => {
    await writeFile(join(stateDir, 'file'), '')
    await expect(createDeploymentFolder('x', { stateDir: join(stateDir, 'file') })).rejects.toMatchObject({
      code: 'output-unwritable',
      message: expect.stringContaining('ENOTDIR'),
    })
  })

  it.each(['', '.', '..', '../x', 'a/b', 'A', 'a b', '-rf', 'a\n', 'x'.repeat(100)])(
    'is never that of %j',
    (id) => {
      expect(() => deploymentFolder(id, { stateDir })).toThrow(/^There is no deployment /)
    },
  )

  it('lists nothing where there is nothing', async () => {
    expect(await listIds({ stateDir: join(stateDir, 'missing') })).toEqual([])
  })
})
