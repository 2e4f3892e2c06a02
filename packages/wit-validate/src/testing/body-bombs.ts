import type { Bomb } from './bombs.ts'
import { componentOf, concat, moduleOf, number, repeat, sized, vector } from './encode.ts'

const I32 = 0x7f
const HUGE = 0xffff_ffff

/** A component with one function of as many parameters as results, and what its body does. */
function withBody(arity: number, ...body: readonly Uint8Array[]): Uint8Array {
  const types = concat(number(arity), repeat(Uint8Array.of(I32), arity))
  return componentOf(
    moduleOf(
      sized(1, vector([Uint8Array.of(0x60), types, types])),
      sized(3, vector([number(0)])),
      sized(10, number(1), sizedBody(...body)),
    ),
  )
}

function sizedBody(...body: readonly Uint8Array[]): Uint8Array {
  const content = concat(...body)
  return concat(number(content.length), content)
}

const noLocals = Uint8Array.of(0)
const end = Uint8Array.of(0x0b)
const parameters = (arity: number) =>
  concat(...Array.from({ length: arity }, (_, index) => concat(Uint8Array.of(0x20), number(index))))

/** Function bodies that take a validator long, or make it reserve much. */
export const bodyBombs: readonly Bomb[] = [
  {
    name: 'calls that pass 1000 values each',
    make: () => withBody(1000, noLocals, parameters(1000), repeat(Uint8Array.of(0x10, 0), 3_000_000), end),
  },
  {
    name: 'a jump to a million places, with 1000 values for each',
    make: () =>
      withBody(
        1000,
        noLocals,
        parameters(1000),
        Uint8Array.of(0x41, 0, 0x0e),
        number(1_000_000),
        new Uint8Array(1_000_001),
        end,
      ),
  },
  {
    name: 'a jump to 4 billion places that are not there',
    isInBodies: true,
    make: () => withBody(0, noLocals, Uint8Array.of(0x41, 0, 0x0e), number(HUGE), Uint8Array.of(0), end),
  },
  {
    name: '500,000 functions of 50,000 locals each',
    make: () => {
      const body = sizedBody(number(1), number(50_000), Uint8Array.of(I32), end)
      const count = 500_000
      return componentOf(
        moduleOf(
          sized(1, vector([Uint8Array.of(0x60, 0, 0)])),
          sized(3, number(count), new Uint8Array(count)),
          sized(10, number(count), repeat(body, count)),
        ),
      )
    },
  },
  {
    name: '100 MB of code, the last byte of which is one too many',
    make: () => {
      const body = sizedBody(noLocals, repeat(Uint8Array.of(0x01), 1000), end)
      const count = 100_000
      return componentOf(
        moduleOf(
          sized(1, vector([Uint8Array.of(0x60, 0, 0)])),
          sized(3, number(count), new Uint8Array(count)),
          sized(10, number(count), repeat(body, count / 2), repeat(body, count / 2), end),
        ),
      )
    },
  },
  {
    name: '50 MB of functions, the last of which is not valid',
    isInBodies: true,
    make: () => {
      const body = sizedBody(noLocals, repeat(Uint8Array.of(0x01), 1000), end)
      const count = 50_000
      return componentOf(
        moduleOf(
          sized(1, vector([Uint8Array.of(0x60, 0, 0)])),
          sized(3, number(count + 1), new Uint8Array(count + 1)),
          sized(10, number(count + 1), repeat(body, count), sizedBody(noLocals, Uint8Array.of(0x1a), end)),
        ),
      )
    },
  },
  {
    name: '4 billion locals',
    make: () => withBody(0, number(1), number(HUGE), Uint8Array.of(I32), end),
  },
]
