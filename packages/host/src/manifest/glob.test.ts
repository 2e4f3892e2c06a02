import { expect, test } from 'vitest'
import { compileGlob } from './glob.ts'

/** The same as one regular expression: short, and takes for ever where there are many stars. */
function toExpression(pattern: string, goesThrough: boolean): RegExp {
  const one = goesThrough ? '.' : '[^/]'
  const parts = pattern.replace(/(\*\*\/)+/g, '**/').matchAll(/\*\*\/|\*+|\?|\[(!?)(\]?[^\]]*)\]|./gsu)
  const source = Array.from(parts, ([text, isNot = '', set]) => {
    if (text === '**/') return '(?:.*/)?'
    if (text.startsWith('*')) return text === '**' ? '.*' : `${one}*`
    if (text === '?') return one
    if (set !== undefined) return `[${isNot === '' ? '' : '^'}${set.replace(/[\\[\]^]/g, '\\$&')}]`
    return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  }).join('')
  try {
    return new RegExp(`^${source}$`, 'su')
  } catch {
    return /(?!)/
  }
}

/** Numbers from 0 to below `limit`, the same ones in every run. */
function createRandom(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
}

const plain = ['a', 'b', '/', 'a', 'b', '/', '.', '-', '!', '^', '\\', ']', '[', '$', '{', '\n', 'é', '😀']
const halves = ['\ud83d', '\ude00']
const wild = [
  '*',
  '*',
  '**',
  '**/',
  '***',
  '?',
  '[ab]',
  '[!a]',
  '[]',
  '[!]',
  '[a-b',
  '[b-a]',
  '[]a]',
  '[^a-]',
]

test('answers as one regular expression would', () => {
  const random = createRandom(7)
  const pick = (from: readonly string[]) => from[random(from.length)] as string
  const text = (most: number, from: readonly string[]) =>
    Array.from({ length: random(most + 1) }, () => pick(from)).join('')
  const counts = { true: 0, false: 0 }
  for (let round = 0; round < 20_000; round += 1) {
    const chars = round % 10 === 0 ? [...plain, ...halves] : round % 3 === 0 ? plain : plain.slice(0, 6)
    const pieces = Array.from({ length: random(8) }, () => pick(random(2) === 0 ? wild : chars))
    const pattern = pieces.join('')
    // Some that are likely to match, and some at random.
    const filled = () =>
      pieces.map((piece) => (wild.includes(piece) ? text(piece === '?' ? 1 : 3, chars) : piece)).join('')
    const names = [...Array.from({ length: 6 }, filled), text(7, chars), text(7, chars), pattern]
    for (const goesThrough of [false, true]) {
      const expression = toExpression(pattern, goesThrough)
      const matches = compileGlob(pattern, goesThrough)
      for (const name of names) {
        const expected = expression.test(name)
        if (matches(name) !== expected)
          expect.fail(`${JSON.stringify([pattern, name, goesThrough])} has to be ${expected}`)
        counts[`${expected}`] += 1
      }
    }
  }
  expect(Math.min(counts.true, counts.false)).toBeGreaterThan(20_000)
})

test.each([
  ['many stars', `${'*a'.repeat(100)}b`, 'a'.repeat(255)],
  ['many folders', `${'**/a/'.repeat(300)}b`, 'a/'.repeat(2000)],
  ['many of both', `${'**/*a*'.repeat(300)}b`, 'a/'.repeat(2000)],
  ['stars, then anything', `${'*a**'.repeat(300)}b`, 'a'.repeat(2000)],
  ['brackets that are never closed', '['.repeat(500_000), 'a'.repeat(255)],
  ['brackets that are hardly closed', `${'[!'.repeat(300_000)}]b`, 'a'],
  ['more than the name can hold', '*a'.repeat(300_000), 'a'.repeat(4000)],
])('takes its time from no pattern: %s', (_, pattern, name) => {
  for (const goesThrough of [false, true]) {
    const start = performance.now()
    expect(compileGlob(pattern, goesThrough)(name)).toBe(false)
    expect(performance.now() - start).toBeLessThan(2000)
  }
})
