import { writeFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expectedAnswer, makeHostApp } from './host-app.ts'
import { residentBytesOfChildren, type ServerProcess, startServer } from './host-process.ts'
import { type Measurement, spreadOf } from './measure.ts'
import type { Results } from './report.ts'

/** Share of what the server can do at most. */
const LOAD = 0.8
const SAMPLES = 60
const WARM_UP_MS = 15_000
const MB = 1e6

/**
 * Minutes at 80 % load, with requests that come by the clock: every answer has to be that of its own request.
 * What server and client together can do at most, on the processors that they share, is measured just before.
 * What memory does is told as a first part of the time beside the last.
 *
 * @param minutes How long, beside the warm-up.
 */
export async function measureSoak(folder: string, minutes: number): Promise<Results> {
  const app = await makeHostApp(folder)
  const server = await startServer('host-server.ts', [app.path])
  try {
    await sendInTurn(server, WARM_UP_MS)
    const rate = ((await sendInTurn(server, WARM_UP_MS)) / (WARM_UP_MS / 1000)) * LOAD
    const memory: number[] = []
    const latencies: number[] = []
    const timer = setInterval(
      () => memory.push(residentBytesOfChildren(server.pid) / MB),
      (minutes * 60_000) / SAMPLES,
    )
    const requests = await sendByTheClock(server, rate, minutes * 60_000, latencies)
    clearInterval(timer)
    await writeFile(join(app.folder, 'soak-memory.json'), JSON.stringify(memory))
    const sorted = latencies.sort((a, b) => a - b)
    const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN
    const name = (what: string) =>
      `soak of ${minutes} minutes at ${rate.toFixed(0)} requests a second, ${requests} in all, none wrong: ${what}`
    const fifth = Math.max(1, Math.floor(memory.length / 5))
    const one = (what: string, value: number, unit: Measurement['unit'] = 'ms'): Measurement => ({
      name: name(what),
      ours: spreadOf([value]),
      runs: 1,
      unit,
    })
    return {
      measurements: [
        one('p50', at(0.5)),
        one('p99', at(0.99)),
        {
          name: name('memory of workers, second fifth'),
          ours: spreadOf(memory.slice(fifth, 2 * fifth)),
          runs: fifth,
          unit: 'MB',
        },
        {
          name: name('memory of workers, last fifth'),
          ours: spreadOf(memory.slice(-fifth)),
          runs: fifth,
          unit: 'MB',
        },
      ],
    }
  } finally {
    await server.stop()
  }
}

/** @returns How many were sent. */
async function sendByTheClock(
  { endpoint }: ServerProcess,
  rate: number,
  milliseconds: number,
  latencies: number[],
): Promise<number> {
  const started = performance.now()
  const underWay = new Set<Promise<void>>()
  const failures: string[] = []
  let sent = 0
  while (performance.now() - started < milliseconds && failures.length === 0) {
    while (sent < ((performance.now() - started) / 1000) * rate) {
      const request: Promise<void> = ask(endpoint, `id-${++sent}`, latencies)
        .catch((error: unknown) => void failures.push(String(error)))
        .finally(() => underWay.delete(request))
      underWay.add(request)
    }
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  await Promise.all(underWay)
  if (failures.length > 0) throw new Error(`after ${sent} requests: ${failures.join(', ')}`)
  return sent
}

/** Eight at a time, as fast as they are answered; returns how many. */
async function sendInTurn({ endpoint }: ServerProcess, milliseconds: number): Promise<number> {
  const ends = performance.now() + milliseconds
  let sent = 0
  const send = async (): Promise<void> => {
    while (performance.now() < ends) await ask(endpoint, `warm-${++sent}`, [])
  }
  await Promise.all(Array.from({ length: 8 }, send))
  return sent
}

const agent = new Agent({ keepAlive: true })

/** Without `fetch`, which would take much more of the processors that the server shares. */
async function ask(endpoint: string, id: string, latencies: number[]): Promise<void> {
  const started = performance.now()
  const { status, body } = await new Promise<{ status: number | undefined; body: string }>(
    (resolve, reject) => {
      const headers = { 'content-type': 'text/plain', 'content-length': id.length }
      request(endpoint, { method: 'POST', agent, headers }, (response) =>
        text(response).then((body) => resolve({ status: response.statusCode, body }), reject),
      )
        .once('error', reject)
        .end(id)
    },
  )
  if (status !== 200 || body !== expectedAnswer(id)) throw new Error(`${id}: ${status} ${body}`)
  latencies.push(performance.now() - started)
}
