import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type DeploymentRecord, readRecord, writeRecord } from './record.ts'

const record: DeploymentRecord = {
  version: 1,
  id: 'app-000000',
  target: 'local',
  app: 'app',
  state: 'running',
  since: '2026-01-01T00:00:00.000Z',
  endpoint: 'http://127.0.0.1:1',
  supervisorPid: 1,
  appPid: null,
}
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airlock-record-'))
})
afterEach(() => rm(folder, { recursive: true }))

it('reads what was written, and leaves nothing else behind', async () => {
  expect(await readRecord(folder)).toBeUndefined()
  await writeRecord(folder, record)
  await writeRecord(folder, { ...record, state: 'failed' })
  expect(await readRecord(folder)).toEqual({ ...record, state: 'failed' })
  expect(await readdir(folder)).toEqual(['deployment.json'])
  expect((await stat(join(folder, 'deployment.json'))).mode & 0o777).toBe(0o600)
})

it.each([
  ['nothing', ''],
  ['half of it', JSON.stringify(record).slice(0, 50)],
  ['another version', JSON.stringify({ ...record, version: 2 })],
  ['a negative process number, which would be a group', JSON.stringify({ ...record, supervisorPid: -1 })],
  ['more than it should', JSON.stringify({ ...record, key: 'secret' })],
])('refuses %s', async (_, text) => {
  await writeFile(join(folder, 'deployment.json'), text)
  await expect(readRecord(folder)).rejects.toMatchObject({ code: 'input-unreadable' })
})
