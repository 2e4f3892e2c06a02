import { isProcessOf } from './process-identity.ts'
import { type DeploymentState, readRecord } from './record.ts'
import { deploymentFolder, listIds, type StateOptions } from './state-folder.ts'

/** A deployment as it is now. */
export interface DeploymentInfo {
  readonly id: string
  readonly target: 'local'
  /** Base URL; `null` where it never answered or its record is damaged. */
  readonly endpoint: string | null
  /** `stopped` also where its processes are gone without a word: killed, or the machine was restarted. */
  readonly state: DeploymentState
  /** When it was deployed, ISO 8601 in UTC; `null` where its record is damaged. */
  readonly since: string | null
  /** Name of the application; `null` where its record is damaged. */
  readonly app: string | null
}

/**
 * Lists all deployments of the user, oldest first. What a record says is believed only while the
 * process that wrote it lives. A damaged record is listed as `failed`.
 *
 * @throws AirlockError `input-unreadable` where the state folder cannot be read.
 */
export async function listDeployments(options: StateOptions = {}): Promise<DeploymentInfo[]> {
  const ids = await listIds(options)
  const all = await Promise.all(ids.map((id) => describe(id, options)))
  return all
    .filter((info) => info !== undefined)
    .sort((a, b) => (a.since ?? '').localeCompare(b.since ?? '') || a.id.localeCompare(b.id))
}

async function describe(id: string, options: StateOptions): Promise<DeploymentInfo | undefined> {
  try {
    const record = await readRecord(deploymentFolder(id, options))
    if (record === undefined) return undefined
    const { target, endpoint, since, app } = record
    const settled = record.state === 'failed' || record.state === 'stopped'
    const state = settled || (await isProcessOf(record.supervisorPid, id)) ? record.state : 'stopped'
    return { id, target, endpoint, state, since, app }
  } catch {
    return { id, target: 'local', endpoint: null, state: 'failed', since: null, app: null }
  }
}
