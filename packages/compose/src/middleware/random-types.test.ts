import { expect, test } from 'vitest'
import { createRandom } from '../../../../tools/random.ts'
import { type Functions, interfaceOf, runMiddleware } from '../testing/middleware.ts'
import { plainValue, type RandomType, RandomTypes } from '../testing/random-types.ts'
import { buildChain } from './build-chain.ts'

const interfaces = 40
const valuesEach = 15

test.each(Array.from({ length: interfaces }, (_, seed) => seed))(
  'values of any type come through a chain unchanged (%i)',
  async (seed) => {
    const random = createRandom(seed)
    const types = new RandomTypes(random)
    const functions = Array.from({ length: 5 }, () => {
      const type = types.type(4)
      // What a function returns is no `result` in JavaScript.
      const first =
        type.kind === 'result'
          ? { ...type, wit: `tuple<${type.wit}>`, value: (r: never) => [type.value(r)] }
          : type
      const more = Array.from({ length: random.below(4) }, () => types.type(2))
      return { first, more, isFallible: random.oneIn(3) }
    })
    const wit = functions.map(({ first, more, isFallible }, index) => {
      const params = [first, ...more].map((type: RandomType, at) => `p${at}: ${type.wit}`)
      return `f${index}: func(${params.join(', ')}) -> ${isFallible ? `result<${first.wit}, string>` : first.wit};`
    })
    const middleware = await buildChain(
      await interfaceOf(`${types.declarations.join(' ')} ${wit.join(' ')}`),
      2,
    )

    let seen: unknown[] = []
    const link: Functions = Object.fromEntries(
      functions.map((_, index) => [
        `f${index}`,
        (...args) => {
          seen.push(args)
          return args[0]
        },
      ]),
    )
    const it = await runMiddleware(middleware, [link, link])
    for (const [index, { first, more }] of functions.entries()) {
      for (let count = 0; count < valuesEach; count++) {
        const args = [first, ...more].map((type: RandomType) => type.value(random))
        seen = []
        expect(plainValue(it[`f${index}`]?.(...args))).toEqual(plainValue(args[0]))
        expect(plainValue(seen)).toEqual(plainValue([args, args]))
      }
    }
  },
)
