import { open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AirlockError } from '@wasm-airlock/shared'
import { z } from 'zod'

/** What a deployment is doing. */
export type DeploymentState = 'starting' | 'running' | 'restarting' | 'failed' | 'stopped'

const pid = z.number().int().positive().nullable()

const recordSchema = z.strictObject({
  version: z.literal(1),
  id: z.string(),
  target: z.literal('local'),
  /** Name of the application. */
  app: z.string(),
  state: z.enum(['starting', 'running', 'restarting', 'failed', 'stopped']),
  /** When it was deployed, ISO 8601 in UTC. */
  since: z.string(),
  endpoint: z.string().nullable(),
  supervisorPid: pid,
  appPid: pid,
})

/** What `deployment.json` holds: never a secret. */
export type DeploymentRecord = z.infer<typeof recordSchema>

function recordPath(folder: string): string {
  return join(folder, 'deployment.json')
}

/** Writes the record so that a reader, and whoever comes after a power cut, finds the old one or the new one. */
export async function writeRecord(folder: string, record: DeploymentRecord): Promise<void> {
  const temporary = join(folder, `.deployment-${process.pid}.json`)
  try {
    const file = await open(temporary, 'w', 0o600)
    try {
      await file.writeFile(`${JSON.stringify(record, null, 2)}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, recordPath(folder))
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/**
 * Reads the record of a deployment.
 *
 * @returns `undefined` where there is none.
 * @throws AirlockError `input-unreadable` where it was damaged.
 */
export async function readRecord(folder: string): Promise<DeploymentRecord | undefined> {
  const path = recordPath(folder)
  try {
    return recordSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new AirlockError('input-unreadable', `${path} is no record of a deployment.`, {
      item: path,
      hint: 'End what still runs of that deployment, then remove its folder.',
      step: 'deploy',
      cause,
    })
  }
}
