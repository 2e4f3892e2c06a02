import { readFile } from 'node:fs/promises'

const INTERVAL_MS = 20
/** Of `/proc/PID/stat`, on every architecture that Node.js runs on. */
const MS_PER_TICK = 10

/**
 * Watches how much processor time a process takes from now on, all its threads together. Only Linux tells.
 *
 * @param pid Absent where the process did not start.
 * @param maxMs Milliseconds; `Infinity` is not watched.
 * @param onExceeded Called once.
 * @returns Ends the watching.
 */
export function watchCpuTime(pid: number | undefined, maxMs: number, onExceeded: () => void): () => void {
  if (pid === undefined || maxMs === Number.POSITIVE_INFINITY || process.platform !== 'linux') return () => {}
  let ended = false
  const begin = readCpuMs(pid)
  const timer = setInterval(async () => {
    const [before, now] = await Promise.all([begin, readCpuMs(pid)])
    if (ended || now - before <= maxMs) return
    stop()
    onExceeded()
  }, INTERVAL_MS)
  timer.unref()
  const stop = (): void => {
    ended = true
    clearInterval(timer)
  }
  return stop
}

/** User and system time of a process that may be gone. */
async function readCpuMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // The name of the program, in brackets, may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * MS_PER_TICK
}
