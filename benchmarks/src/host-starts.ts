import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { expectedAnswer, makeHostApp } from './host-app.ts'
import { startServer } from './host-process.ts'
import { type Measurement, spreadOf } from './measure.ts'
import type { Results } from './report.ts'

/** From the start of the command to the first answer: a component never seen before, and one in the cache. */
export async function measureStarts(folder: string, runs: number): Promise<Results> {
  const app = await makeHostApp(folder)
  const first: number[] = []
  const later: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const cache = await mkdtemp(join(app.folder, 'cache-'))
    first.push(await timeOfStart(app.path, cache))
    later.push(await timeOfStart(app.path, cache))
  }
  const measurement = (name: string, times: number[]): Measurement => ({
    name: `start: ${name}, from the start of the process to the first answer`,
    ours: spreadOf(times),
    runs,
  })
  return { measurements: [measurement('a new component', first), measurement('later starts', later)] }
}

async function timeOfStart(component: string, cache: string): Promise<number> {
  const started = performance.now()
  const server = await startServer('host-server.ts', [component, cache])
  try {
    const response = await fetch(server.endpoint, {
      method: 'POST',
      body: 'hi',
      headers: { 'content-type': 'text/plain' },
    })
    const text = await response.text()
    if (text !== expectedAnswer('hi')) throw new Error(`an answer of ${response.status}: ${text}`)
    return performance.now() - started
  } finally {
    await server.stop()
  }
}
