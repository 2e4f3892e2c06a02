import { parseWat } from '@wasm-airlock/wac'
import { describe, expect, test } from 'vitest'
import { createRandom } from '../../../../tools/random.ts'
import { checkConformance } from './conformance.ts'
import { editInterface } from './testing/edit-interface.ts'
import { follow, shapeOf, spellOut } from './testing/part-of.ts'
import { type Interface, randomInterface } from './testing/random-interface.ts'
import { toWat, toWit } from './testing/write-interface.ts'

const PAIRS = 300
const name = 'test:pair/it@1.0.0'

/** Two interfaces that differ in up to three things, or in nothing. */
function randomPair(seed: number): { expected: Interface; found: Interface } {
  const random = createRandom(seed)
  const expected = randomInterface(random)
  let found = expected
  for (let edits = random.below(4); edits > 0; edits--) found = editInterface(found, random)
  return random.oneIn(2) ? { expected, found } : { expected: found, found: expected }
}

/** The members of one that the other does not have, or has differently; and those that it does not have. */
function compareMembers(one: Interface, other: Interface): { bad: string[]; missing: string[] } {
  const membersOf = (each: Interface) =>
    new Map(
      [...each.definitions, ...each.functions].map((part) => [
        part.name,
        JSON.stringify(spellOut(each, part)),
      ]),
    )
  const [mine, theirs] = [membersOf(one), membersOf(other)]
  return {
    bad: [...mine].filter(([member, text]) => theirs.get(member) !== text).map(([member]) => member),
    missing: [...mine.keys()].filter((member) => !theirs.has(member)),
  }
}

describe.each(['import', 'export'] as const)('random pairs of interfaces as an %s', (side) => {
  async function check(expected: Interface, found: Interface) {
    const text =
      side === 'import'
        ? `(component (import "${name}" ${toWat(found)}))`
        : `(component (import "given" (instance $i ${toWat(found).slice('(instance'.length)}) (export "${name}" (instance $i)))`
    const given = side === 'import' ? '' : `import given: interface { ${toWit(found)} }`
    const wit = `package test:pair@1.0.0; interface it { ${toWit(expected)} } world w { ${given} ${side} it; }`
    const component = await parseWat(text)
    const options = { wit: { 'w.wit': wit } }
    return {
      subtype: await checkConformance(component, options),
      exact: await checkConformance(component, { ...options, match: 'exact' }),
    }
  }

  test('the verdict is right, and the place that is named is the first where they part', async () => {
    const verdicts = { fits: 0, differs: 0 }
    for (let seed = 0; seed < PAIRS; seed++) {
      const { expected, found } = randomPair(seed)
      const { subtype, exact } = await check(expected, found)
      const { bad } = side === 'import' ? compareMembers(found, expected) : compareMembers(expected, found)
      const beyond = side === 'import' ? [] : compareMembers(found, expected).missing
      const about = `seed ${seed}:\n${toWit(expected)}\n--- found\n${toWit(found)}`
      expect(subtype.ok, about).toBe(bad.length === 0)
      expect(exact.ok, about).toBe(bad.length === 0 && beyond.length === 0)
      const wider = exact.findings.filter(({ code }) => code === 'world-interface-wider')
      expect(
        wider.map(({ args }) => args.member),
        about,
      ).toEqual(beyond)
      verdicts[subtype.ok ? 'fits' : 'differs']++
      for (const { args } of subtype.findings.filter(({ code }) => code === 'world-type-mismatch')) {
        const place = String(args.place)
        const sides = [expected, found].map((one) => ({ one, ...follow(one, place) }))
        const [shape, other] = sides.map(({ part }) => shapeOf(part))
        expect(shape, `${about}\n--- place ${place}`).not.toBe(other)
        const [passed, alike] = sides.map(({ one, before }) => before.map((part) => spellOut(one, part)))
        expect(passed, `${about}\n--- place ${place}`).toEqual(alike)
        expect(/^\S+ \S+ \/ (?:type|function) ([^ ]+)/.exec(place)?.[1], about).toBe(bad[0])
        expect(args.expectedThere, about).not.toBe(args.foundThere)
      }
    }
    expect(Math.min(verdicts.fits, verdicts.differs)).toBeGreaterThan(PAIRS / 10)
  })
})
