import { expect, it } from 'vitest'
import { createRandom } from '../../../tools/random.ts'
import { Reader, readSections } from './binary.ts'
import { readBodies } from './function-bodies.ts'
import type { Inspection } from './index.ts'
import { wrapBody } from './testing/body-module.ts'
import { randomBody } from './testing/random-bodies.ts'
import { callToolchain } from './toolchain.ts'

/** As in `mutations.test.ts`. */
const COUNT = Number(process.env.AIRLOCK_MUTATIONS ?? 20_000)
const SEED = Number(process.env.AIRLOCK_MUTATION_SEED ?? 1)
const FIRST = Number(process.env.AIRLOCK_MUTATION_FIRST ?? 0)

it(
  `finds nothing plain in ${COUNT} bodies on which the engine and wasmparser do not agree`,
  async () => {
    const tally = { plain: 0, rare: 0, judged: 0 }
    const wrong: string[] = []
    for (let index = FIRST; index < FIRST + COUNT && wrong.length < 20; index++) {
      const body = randomBody(createRandom(Math.imul(SEED, 0x9e3779b1) ^ index))
      const module = wrapBody(body)
      if (!isPlain(module)) {
        tally.rare += 1
        continue
      }
      tally.plain += 1
      if (!WebAssembly.validate(module as BufferSource)) continue
      tally.judged += 1
      const { invalid } = await judge(module)
      if (invalid === null) continue
      const hex = Buffer.from(body.body).toString('hex')
      wrong.push(`seed ${SEED}, case ${index}, type ${body.type}: ${invalid.reason}\n  ${hex}`)
    }
    if (process.env.AIRLOCK_MUTATIONS !== undefined) process.stdout.write(`${JSON.stringify(tally)}\n`)
    expect(wrong.join('\n')).toBe('')
    if (COUNT >= 10_000) {
      expect(tally.rare).toBeGreaterThan(COUNT / 10)
      expect(tally.judged).toBeGreaterThan(COUNT / 10)
    }
  },
  Math.max(120_000, COUNT * 20),
)

/** As it is decided where it matters, the automaton included. */
function isPlain(module: Uint8Array): boolean {
  const code = [...readSections(module, 0, module.length)].find((section) => section?.id === 10)
  const bodies = readBodies(new Reader(module, code?.content ?? 0, code?.end ?? 0), true)
  return bodies?.rare.length === 0
}

/** By the Rust component, which reads every byte. */
async function judge(module: Uint8Array): Promise<Inspection> {
  const json = await callToolchain('component-malformed', (toolchain) => toolchain.inspect(module))
  return JSON.parse(json)
}
