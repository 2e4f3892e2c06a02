import { readFile } from 'node:fs/promises'

const INTERVAL_MS = 100
/** The size of a page that `statm` counts in; larger pages only make the limit a looser one. */
const PAGE_BYTES = 4096

/**
 * Watches how much memory a process has: the cap on one Wasm memory does not stop a component that has
 * many. Only Linux tells.
 *
 * @param pid Absent where the process did not start.
 * @param maxBytes Resident bytes, all told.
 * @param onExceeded Called once.
 * @param onSample Told how many there are, every now and then.
 * @returns Ends the watching.
 */
export function watchResidentBytes(
  pid: number | undefined,
  maxBytes: number,
  onExceeded: () => void,
  onSample: (bytes: number) => void = () => {},
): () => void {
  if (pid === undefined || process.platform !== 'linux') return () => {}
  const timer = setInterval(async () => {
    const statm = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '')
    const bytes = Number(statm.split(' ')[1] ?? 0) * PAGE_BYTES
    if (bytes <= maxBytes) onSample(bytes)
    else {
      clearInterval(timer)
      onExceeded()
    }
  }, INTERVAL_MS)
  timer.unref()
  return () => clearInterval(timer)
}
