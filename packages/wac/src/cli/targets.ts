import { checkTargets, type TargetsResult } from '../targets.ts'
import { encodeWit } from '../wit.ts'
import { readWitSources } from '../wit-sources.ts'
import type { Arguments } from './arguments.ts'
import { readBytes } from './input.ts'
import { printReport } from './json-report.ts'

/** `wac targets` */
export async function runTargets(given: Arguments): Promise<void> {
  const json = given.has('json')
  let result: TargetsResult | undefined
  await printReport(json, async () => {
    result = await check(given)
    return result
  })
  // `wac` also refuses calls that the library answers, such as one with the full name of a world.
  const report = json && result?.ok ? null : result?.report
  if (typeof report === 'string') throw new Error(report)
}

async function check(given: Arguments): Promise<TargetsResult> {
  const path = given.value('wit') ?? ''
  const wit = await readWitSources(path)
  const component = await readBytes(given.path, 'failed to read file').catch(async (error) => {
    // What is wrong with the WIT comes first, as in `wac`.
    await encodeWit(wit, { path })
    throw error
  })
  const world = given.value('world')
  return checkTargets(component, wit, { path, ...(world === undefined ? {} : { world }) })
}
