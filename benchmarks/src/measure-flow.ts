import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { airlock } from './airlock.ts'
import { measure, spreadOf } from './measure.ts'
import type { Results } from './report.ts'

const pirate = join(dirname(fileURLToPath(import.meta.url)), '../../python-examples/pirate')
const COLD_RUNS = 2

/** `airlock run python-examples/pirate`, from the start of the command to an endpoint that answers. */
export async function measureFlow(folder: string, runs: number): Promise<Results> {
  const cache = join(folder, 'flow-cache')
  const env = { AIRLOCK_CACHE_DIR: cache, AIRLOCK_STATE_DIR: join(folder, 'flow-state') }
  const deployed: string[] = []
  const steps = new Map<string, number[]>()
  const flow = async () => {
    const { stdout } = await airlock(['run', pirate, '--json', '--out', join(folder, 'flow-out')], env)
    const result = JSON.parse(stdout)
    deployed.push(result.deployment.id)
    return result
  }
  const stopAll = async () => {
    for (const id of deployed.splice(0)) await airlock(['stop', id], env)
  }
  try {
    const cold = await measure('the whole flow, cold: the first run on a machine', COLD_RUNS, async () => {
      await rm(cache, { recursive: true, force: true })
      await flow()
    })
    await stopAll()
    const warm = await measure('the whole flow, warm: every later run', runs, async () => {
      for (const { name, ms } of (await flow()).steps) steps.set(name, [...(steps.get(name) ?? []), ms])
    })
    const eachStep = [...steps].map(([name, times]) => ({
      name: `the whole flow, warm: ${name}`,
      ours: spreadOf(times),
      runs,
    }))
    return { measurements: [cold, warm, ...eachStep] }
  } finally {
    await stopAll()
  }
}
