import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'

/** What one run of wrk has seen. */
export interface Load {
  readonly requestsPerSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

/** Posts a prompt, and prints what it saw as JSON: wrk's own report is rounded and made for people. */
const SCRIPT = `
wrk.method = "POST"
wrk.body = "hello"
wrk.headers["content-type"] = "text/plain"
function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format('{"requests":%d,"us":%d,"p50":%f,"p99":%f,"errors":%d}\\n', summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), e.connect + e.read + e.write + e.status + e.timeout))
end
`

/** Is wrk on the PATH? */
export async function hasWrk(): Promise<boolean> {
  const { exitCode, failed } = await execa('wrk', ['--version'], { reject: false })
  // It says how it is used, and has no better status for it.
  return !failed || exitCode === 1
}

/**
 * Sends requests as fast as they are answered.
 *
 * @param folder For the script of wrk.
 * @throws Error where a request was not answered with 2xx.
 */
export async function runWrk(
  folder: string,
  endpoint: string,
  connections: number,
  seconds: number,
): Promise<Load> {
  const script = join(folder, 'post.lua')
  await writeFile(script, SCRIPT)
  const { stdout } = await execa('wrk', [
    '--threads=1',
    `--connections=${connections}`,
    `--duration=${seconds}s`,
    '--timeout=30s',
    `--script=${script}`,
    `${endpoint}/`,
  ])
  const { requests, us, p50, p99, errors } = JSON.parse(
    stdout.split('\n').findLast((line) => line.startsWith('{')) ?? '{}',
  )
  if (errors !== 0) throw new Error(`${errors} of ${requests} requests failed`)
  return { requestsPerSecond: requests / (us / 1e6), p50Ms: p50 / 1000, p99Ms: p99 / 1000 }
}
