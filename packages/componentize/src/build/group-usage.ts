import { readdir, readFile } from 'node:fs/promises'
import { execa } from 'execa'

/** Memory pages of Linux on all platforms that Node runs on with 4 KiB pages; 64 KiB pages only err on the safe side of nothing. */
const PAGE_BYTES = 4096

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
      // The name in parentheses may hold spaces; after it: state, ppid, pgrp (3rd), … rss in pages (22nd).
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return Number(fields[2]) === group ? Number(fields[21]) * PAGE_BYTES : 0
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
