import { findingCodes } from '@wasm-airlock/shared'
import { beforeAll, expect, test } from 'vitest'
import { mutateBytes } from '../../../tools/mutate-bytes.ts'
import { mutationRange, seedOf, showInput } from '../../../tools/mutation-range.ts'
import { createRandom } from '../../../tools/random.ts'
import { examineComponent } from './examine.ts'
import { checkGate } from './gate/check-gate.ts'
import { resolveLimits } from './gate/limits.ts'
import { isRefused } from './result.ts'
import { inspectWhole, isValidToWasmTools } from './testing/oracle.ts'
import { randomComponent } from './testing/random-component.ts'
import { readRealComponents } from './testing/real-components.ts'

const { count, seed, first } = mutationRange
const measure = {
  wit: undefined,
  world: undefined,
  match: undefined,
  policy: { allow: ['*'] },
  limits: resolveLimits(),
}

/** Small ones, and those of the largest toolchains, of which every case takes a while. */
let real: { readonly small: readonly Uint8Array[]; readonly large: readonly Uint8Array[] }
beforeAll(async () => {
  real = await readRealComponents()
})

function createCase(index: number): Uint8Array {
  const random = createRandom(seedOf(seed, index))
  const pick = () => random.pick(random.oneIn(100) ? real.large : real.small)
  const isGenerated = random.oneIn(2)
  const whole = isGenerated ? randomComponent(random) : pick()
  if (random.oneIn(isGenerated ? 3 : 20)) return whole
  return mutateBytes(whole, isGenerated ? randomComponent(random) : random.pick(real.small), random)
}

async function complain(bytes: Uint8Array, outcomes: Map<string, number>): Promise<string | undefined> {
  const { ok, findings } = await examineComponent(bytes, measure)
  const gate = await checkGate(bytes)
  const { kind, invalid, exceeded } = await inspectWhole(bytes)
  const outcome = ok ? 'accepted' : (findings.find(({ severity }) => severity === 'error')?.code ?? 'nothing')
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)

  if (findings.some(({ code }) => !(code in findingCodes))) return 'a finding that has no wording'
  const isValid = kind === 'component' && invalid === null && exceeded === null
  const isAccepted = isValidToWasmTools(bytes)
  if (isAccepted === false && ok) return 'passed, although wasm-tools validate refuses it'
  if (isAccepted === true && invalid !== null) return `invalid to wasmparser only: ${JSON.stringify(invalid)}`
  if (ok && !isValid) return `passed, although ${JSON.stringify(invalid)}`
  if (outcome === 'component-invalid' && invalid === null) return 'refused as invalid, although it is valid'
  if (ok && isRefused(gate)) return `refused by the gate alone: ${JSON.stringify(gate)}`
  if (!ok && !isRefused(gate) && outcome !== 'component-invalid') return `not refused by the gate: ${outcome}`
  return undefined
}

test(
  `answers ${count} mutated and generated components, and passes none that is not valid`,
  async () => {
    const outcomes = new Map<string, number>()
    const wrong: string[] = []
    for (let index = first; index < first + count && wrong.length < 20; index += 1) {
      const bytes = createCase(index)
      const complaint = await complain(bytes, outcomes).catch((error) => `threw ${error}`)
      if (complaint !== undefined) {
        wrong.push(`seed ${seed}, case ${index}: ${complaint}\n  ${showInput(bytes)}`)
      }
    }
    expect(wrong.join('\n')).toBe('')
    // Each kind of outcome is met, or the mutations no longer reach what they are to reach.
    if (count >= 10_000) {
      const expected = [
        'component-invalid',
        'component-malformed',
        'limit-exceeded',
        'name-unsafe',
        'section-unsafe',
      ]
      expect([...outcomes.keys()]).toEqual(expect.arrayContaining([...expected, 'accepted']))
      expect(outcomes.get('accepted')).toBeGreaterThan(count / 20)
    }
  },
  // What hangs ends here; no limit of its own where more is asked for.
  Math.max(600_000, count * 100),
)
