// Compares the package with the commands whose place it takes, over the whole corpus:
// `node scripts/oracle.mjs [part of a case's name]`. What may differ is listed in corpus/differences.json.
import { rm } from 'node:fs/promises'
import { listCases } from './oracle/cases.mjs'
import { runCommand, runCommandSample } from './oracle/command.mjs'
import { readDifferences } from './oracle/differences.mjs'
import { compareFormats } from './oracle/formats.mjs'
import { isForLibrary, runLibrary } from './oracle/library.mjs'
import { compareMatrix } from './oracle/matrix.mjs'
import { compareMutations } from './oracle/mutations.mjs'
import { acceptJson, describeOutcome, firstDifference } from './oracle/outcome.mjs'
import { stageCorpus } from './oracle/stage.mjs'
import { runProgram } from './oracle/wac.mjs'

const [filter = ''] = process.argv.slice(2)
const here = process.cwd()
const root = await stageCorpus()
const differences = await readDifferences()
const cases = (await listCases(root)).filter(({ name, set }) => `${name} ${set}`.includes(filter))
const names = new Set(cases.map(({ name, set }) => `${name} | ${set}`).concat(cases.map(({ name }) => name)))
const counts = { passed: 0, failed: 0 }

for (const testCase of cases) {
  const theirs = await runProgram('wac', testCase.args, testCase)
  if (isForLibrary(testCase)) judge(testCase, 'library', theirs, await runLibrary(testCase))
  const ours = await runCommand(testCase)
  judge(testCase, 'command', theirs, testCase.isJson ? acceptJson(theirs, ours) : ours)
}
if (filter === '') {
  process.chdir(here)
  const results = [runCommandSample, compareMatrix, compareFormats, compareMutations].map(
    (compare) => () => compare(root, cases),
  )
  for (const result of (await inTurn(results)).flat()) {
    const { name, same, theirs, ours } = result
    if (same || differences.accept(name, '*', 'other', theirs, ours)) counts.passed++
    else fail(`${name}\n--- theirs: ${theirs}\n--- ours: ${ours}`)
    names.add(name)
  }
}
// A run of a part says nothing about the others.
if (filter === '') {
  const wasRun = (name, set) => names.has(set === '*' ? name : `${name} | ${set}`)
  for (const key of differences.stale(wasRun)) {
    fail(`${key}: is on the list of differences and does not differ so`)
  }
}

process.chdir(here)
await rm(root, { recursive: true })
const listed = `${differences.count()} listed differences`
console.log(`${counts.passed} passed, ${counts.failed} failed (${listed})`)
process.exitCode = counts.failed === 0 ? 0 : 1

function judge({ name, set }, side, theirs, ours) {
  const difference = firstDifference(theirs, ours)
  const [shown, mine] = [describeOutcome(theirs), describeOutcome(ours)]
  if (difference === null || differences.accept(name, set, side, shown, mine)) counts.passed++
  else fail(`${name} | ${set} | ${side}: ${difference}\n--- wac: ${shown}\n--- ours: ${mine}`)
}

async function inTurn(works) {
  const results = []
  for (const work of works) results.push(await work())
  return results
}

function fail(text) {
  counts.failed++
  console.error(`FAILED ${text}\n`)
}
