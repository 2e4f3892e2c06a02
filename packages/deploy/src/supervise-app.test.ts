import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startAppChild } from './app-child.ts'
import { isProcessOf, sendSignal } from './process-identity.ts'
import { type AppState, type SuperviseOptions, superviseApp } from './supervise-app.ts'

const id = 'supervised-app-0a1b2c'
const policy = { maxRestarts: 3, windowMs: 60_000, firstDelayMs: 1, maxDelayMs: 4 }
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airlock-supervise-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** Supervises a small script that runs in place of an application's process; `ready(port)` is at hand in it. */
async function supervise(
  body: string,
  options: Partial<SuperviseOptions> & { onChange?: (state: AppState) => void } = {},
) {
  const script = join(folder, 'app.mjs')
  const lines: string[] = []
  const states: AppState[] = []
  const ports: number[] = []
  const pids: (number | null)[] = []
  await writeFile(script, `const ready = (port) => process.send({ type: 'ready', port })\n${body}`)
  const outcome = await superviseApp({
    port: 0,
    mayRestart: () => true,
    signal: new AbortController().signal,
    policy,
    start: (port) => {
      ports.push(port)
      const start = {
        type: 'start',
        folder,
        app: 'app',
        port,
        llm: { kind: 'echo' },
        cacheDir: folder,
      } as const
      const child = startAppChild({ script, id, env: {}, start, onLine: (line) => lines.push(line) })
      pids.push(child.pid)
      return child
    },
    onState: async (state) => {
      states.push(state)
      options.onChange?.(state)
    },
    ...options,
  })
  const alive = await Promise.all(pids.map((pid) => isProcessOf(pid, id)))
  expect(alive, 'nothing is left running').toEqual(pids.map(() => false))
  return { outcome, states: states.map(({ state }) => state), all: states, ports, lines }
}

describe('superviseApp', () => {
  it('restarts what crashes, on the same port, until it has crashed too often', async () => {
    const run = await supervise(`process.once('message', ({ port }) => {
      console.log('port ' + port)
      ready(port || 4321)
      process.exitCode = 3
      process.disconnect()
    })`)
    expect(run.states).toEqual([
      ...['starting', 'running', 'restarting'],
      ...['starting', 'running', 'restarting'],
      ...['starting', 'running', 'restarting'],
      ...['starting', 'running'],
    ])
    expect(run.ports).toEqual([0, 4321, 4321, 4321])
    expect(run.lines).toEqual(['port 0', 'port 4321', 'port 4321', 'port 4321'])
    expect(run.outcome).toMatchObject({
      state: 'failed',
      error: {
        code: 'deploy-failed',
        message: 'The application crashed 4 times; it ended with exit code 3.',
      },
    })
    expect(run.all[2]).toEqual({
      state: 'restarting',
      reason: 'The application ended with exit code 3.',
      delayMs: 1,
    })
  })

  it('restarts what is killed', async () => {
    const stopping = new AbortController()
    let killed = false
    const run = await supervise(
      `process.once('message', () => ready(1)); process.on('disconnect', () => {})`,
      {
        signal: stopping.signal,
        onChange: (state) => {
          if (state.state !== 'running') return
          if (killed) stopping.abort()
          else sendSignal(state.pid ?? 0, 'SIGKILL')
          killed = true
        },
      },
    )
    expect(run.states).toEqual(['starting', 'running', 'restarting', 'starting', 'running'])
    expect(run.all[2]).toMatchObject({ reason: 'The application was ended by SIGKILL.' })
    expect(run.outcome).toEqual({ state: 'stopped' })
  })

  it('does not restart what never answered', async () => {
    const run = await supervise(`console.error('no luck'); process.exit(1)`, { mayRestart: () => false })
    expect(run.outcome).toMatchObject({ error: { message: 'The application ended with exit code 1.' } })
    expect([run.states, run.lines]).toEqual([['starting'], ['no luck']])
  })

  it('passes on why an application cannot start', async () => {
    const error = { code: 'port-in-use', message: 'Port 1 is taken.', hint: 'Another.', step: 'deploy' }
    const run = await supervise(
      `process.send({ type: 'failed', error: ${JSON.stringify(error)} }); process.on('message', () => {})`,
      { mayRestart: () => false },
    )
    expect(run.outcome).toEqual({ state: 'failed', error })
  })

  it('kills what says something else', async () => {
    const run = await supervise(
      `process.send({ type: 'ready', port: -1 }); process.on('message', () => {})`,
      {
        mayRestart: () => false,
      },
    )
    expect(run.outcome).toMatchObject({ error: { message: 'The application was ended by SIGKILL.' } })
  })

  it('kills what does not become ready in time', async () => {
    const run = await supervise(`process.on('message', () => {})`, {
      mayRestart: () => false,
      startTimeoutMs: 50,
    })
    expect(run.outcome).toMatchObject({ error: { message: 'The application was ended by SIGKILL.' } })
  })

  it('lets an application end when it is to stop', async () => {
    const stopping = new AbortController()
    const run = await supervise(
      `process.on('disconnect', () => console.log('bye')); process.once('message', () => ready(1))`,
      { signal: stopping.signal, onChange: ({ state }) => state === 'running' && stopping.abort() },
    )
    expect([run.outcome, run.lines]).toEqual([{ state: 'stopped' }, ['bye']])
  })

  it('kills one that will not end, with what it started', async () => {
    const stopping = new AbortController()
    const run = await supervise(
      `import { spawn } from 'node:child_process'
      const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
      console.log(child.pid)
      setInterval(() => {}, 1000)
      ready(1)`,
      {
        signal: stopping.signal,
        stopTimeoutMs: 50,
        onChange: ({ state }) => state === 'running' && stopping.abort(),
      },
    )
    expect(run.outcome).toEqual({ state: 'stopped' })
    await expect.poll(() => isProcessOf(Number(run.lines[0]), 'setInterval(() => {}, 1000)')).toBe(false)
  })

  it('stops at once while it waits for a restart', async () => {
    const stopping = new AbortController()
    const run = await supervise('process.exit(1)', {
      policy: { ...policy, firstDelayMs: 1e9, maxDelayMs: 1e9 },
      signal: stopping.signal,
      onChange: ({ state }) => state === 'restarting' && stopping.abort(),
    })
    expect(run.outcome).toEqual({ state: 'stopped' })
  })
})
