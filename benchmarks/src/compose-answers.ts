import { join } from 'node:path'
import { type ComponentInput, composeApp, templatePath } from '@wasm-airlock/compose'
import { type AppHost, createEchoLlm, createSpinHost, readSpinApp } from '@wasm-airlock/host'
import { type Comparison, spreadOf } from './measure.ts'
import type { Results } from './report.ts'

/** Requests of which one figure is made. */
const REQUESTS = 50

const body = new TextEncoder().encode('Wo ist der Schatz? ann@example.org')

/** The answer time through all components in a chain, and through the last of them alone; the model is the echo. */
export async function compareAnswers(
  folder: string,
  pairs: number,
  components: readonly ComponentInput[],
): Promise<Results> {
  await using chain = await start(join(folder, 'chain-app'), components)
  await using single = await start(join(folder, 'single-app'), components.slice(-1))
  const [ours, theirs]: [number[], number[]] = [[], []]
  for (let pair = 0; pair <= pairs; pair += 1) {
    const times: [number[], number[]] = [[], []]
    for (let request = 0; request < REQUESTS; request += 1) {
      times[0].push(await ask(chain))
      times[1].push(await ask(single))
    }
    if (pair === 0) continue // they are warm now
    ours.push(spreadOf(times[0]).median)
    theirs.push(spreadOf(times[1]).median)
  }
  const comparison: Comparison = {
    name: `p50 of a request through a chain of ${components.length} Python components, and through one`,
    ours: spreadOf(ours),
    theirs: spreadOf(theirs),
    ratio: spreadOf(theirs.map((time, pair) => time / (ours[pair] ?? Number.NaN))),
    pairs,
  }
  return { comparisons: [comparison] }
}

async function start(out: string, components: readonly ComponentInput[]): Promise<AppHost> {
  const { path } = await composeApp(templatePath(), components, { out })
  return createSpinHost(await readSpinApp(path), { llm: createEchoLlm() })
}

/** Milliseconds until the whole answer is there. */
async function ask(host: AppHost): Promise<number> {
  const started = performance.now()
  const headers = [['content-type', 'text/plain']] as const
  const { status, body: answer } = await host.handle({ method: 'POST', path: '/', headers, body })
  const text = new TextDecoder().decode(await answer.bytes())
  const time = performance.now() - started
  // Whatever the components did to the prompt, the address came back.
  if (status !== 200 || !text.includes('ann@example.org')) throw new Error(`${status}: ${text}`)
  return time
}
