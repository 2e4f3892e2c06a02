import { execFile, execFileSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createEchoLlm } from '../llm/echo-llm.ts'
import { createAppHost } from './app-host.ts'
import type { AppHost } from './request.ts'

let folder: string
let before: string | undefined
let component: Uint8Array
beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'airlock-test-')))
  const output = join(folder, 'probe.wasm')
  const script = fileURLToPath(new URL('../test-support/build-probe-app.js', import.meta.url))
  await promisify(execFile)(process.execPath, [script, output])
  component = await readFile(output)
  await rm(output)
  before = process.env.TMPDIR
  process.env.TMPDIR = folder
})
afterAll(async () => {
  if (before === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = before
  await rm(folder, { recursive: true })
})

/** Process groups of the workers of this test. */
function workers(): number[] {
  const all = execFileSync('ps', ['-A', '-o', 'pgid=,args='], { encoding: 'utf8' }).split('\n')
  const own = all.filter((line) => line.includes(join(folder, 'airlock-guest-')))
  return [...new Set(own.map((line) => Number.parseInt(line, 10)))]
}

async function ask(host: AppHost, path: string) {
  const { status, body } = await host.handle({ method: 'GET', path, headers: [], body: new Uint8Array() })
  return { status, json: JSON.parse(new TextDecoder().decode(await body.bytes())) }
}

/** A response that had begun when its worker was killed is cut off, as a connection would be. */
const cutOff = (error: unknown) => {
  expect(error).toMatchObject({ name: 'FlowInterrupted' })
  return { status: 503, json: undefined }
}

test('100 kills under load lose no request but those that ran, and mix nothing up', async () => {
  const asked = new Map<string, number>()
  const host = await createAppHost(component, {
    aiModels: ['m'],
    allowedOutboundHosts: [],
    workers: 2,
    llm: {
      infer: async (request, signal) => {
        asked.set(request.prompt, (asked.get(request.prompt) ?? 0) + 1)
        await new Promise((resolve) => setTimeout(resolve, 20))
        return createEchoLlm().infer(request, signal)
      },
    },
  })
  const statuses = new Map<number, number>()
  let requests = 0
  let kills = 0
  let sinceKill = 0
  let cycle = 0
  const client = async (): Promise<void> => {
    while (kills < 100) {
      const id = `id-${++requests}`
      const { status, json } = await ask(host, `/infer?model=m&prompt=${id}`).catch(cutOff)
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      if (status === 200) expect(json.ok.text).toBe(`echo: ${id}`)
      // As often as the load goes on between two, not by the clock.
      if (++sinceKill < 4 || kills === 100) continue
      sinceKill = 0
      const running = workers()
      const victim = running[cycle++ % running.length]
      if (victim === undefined) continue
      process.kill(-victim, 'SIGKILL')
      kills += 1
    }
  }
  await Promise.all(Array.from({ length: 12 }, client))
  const lost = statuses.get(503) ?? 0
  expect([...statuses.keys()].filter((status) => status !== 200 && status !== 503)).toEqual([])
  expect(lost).toBeLessThanOrEqual(100)
  expect(statuses.get(200)).toBe(requests - lost)
  // What ran again asked nobody anything twice.
  expect([...asked.values()].filter((times) => times !== 1)).toEqual([])
  expect((await ask(host, '/visits')).json).toBe(1)
  await host.close()
  await vi.waitFor(() => expect(workers()).toEqual([]), { timeout: 10_000 })
  await vi.waitFor(async () => expect(await readdir(folder)).toEqual([]), { timeout: 10_000 })
}, 180_000)

test('the request that a killed worker was on gets a 5xx, one that waits in it does not', async () => {
  const entered = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  let calls = 0
  await using host = await createAppHost(component, {
    aiModels: ['m'],
    allowedOutboundHosts: [],
    workers: 1,
    cpuTimeMs: 500,
    llm: {
      infer: async (request, signal) => {
        calls += 1
        entered.resolve()
        await release.promise
        return createEchoLlm().infer(request, signal)
      },
    },
  })
  const waiting = ask(host, '/infer?model=m&prompt=patient')
  await entered.promise
  const [loop, behind] = await Promise.all([ask(host, '/loop'), ask(host, '/visits')])
  expect(loop).toMatchObject({ status: 504, json: { error: { code: 'cpu-time-exceeded' } } })
  expect(behind).toEqual({ status: 200, json: 1 })
  release.resolve()
  expect((await waiting).json.ok.text).toBe('echo: patient')
  expect(calls).toBe(1)
})

test('a request that asks for something else when it runs again ends, and nothing is asked twice', async () => {
  const entered = Promise.withResolvers<void>()
  const lines: string[] = []
  let calls = 0
  await using host = await createAppHost(component, {
    aiModels: ['m'],
    allowedOutboundHosts: [],
    workers: 1,
    onLog: ({ text }) => lines.push(text),
    llm: {
      infer: () => {
        calls += 1
        entered.resolve()
        return new Promise(() => {})
      },
    },
  })
  const waiting = ask(host, '/infer-now?model=m')
  await entered.promise
  for (const group of workers()) process.kill(-group, 'SIGKILL')
  expect(await waiting).toMatchObject({ status: 503, json: { error: { code: 'unavailable' } } })
  expect(calls).toBe(1)
  expect(lines.join()).toMatch(/asked for something else/)
  expect((await ask(host, '/visits')).json).toBe(1)
})
