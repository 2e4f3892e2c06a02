import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** A server of the benchmarks, in a process of its own. */
export interface ServerProcess {
  readonly endpoint: string
  /** Of the process itself. */
  readonly pid: number
  stop(): Promise<void>
}

/** Starts a server script beside this file; it prints its address, and ends when its standard input does. */
export async function startServer(script: string, args: readonly string[]): Promise<ServerProcess> {
  const child: ChildProcess = spawn(process.execPath, [join(import.meta.dirname, script), ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })
  const first = await Promise.race([
    new Promise<string>((resolve) => lines.once('line', resolve)),
    closed.then(() => {
      throw new Error(`${script} ended before it served`)
    }),
  ])
  return {
    endpoint: first,
    pid: child.pid ?? 0,
    stop: () => {
      child.stdin?.end()
      return closed
    },
  }
}

const PAGE_BYTES = 4096

/** Resident bytes of all processes that one process has started and that run Node.js. Only Linux tells. */
export function residentBytesOfChildren(pid: number): number {
  let bytes = 0
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8')
      if (Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) !== pid) continue
      bytes += Number(readFileSync(`/proc/${entry}/statm`, 'utf8').split(' ')[1]) * PAGE_BYTES
    } catch {
      // It has just ended.
    }
  }
  return bytes
}
