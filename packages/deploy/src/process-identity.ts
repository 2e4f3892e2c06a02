import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/**
 * Is this process really one of the deployment's? Its number alone does not tell, as numbers are used
 * again; but the processes of a deployment carry its id, random and unique, as an argument.
 *
 * @param pid Number of a process, running or not.
 * @param id Id of the deployment.
 */
export async function isProcessOf(pid: number | null, id: string): Promise<boolean> {
  return pid !== null && pid > 0 && (await readArguments(pid)).includes(id)
}

async function readArguments(pid: number): Promise<readonly string[]> {
  try {
    // Empty for a process that has ended and was not waited for yet.
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0')
  } catch {
    if (process.platform === 'linux') return []
  }
  try {
    const { stdout } = await promisify(execFile)('/bin/ps', ['-o', 'args=', '-p', String(pid)], { env: {} })
    return stdout.trim().split(/\s+/)
  } catch {
    return []
  }
}

/** Sends a signal to a process, or with a negative number to a group; one that is gone is no error. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It has ended by itself.
  }
}
