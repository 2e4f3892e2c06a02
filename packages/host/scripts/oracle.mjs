// Compares calls in this host with the same calls in real Wasmtime, over the corpus: `node scripts/oracle.mjs`.
// With `--update`, what Wasmtime answers becomes what the tests expect (corpus/*/expected.NAME.jsonl).
//
// Environment: AIRLOCK_ORACLE_PYTHON, a Python with the package wasmtime; SEED and EACH, the seed of the random
// arguments and how many a function gets of them.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { createSandbox } from '../dist/index.js'
import { callSandbox, chosenCalls, largeCalls, randomCalls } from '../src/test-support/conformance/calls.ts'
import { buildCorpus, corpusNames } from '../src/test-support/conformance/components.ts'
import { expectedOf, printExpected } from '../src/test-support/conformance/expected.ts'
import { readWorld } from '../src/test-support/conformance/types.ts'
import { callWasmtime, findPython } from './oracle/wasmtime.mjs'

const [part = ''] = process.argv.slice(2).filter((each) => each !== '--update')
const { SEED = '1', EACH = '10' } = process.env
const folder = await mkdtemp(join(tmpdir(), 'airlock-oracle-'))
let passed = 0
let failed = 0
try {
  const python = findPython(folder)
  for (const name of corpusNames.filter((each) => each.includes(part))) {
    await compare(python, await buildCorpus(name))
  }
} finally {
  await rm(folder, { recursive: true })
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

async function compare(python, component) {
  const world = await readWorld(component.wit)
  const chosen = chosenCalls(world)
  const calls = [...chosen, ...largeCalls(world), ...randomCalls(world, Number(SEED), Number(EACH))]
  const theirs = await callWasmtime(python, folder, component, calls)
  await using sandbox = await createSandbox(component.bytes, { timeoutMs: 60_000 })
  for (const [index, call] of calls.entries()) {
    const { reason, ...expected } = theirs[index]
    const ours = await callSandbox(sandbox, world, call).catch((error) => ({ error: String(error) }))
    if (isDeepStrictEqual(ours, expected)) passed++
    else fail(component.name, call, reason ?? JSON.stringify(expected), JSON.stringify(ours))
  }
  if (process.argv.includes('--update')) {
    await writeFile(component.expected, printExpected(expectedOf(chosen, theirs.slice(0, chosen.length))))
  }
}

function fail(name, call, theirs, ours) {
  failed++
  const short = (text) => (text.length > 600 ? `${text.slice(0, 600)}…` : text)
  console.error(
    `FAILED ${name}: ${call.function}(${short(JSON.stringify(call.args))})\n--- Wasmtime: ${short(theirs)}\n--- ours: ${short(ours)}\n`,
  )
}
