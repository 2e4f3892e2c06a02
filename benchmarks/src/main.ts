import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { compareBuilds } from './compare-builds.ts'
import { compareCompose } from './compare-compose.ts'
import { compareHost } from './compare-host.ts'
import { compareTranspile } from './compare-transpile.ts'
import { compareValidate } from './compare-validate.ts'
import { compareWac } from './compare-wac.ts'
import { measureFlow } from './measure-flow.ts'
import { measureSoak } from './measure-soak.ts'
import { formatReport, type Report, type Results } from './report.ts'

const usage = `Measures Airlock beside the tools that people use instead, in one run.

  npm run bench                    everything, readable
  npm run bench -- --json FILE     the same, and as JSON into FILE
  npm run bench -- --pairs 9       more pairs a comparison (5 by default)
  npm run bench -- --only wac      only what has this in its name: flow, builds, wac, validate,
                                   compose, transpile, host
  npm run bench -- --only soak --minutes 10
                                   the host under load for that long; only where it is named

The host is put under load with \`wrk\`. The Rust commands \`wac\` and \`wasm-tools\` are
compared with where they are on the PATH.
`

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    pairs: { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
    minutes: { type: 'string', default: '10' },
    help: { type: 'boolean', short: 'h', default: false },
  },
})
if (values.help) {
  console.log(usage)
  process.exit(0)
}

const groups = {
  flow: measureFlow,
  builds: compareBuilds,
  wac: compareWac,
  validate: compareValidate,
  compose: compareCompose,
  transpile: compareTranspile,
  host: compareHost,
  ...(values.only === 'soak' ? { soak: (own: string) => measureSoak(own, Number(values.minutes)) } : {}),
}
const folder = await mkdtemp(join(tmpdir(), 'airlock-bench-'))
const results: Results[] = []
try {
  for (const [name, run] of Object.entries(groups)) {
    if (!name.includes(values.only)) continue
    console.error(`measuring: ${name}`)
    results.push(await run(folder, Number(values.pairs)))
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}

const report: Report = {
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  cpus: availableParallelism(),
  comparisons: results.flatMap((result) => result.comparisons ?? []),
  measurements: results.flatMap((result) => result.measurements ?? []),
  skipped: results.flatMap((result) => result.skipped ?? []),
}
console.log(formatReport(report))
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(report, null, 2)}\n`)
