import { expect, test } from 'vitest'
import {
  componentOf,
  concat,
  custom,
  moduleOf,
  name,
  number,
  repeat,
  sized,
  vector,
} from '../testing/encode.ts'
import { body, dataSection, latin1, planted } from '../testing/planted.ts'
import { readContents } from './contents.ts'

/** A bit of everything that is read. */
function everything(): Uint8Array {
  const memory = sized(5, number(1), Uint8Array.of(1, 1, 2))
  const table = sized(4, number(1), Uint8Array.of(0x40, 0, 0x70, 0, 1, 0xd0, 0x70, 0x0b))
  const producers = custom('producers', vector([name('language'), vector([name('Rust'), name('1')])]))
  const token = planted.find(({ kind }) => kind === 'npm-token')?.text ?? ''
  const data = dataSection(`https://a.test/${token}`, moduleOf(custom('x')).subarray(2))
  return componentOf(
    producers,
    moduleOf(sized(3, number(1), number(0)), table, memory, sized(8, number(0)), data),
    sized(4, componentOf(moduleOf(producers), custom('notes', latin1('postgres://a:bcdefghi@c.test')))),
  )
}

function expectNoSecret(bytes: Uint8Array): void {
  const shown = JSON.stringify(readContents(bytes))
  expect(shown.length).toBeLessThan(20_000)
  expect(shown).not.toContain('bcdefghi')
  expect(shown).not.toContain(body(36).slice(20))
}

test('what is cut off anywhere is read up to there', () => {
  const bytes = everything()
  expect(readContents(bytes)).toMatchObject({
    secrets: [{ kind: 'npm-token' }, { kind: 'password-in-url' }],
    embedded: [{ kind: 'core-module' }],
    producers: { language: { Rust: '1' } },
  })
  for (let length = 0; length < bytes.length; length += 1) expectNoSecret(bytes.subarray(0, length))
})

test('with any bytes changed there is an answer', () => {
  const bytes = everything()
  let seed = 1
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % below
  }
  for (let round = 0; round < 20_000; round += 1) {
    const mutant = Uint8Array.from(bytes)
    for (let change = random(4); change >= 0; change -= 1) mutant[random(mutant.length)] = random(256)
    const { modules, totals } = readContents(mutant)
    expect(modules.length).toBe(totals.modules)
    expect(totals.searchedBytes).toBeLessThanOrEqual(bytes.length)
  }
})

const huge = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f)
const endless = new Uint8Array(20).fill(0xff)
const lies: [what: string, section: Uint8Array][] = [
  ['a section that is larger than all', concat(Uint8Array.of(3), huge)],
  ['a size that does not end', concat(Uint8Array.of(3), endless)],
  ['4 billion functions', sized(3, huge)],
  ['4 billion memories', sized(5, huge, repeat(Uint8Array.of(0, 1), 100_000))],
  ['4 billion tables', sized(4, huge, repeat(Uint8Array.of(0x70, 0, 1), 100_000))],
  ['4 billion data segments', sized(11, huge, repeat(Uint8Array.of(1, 0), 100_000))],
  ['a segment that is larger than its section', sized(11, number(1), Uint8Array.of(1), huge)],
  ['an offset that does not end', sized(11, number(1), Uint8Array.of(0, 0x41), endless)],
  ['a memory of a number that does not end', sized(5, number(1), Uint8Array.of(4), endless)],
  ['pages of a size that is none', sized(5, number(1), Uint8Array.of(8, 1), huge)],
  ['a name that is larger than its section', sized(0, huge)],
  ['producers without end', custom('producers', huge, name('x'), huge)],
]

test.each(lies)('%s is no reason to fail', (_, section) => {
  const { modules, totals } = readContents(componentOf(moduleOf(section), custom('after')))
  expect([modules.length, totals.modules]).toEqual([1, 1])
})

test('what is nested without end is no reason to fail', () => {
  let bytes = componentOf()
  for (let depth = 0; depth < 3000; depth += 1) bytes = componentOf(sized(4, bytes))
  expect(readContents(bytes)).toMatchObject({ totals: { components: 3000 } })
})

test.each([
  ['nothing', new Uint8Array()],
  ['text', latin1('https://a.test/')],
  ['half a header', Uint8Array.of(0, 0x61, 0x73, 0x6d, 0x0d)],
])('%s holds nothing', (_, bytes) => {
  expect(readContents(bytes)).toMatchObject({ modules: [], hosts: [], totals: { dataBytes: 0 } })
})

test('a core module is read too', () => {
  const module = moduleOf(dataSection('https://a.test/'))
  expect(readContents(module.subarray(2))).toMatchObject({
    modules: [{ where: 'module', dataBytes: 15 }],
    hosts: [{ where: 'module / data 0' }],
  })
})
