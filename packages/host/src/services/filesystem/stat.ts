import { createHmac, type Hmac } from 'node:crypto'
import type { BigIntStats, Dirent } from 'node:fs'
import type { DescriptorType, FileStat, NewTime } from './calls.ts'

const PER_SECOND = 1_000_000_000n

/** What WASI tells of an object. Numbers of devices and inodes stay with the host, but for a keyed hash. */
export function toStat(stat: BigIntStats, key: Uint8Array): FileStat {
  const hash: Hmac = createHmac('sha256', key)
  return {
    type: typeOf(stat),
    links: Number(stat.nlink),
    size: Number(stat.size),
    accessed: toTime(stat.atimeNs),
    modified: toTime(stat.mtimeNs),
    changed: toTime(stat.ctimeNs),
    id: hash.update(`${stat.dev}:${stat.ino}`).digest('hex').slice(0, 32),
  }
}

export function typeOf(object: BigIntStats | Dirent): DescriptorType {
  if (object.isFile()) return 'regular-file'
  if (object.isDirectory()) return 'directory'
  if (object.isSymbolicLink()) return 'symbolic-link'
  if (object.isFIFO()) return 'fifo'
  if (object.isSocket()) return 'socket'
  if (object.isBlockDevice()) return 'block-device'
  return object.isCharacterDevice() ? 'character-device' : 'unknown'
}

function toTime(nanoseconds: bigint): [number, number] {
  const positive = nanoseconds < 0n ? 0n : nanoseconds
  return [Number(positive / PER_SECOND), Number(positive % PER_SECOND)]
}

/** Seconds, as Node.js takes them. */
export function fromTime(time: NewTime, present: bigint): number {
  if (time === 'now') return Date.now() / 1000
  if (time === 'no-change') return Number(present) / Number(PER_SECOND)
  return time[0] + time[1] / Number(PER_SECOND)
}
