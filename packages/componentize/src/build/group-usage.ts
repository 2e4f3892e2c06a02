import { readdir, readFile } from 'node:fs/promises'
import { execa } from 'execa'

/**
 * Resident memory of all processes of a group, in bytes: from `/proc` on Linux, from `ps` elsewhere.
 *
 * @param group Process group id.
 * @returns 0 where the group is gone.
 */
export async function readGroupMemory(group: number): Promise<number> {
  return process.platform === 'linux' ? fromProc(group) : fromPs(group)
}

async function fromProc(group: number): Promise<number> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const sizes = await Promise.all(
    ids.map(async (id) => {
      const stat = await readFile(`/proc/${id}/stat`, 'utf8').catch(() => '')
      // The name in parentheses may hold spaces; after it: state, ppid, pgrp (3rd).
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      if (Number(fields[2]) !== group) return 0
      // `stat` counts pages, whose size differs from machine to machine; `status` counts kibibytes.
      const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '')
      return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024
    }),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

async function fromPs(group: number): Promise<number> {
  const { stdout = '' } = await execa('ps', ['-A', '-o', 'pgid=,rss='], { reject: false })
  return stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .reduce((sum, [id, kibibytes = 0]) => sum + (id === group ? kibibytes * 1024 : 0), 0)
}
