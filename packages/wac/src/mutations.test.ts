import { AirlockError, errorCodes } from '@wasm-airlock/shared'
import { beforeAll, expect, it } from 'vitest'
import { mutationRange, showInput } from '../../../tools/mutation-range.ts'
import type { Inspection } from './index.ts'
import { type Corpus, readCorpus } from './testing/corpus.ts'
import { createCase, type MutationCase } from './testing/mutation-cases.ts'
import { callToolchain } from './toolchain.ts'

const { count: COUNT, seed: SEED, first: FIRST } = mutationRange

/** Far more than any case takes; what takes longer is as good as a hang. */
const LIMIT_MS = 2000

/** Defects of the wrapped crates: panics that tell nothing but where they happened. */
const knownPanics: readonly RegExp[] = [
  // wit-parser 0.258 decoding a component: a function type in an interface, an import of a core module, a
  // resource whose name is used twice.
  /assertion failed: prev\.is_none\(\)/,
  // wac-graph 0.12 importing packages: a core module among the imports of one.
  /expected only types, functions, and instance types/,
]

let corpus: Corpus
beforeAll(async () => {
  corpus = await readCorpus()
})

it(
  `answers ${COUNT} mutated inputs with a valid result or an error that has a code`,
  async () => {
    const outcomes = new Map<string, number>()
    const wrong: string[] = []
    for (let index = FIRST; index < FIRST + COUNT && wrong.length < 20; index++) {
      const testCase = createCase(corpus, SEED, index)
      const started = performance.now()
      const { outcome, complaint } = await attempt(testCase)
      const took = performance.now() - started
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      const slow = took > LIMIT_MS ? `took ${Math.round(took)} ms` : undefined
      if (complaint ?? slow) wrong.push(describe(testCase, index, complaint ?? slow))
    }
    expect(wrong.join('\n')).toBe('')
    // Each kind of outcome is met, or the mutations no longer reach what they are to reach.
    const expected = ['component-malformed', 'compose-failed', 'document-invalid', 'plug-unmatched']
    if (COUNT >= 10_000) {
      expect([...outcomes.keys()]).toEqual(expect.arrayContaining([...expected, 'success', 'wit-invalid']))
      expect(outcomes.get('success')).toBeGreaterThan(COUNT / 20)
    }
  },
  // Without a limit of its own where more is asked for.
  Math.max(240_000, COUNT * 100),
)

async function attempt(testCase: MutationCase): Promise<{ outcome: string; complaint?: string | undefined }> {
  try {
    const made = await testCase.run()
    const invalid = made === undefined ? null : await whyInvalid(made)
    return {
      outcome: 'success',
      complaint: invalid === null ? undefined : `made what is invalid: ${invalid.reason}`,
    }
  } catch (error) {
    if (!(error instanceof AirlockError)) return { outcome: 'thrown', complaint: `threw ${error}` }
    const { code, message } = error
    const isKnown = code !== 'internal' || knownPanics.some((pattern) => pattern.test(message))
    return { outcome: code, complaint: isKnown && code in errorCodes ? undefined : `${code}: ${message}` }
  }
}

/** By the Rust component, which reads every byte; `inspectComponent` may leave function bodies to the engine. */
async function whyInvalid(bytes: Uint8Array): Promise<{ reason: string } | null> {
  const json = await callToolchain('component-malformed', (toolchain) => toolchain.inspect(bytes))
  return (JSON.parse(json) as Inspection).invalid
}

/** How to see it again: `AIRLOCK_MUTATION_SEED=… AIRLOCK_MUTATION_FIRST=… AIRLOCK_MUTATIONS=1`. */
function describe(testCase: MutationCase, index: number, complaint: string | undefined): string {
  const { operation, input } = testCase
  return `seed ${SEED}, case ${index}, ${operation}: ${complaint}\n  ${showInput(input)}`
}
