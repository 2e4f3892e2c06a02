import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { listDeployments } from './list-deployments.ts'
import { readLogs } from './read-logs.ts'
import { type DeploymentRecord, writeRecord } from './record.ts'
import { stopDeployment } from './stop-deployment.ts'

let stateDir: string
beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'airlock-list-'))
})
afterEach(() => rm(stateDir, { recursive: true }))

async function addFolder(id: string): Promise<string> {
  const folder = join(stateDir, 'deployments', id)
  await mkdir(folder, { recursive: true })
  return folder
}

async function addRecord(id: string, change: Partial<DeploymentRecord>): Promise<void> {
  await writeRecord(await addFolder(id), {
    version: 1,
    id,
    target: 'local',
    app: 'app',
    state: 'running',
    since: '2026-01-01T00:00:00.000Z',
    endpoint: 'http://127.0.0.1:1',
    supervisorPid: null,
    appPid: null,
    ...change,
  })
}

it('lists nothing where nothing was deployed', async () => {
  expect(await listDeployments({ stateDir: join(stateDir, 'missing') })).toEqual([])
})

it('lists the oldest first, with what is known of each', async () => {
  await addRecord('b-000001', { since: '2026-01-02T00:00:00.000Z', state: 'failed' })
  await addRecord('a-000002', { since: '2026-01-03T00:00:00.000Z', state: 'stopped' })
  await addRecord('c-000003', { since: '2026-01-01T00:00:00.000Z', state: 'failed', endpoint: null })
  expect((await listDeployments({ stateDir })).map(({ id, state }) => [id, state])).toEqual([
    ['c-000003', 'failed'],
    ['b-000001', 'failed'],
    ['a-000002', 'stopped'],
  ])
})

it('does not take another process with the same number for the supervisor, nor end it', async () => {
  await addRecord('app-000001', { supervisorPid: process.pid, appPid: process.pid })
  expect(await listDeployments({ stateDir })).toEqual([
    {
      id: 'app-000001',
      target: 'local',
      endpoint: 'http://127.0.0.1:1',
      state: 'stopped',
      since: '2026-01-01T00:00:00.000Z',
      app: 'app',
    },
  ])
  await stopDeployment('app-000001', { stateDir })
  expect(await listDeployments({ stateDir })).toEqual([])
})

it('shows a damaged record, and does not take down the list for it', async () => {
  await addRecord('a-000001', { state: 'stopped' })
  await writeFile(join(await addFolder('b-000002'), 'deployment.json'), '{"version":')
  await addFolder('c-000003') // of a command that was killed before it started anything
  expect((await listDeployments({ stateDir })).map(({ id, state }) => [id, state])).toEqual([
    ['b-000002', 'failed'],
    ['a-000001', 'stopped'],
  ])
  await expect(stopDeployment('b-000002', { stateDir })).rejects.toMatchObject({ code: 'input-unreadable' })
})

it.each(['missing-000000', '../deployments', ''])('knows no deployment %j', async (id) => {
  const error = { code: 'deployment-unknown', item: id }
  await expect(stopDeployment(id, { stateDir })).rejects.toMatchObject(error)
  await expect(readLogs(id, { stateDir })).rejects.toMatchObject(error)
})
