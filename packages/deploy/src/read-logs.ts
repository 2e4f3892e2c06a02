import { readLog } from './log-file.ts'
import { readRecord } from './record.ts'
import { deploymentFolder, deploymentUnknown, type StateOptions } from './state-folder.ts'

/**
 * Reads what is kept of the log of a deployment: at least the last mebibyte, one event a line, with
 * control characters escaped.
 *
 * @param id As {@link deployApp} returned it.
 * @throws AirlockError `deployment-unknown`.
 */
export async function readLogs(id: string, options: StateOptions = {}): Promise<string> {
  const folder = deploymentFolder(id, options)
  if ((await readRecord(folder)) === undefined) throw deploymentUnknown(id)
  return readLog(folder)
}
