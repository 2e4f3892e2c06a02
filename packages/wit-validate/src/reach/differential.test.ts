import { parseWat } from '@wasm-airlock/wac'
import { expect, test } from 'vitest'
import { createRandom } from '../../../../tools/random.ts'
import { findCalledImports, indexCalled } from './called-imports.ts'
import { randomComponent } from './testing/random-component.ts'
import { runComponent } from './testing/run-component.ts'

/** How many components are tried, and from which seed on. */
const COUNT = Number(process.env.AIRLOCK_MUTATIONS ?? 1000)
const SEED = Number(process.env.AIRLOCK_MUTATION_SEED ?? 1)

test(
  `nothing that ${COUNT} random components call when they run was said to be never called`,
  async () => {
    const wrong: string[] = []
    const seen = { never: 0, maybe: 0, called: 0 }
    for (let seed = SEED; seed < SEED + COUNT; seed++) {
      const random = randomComponent(seed)
      const component = await parseWat(random.text)
      const result = await findCalledImports(component)
      expect(result, `seed ${seed}`).toMatchObject({ complete: true })
      const isCalled = indexCalled(result)
      const called = await runComponent(random, component, createRandom(seed))
      for (const host of random.hosts) {
        const said = isCalled(host, host)
        seen[said]++
        if (!called.has(host)) continue
        seen.called++
        if (said === 'never') wrong.push(`seed ${seed}: ${host} was called`)
      }
    }
    expect(wrong.join('\n')).toBe('')
    // Both answers are given, and most of what may be called is, or the test says little.
    expect(seen.never).toBeGreaterThan(COUNT / 2)
    expect(seen.called).toBeGreaterThan(COUNT / 2)
  },
  Math.max(120_000, COUNT * 200),
)
