import { parseWat } from '@wasm-airlock/wac'
import { expect, test } from 'vitest'
import { createRandom, type Random } from '../../../../tools/random.ts'
import { restrictComponent } from './restrict-component.ts'

/** Up to `most` of what is made, and at least one. */
function times<T>(random: Random, most: number, make: (index: number) => T): T[] {
  return Array.from({ length: 1 + random.below(most) }, (_, index) => make(index))
}

const plain = ['bool', 'u8', 's16', 'u32', 's64', 'f32', 'f64', 'char', 'string']

/** An interface of random types; `given` is a resource of another one, which it may use. */
function randomInterface(random: Random, given: string | null) {
  const lines: string[] = []
  const names: string[] = []
  const handles: string[] = []
  const resources: string[] = []
  if (given !== null) {
    lines.push(`(alias outer 1 ${given} (type $given)) (export "given" (type $used (eq $given)))`)
    handles.push('$used')
  }
  if (random.oneIn(2)) {
    lines.push('(export "thing" (type $thing (sub resource)))')
    handles.push('$thing')
    resources.push('$thing')
  }
  const value = (depth: number, mayBorrow: boolean): string => {
    const inner = () => value(depth - 1, mayBorrow)
    const kind = random.below(depth > 0 ? 9 : 3)
    if (kind === 1 && names.length > 0) return random.pick(names)
    if (kind === 2 && handles.length > 0) {
      return `(${mayBorrow ? random.pick(['own', 'borrow']) : 'own'} ${random.pick(handles)})`
    }
    if (kind === 3) return `(list ${inner()})`
    if (kind === 4) return `(option ${inner()})`
    if (kind === 5) return `(tuple ${times(random, 3, inner).join(' ')})`
    if (kind === 6) return `(result ${inner()} (error ${inner()}))`
    if (kind === 7) return random.pick(['(result)', '(result (error string))', `(result ${inner()})`])
    return random.pick(plain)
  }
  for (let index = random.below(4); index > 0; index -= 1) {
    const inner = () => value(2, false)
    const definition = random.pick([
      () => `(record ${times(random, 4, (each) => `(field "f${each}" ${inner()})`).join(' ')})`,
      () =>
        `(variant ${times(random, 3, (each) => `(case "c${each}" ${inner()})`).join(' ')} (case "access"))`,
      () =>
        `(enum ${times(random, 4, (each) => `"c${each}"`).join(' ')} "${random.pick(['access', 'red'])}")`,
      () => `(flags ${times(random, 20, (each) => `"f${each}"`).join(' ')})`,
    ])()
    lines.push(`(type $d${index} ${definition}) (export "t${index}" (type $t${index} (eq $d${index})))`)
    names.push(`$t${index}`)
  }
  const functions = times(random, 4, (index) => {
    const params = times(random, 4, (each) => `(param "p${each}" ${value(3, true)})`).join(' ')
    const result = random.oneIn(4) ? '' : `(result ${value(3, false)})`
    const own = random.oneIn(2) ? resources[0] : undefined
    const name = own === undefined ? `f${index}` : `[method]thing.f${index}`
    const self = own === undefined ? '' : `(param "self" (borrow ${own}))`
    lines.push(`(export "${name}" (func ${self} ${params} ${result}))`)
    return name
  })
  return { text: lines.join(' '), functions, hasResource: resources.length > 0 }
}

test('of interfaces of any types, any functions can be denied', async () => {
  for (let seed = 1; seed <= 150; seed += 1) {
    const random = createRandom(seed)
    const first = randomInterface(random, null)
    const second = randomInterface(random, first.hasResource ? '$thing' : null)
    const text = `(component
      (import "a:b/first@1.0.0" (instance $first ${first.text}))
      ${first.hasResource ? '(alias export $first "thing" (type $thing))' : ''}
      (import "a:b/second@1.0.0" (instance ${second.text})))`
    const component = await parseWat(text)
    const kept = first.functions.filter(() => random.oneIn(2))
    const policies = [
      [],
      ['a:b/first'],
      ['a:b/second', ...kept.map((name) => `a:b/first#${name}`)],
      [`a:b/second#${second.functions[0]}`, ...first.functions.map((name) => `a:b/first#${name}`)],
    ]
    for (const allow of policies) {
      const result = await restrictComponent(component, { allow }).catch((error) => error)
      const where = `seed ${seed}, ${JSON.stringify(allow)}: ${result.message}`
      // Of the third policy the first interface may have nothing left that the second one has types of.
      if (result.code === 'restrict-refused') expect(kept, where).toEqual([])
      else expect(result.code, where).toBeUndefined()
    }
  }
})
