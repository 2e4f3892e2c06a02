import { expect, it } from 'vitest'
import { encodeU32 } from './binary.ts'
import { spliceComponents } from './splice.ts'

const header = [0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00]
const custom = [0, 2, 1, 0x61]

function composition(...components: readonly (readonly number[])[]): Uint8Array {
  const sections = components.map((bytes) => [4, ...encodeU32(bytes.length), ...bytes, ...custom])
  return Uint8Array.from([...header, ...sections.flat(), ...custom])
}

const first = { skeleton: Uint8Array.of(1, 2), whole: new Uint8Array(300).fill(7) }
const second = { skeleton: Uint8Array.of(1, 3), whole: Uint8Array.of(9) }
const third = { skeleton: Uint8Array.of(1, 4), whole: Uint8Array.of(8) }

it('puts each whole component in the place of its skeleton, with its size', () => {
  expect(spliceComponents(composition([1, 3], [1, 2]), [first, second, third])).toEqual(
    composition([9], [...first.whole]),
  )
})

it('leaves a composition that contains no components', () => {
  const bytes = composition()
  expect(spliceComponents(bytes, [first])).toEqual(bytes)
})

it.each([
  ['contains another component', composition([1, 2], [1, 5])],
  ['is no component', Uint8Array.of(0, 1)],
  ['is not whole', composition([1, 2]).slice(0, -1)],
])('gives up where the composition %s', (_, bytes) => {
  expect(spliceComponents(bytes, [first, second])).toBeUndefined()
})
