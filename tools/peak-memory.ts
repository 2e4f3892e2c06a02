import { readFileSync } from 'node:fs'

/**
 * The most memory that this process has had until now, in bytes. From Linux's own account where there is one: the
 * one of `getrusage` begins with what the parent process had.
 */
export function peakMemory(): number {
  try {
    return Number(/VmHWM:\s*(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024
  } catch {
    return process.resourceUsage().maxRSS * 1024
  }
}
