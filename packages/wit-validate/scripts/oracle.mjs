// Compares the verdicts of this package with those of `wac targets` and `wasm-tools validate` over a corpus that it
// builds: `node scripts/oracle.mjs [part of a component's name]`. What may differ is listed in corpus/differences.json.
import { readDifferences } from '../../wac/scripts/oracle/differences.mjs'
import { makeCorpus } from './oracle/corpus.mjs'
import { askBoth, askConformance, askExact, askValidation } from './oracle/ours.mjs'
import { askWac, askWasmTools } from './oracle/tools.mjs'

const [filter = ''] = process.argv.slice(2)
const differences = await readDifferences(new URL('../corpus/differences.json', import.meta.url))
const counts = { components: 0, passed: 0, failed: 0 }
const verdicts = {}
const compared = new Set()

for await (const { name, component, worlds } of makeCorpus(filter)) {
  counts.components++
  judge(name, 'validate', await askWasmTools(component), await askValidation({ component }))
  for (const { name: other, ...target } of worlds) {
    const question = { component, ...target }
    judge(name, `targets: ${other}`, await askWac(question), await askConformance(question))
    const { alone, validation } = await askBoth(question)
    judge(name, `in a validation: ${other}`, alone, validation)
    if (target.isOwn) judge(name, 'exact', 'exact', await askExact(question))
  }
}
if (filter === '') {
  for (const key of differences.stale((name, set) => compared.has(`${name} | ${set}`))) {
    fail(`${key}: is on the list of differences and does not differ so`)
  }
  if (counts.components < 100) fail(`only ${counts.components} components`)
}
console.log(`${counts.components} components: ${JSON.stringify(verdicts)}`)
console.log(`${counts.passed} passed, ${counts.failed} failed (${differences.count()} listed differences)`)
process.exitCode = counts.failed === 0 ? 0 : 1

/** The first lines are the verdicts; below them, names count and reasons do not. */
function judge(name, set, theirs, ours) {
  compared.add(`${name} | ${set}`)
  const verdict = (text) => (/^(invalid|unreadable)\n/.test(text) ? text.split('\n', 1)[0] : text)
  const kind = set.split(':')[0]
  if (kind === 'validate' || kind === 'targets') {
    const one = `${kind} ${theirs.split('\n', 1)[0]}`
    verdicts[one] = (verdicts[one] ?? 0) + 1
  }
  if (verdict(theirs) === verdict(ours) || differences.accept(name, set, 'library', theirs, ours))
    counts.passed++
  else fail(`${name} | ${set}\n--- theirs: ${theirs}\n--- ours: ${ours}`)
}

function fail(text) {
  counts.failed++
  console.error(`FAILED ${text}\n`)
}
