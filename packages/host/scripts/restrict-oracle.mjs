// Runs restricted components in real Wasmtime with nothing linked: those that answer with WASI answer the same without,
// and one that reaches for everything is stopped at each: `node scripts/restrict-oracle.mjs`.
//
// Environment: AIRLOCK_ORACLE_PYTHON, a Python with the package wasmtime; SEED and EACH, the seed of the random
// arguments and how many a function gets of them.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { componentizeSource } from '@wasm-airlock/componentize'
import { restrictComponent } from '@wasm-airlock/wit-validate'
import { chosenCalls, largeCalls, randomCalls } from '../src/test-support/conformance/calls.ts'
import { readWorld } from '../src/test-support/conformance/types.ts'
import { attempts, buildReachingGuest, programs } from '../src/test-support/reaching-guest/attempts.ts'
import { callWasmtime, findPython } from './oracle/wasmtime.mjs'

const { SEED = '1', EACH = '10' } = process.env
const folder = await mkdtemp(join(tmpdir(), 'airlock-restrict-oracle-'))
let passed = 0
let failed = 0
try {
  const python = findPython(folder)
  await compareValues(python)
  await comparePrograms(python)
  await stopAttempts(python)
} finally {
  await rm(folder, { recursive: true })
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

/** Every type of WIT, in and out of Python. */
async function compareValues(python) {
  const corpus = new URL('../corpus/values/', import.meta.url)
  const world = await readWorld(await readFile(new URL('wit/values.wit', corpus), 'utf8'))
  const calls = [
    ...chosenCalls(world),
    ...largeCalls(world),
    ...randomCalls(world, Number(SEED), Number(EACH)),
  ]
  const bytes = await build(new URL('values.py', corpus), { wit: fileURLToPath(new URL('wit', corpus)) })
  await compare(python, 'values', bytes, calls)
}

/** Computations that any policy leaves alone. */
async function comparePrograms(python) {
  const bytes = await build(new URL('../src/test-support/python-guest', import.meta.url))
  await compare(python, 'programs', bytes, programs.map(callOf))
}

async function compare(python, name, bytes, calls) {
  const { component } = await restrict(bytes)
  const before = await callWasmtime(python, folder, { name, bytes }, calls, ['--wasi'])
  const after = await callWasmtime(python, folder, { name: `${name}-restricted`, bytes: component }, calls)
  for (const [index, call] of calls.entries()) {
    const [{ reason, ...expected }, { reason: ours, ...found }] = [before[index], after[index]]
    report(
      isDeepStrictEqual(found, expected),
      `${call.function}(${JSON.stringify(call.args)})`,
      reason ?? expected,
      ours ?? found,
    )
  }
}

async function stopAttempts(python) {
  const { component } = await restrict(await buildReachingGuest())
  const calls = attempts.map(({ code }) => callOf(code))
  const answers = await callWasmtime(python, folder, { name: 'reaching', bytes: component }, calls)
  for (const [index, { capability, outcome }] of attempts.entries()) {
    const { value, traps, reason } = answers[index]
    const isStopped =
      outcome === null ? traps === true && /unreachable/.test(reason) : outcome.test(value ?? '')
    report(isStopped, capability, outcome ?? 'a trap', value ?? reason)
  }
}

async function build(source, options = {}) {
  const { bytes } = await componentizeSource(fileURLToPath(source), { ...options, wasi: true })
  return bytes
}

async function restrict(bytes) {
  const restricted = await restrictComponent(bytes, { allow: [] })
  report(restricted.imports.length === 0, 'imports of the restricted component', 'none', restricted.imports)
  return restricted
}

function callOf(code) {
  return { function: 'run', args: [code] }
}

function report(isRight, what, expected, found) {
  if (isRight) passed++
  else {
    failed++
    console.error(
      `FAILED ${what.slice(0, 600)}\n--- expected: ${expected}\n--- found: ${JSON.stringify(found)}\n`,
    )
  }
}
