import { rm } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { isProcessOf, sendSignal } from './process-identity.ts'
import { readRecord } from './record.ts'
import { deploymentFolder, deploymentUnknown, type StateOptions, stateUnwritable } from './state-folder.ts'

/** How a deployment is stopped. */
export interface StopOptions extends StateOptions {
  /** Milliseconds that requests in flight and the processes have to end before they are killed. @default 12_000 */
  readonly timeoutMs?: number
}

/**
 * Stops a deployment, in whatever state it is, and removes it with its log. Requests in flight may
 * end first.
 *
 * @param id As {@link deployApp} returned it.
 * @throws AirlockError `deployment-unknown`; `input-unreadable` where its record is damaged;
 *   `output-unwritable` where its folder cannot be removed.
 */
export async function stopDeployment(id: string, options: StopOptions = {}): Promise<void> {
  const folder = deploymentFolder(id, options)
  const record = await readRecord(folder)
  if (record === undefined) throw deploymentUnknown(id)

  const { supervisorPid } = record
  if (supervisorPid !== null && (await isProcessOf(supervisorPid, id))) {
    sendSignal(supervisorPid, 'SIGTERM')
    if (!(await hasEnded(supervisorPid, id, options.timeoutMs ?? 12_000))) {
      sendSignal(-supervisorPid, 'SIGKILL')
      await hasEnded(supervisorPid, id, 5_000)
    }
  }
  // Read again: the supervisor may have started the application anew before it was killed.
  const { appPid } = (await readRecord(folder)) ?? record
  if (appPid !== null && (await isProcessOf(appPid, id))) {
    sendSignal(-appPid, 'SIGKILL')
    await hasEnded(appPid, id, 5_000)
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch((error: unknown) => {
    throw stateUnwritable(folder, error)
  })
}

/** Waits for a process that is nobody's child here. */
async function hasEnded(pid: number, id: string, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs
  while (await isProcessOf(pid, id)) {
    if (performance.now() > deadline) return false
    await delay(25)
  }
  return true
}
