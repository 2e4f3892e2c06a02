// Compares what this package makes of random applications with the tools of others: `node scripts/oracle.mjs [SEED…]`.
// wac composes the same documents, wac and wasm-tools judge the same components, Wasmtime makes the same calls, and
// Python reads the same manifests.
//
// Environment: AIRLOCK_ORACLE_PYTHON, a Python 3.11 or newer with the package wasmtime; SEED, the first seed, and
// CASES, how many applications.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compareCase } from './oracle/compare-case.mjs'
import { compareEdits } from './oracle/compare-edits.mjs'
import { findPython, startPython } from './oracle/engine.mjs'
import { checkTools } from './oracle/real-tools.mjs'

const { SEED = '1', CASES = '100', KEEP } = process.env
const named = process.argv.slice(2).map(Number)
const seeds = named.length > 0 ? named : Array.from({ length: Number(CASES) }, (_, at) => Number(SEED) + at)
await checkTools()
const root = await mkdtemp(join(tmpdir(), 'airlock-compose-oracle-'))
const python = findPython(root)
const [engine, toml] = [startPython(python, 'run_composed.py'), startPython(python, 'read_manifests.py')]
const signatures = new Set()
let passed = 0
let failed = 0
try {
  for (const seed of seeds) {
    try {
      await compareCase({ root, engine, toml, report, signatures }, seed)
    } catch (error) {
      report(`${seed} could not be compared`, false, error.stack ?? error)
    }
    if (KEEP === undefined) await rm(join(root, String(seed)), { recursive: true, force: true })
  }
  if (named.length === 0) await compareEdits({ toml, report }, Number(SEED))
} finally {
  await Promise.all([engine.end(), toml.end()])
  if (KEEP === undefined) await rm(root, { recursive: true })
  else console.log(`kept ${root}`)
}
const enough = 200
if (named.length === 0)
  report(`${enough} signatures in chains and choices`, signatures.size >= enough, signatures.size)
console.log(`${signatures.size} signatures went through chains and choices`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

function report(what, isRight, details) {
  if (isRight) {
    passed++
    return
  }
  failed++
  const shown = typeof details === 'string' ? details : JSON.stringify(details, null, 1)
  console.error(`FAILED ${what}\n${shown.slice(0, 4000)}\n`)
}
