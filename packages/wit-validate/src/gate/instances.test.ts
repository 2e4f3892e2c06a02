import { parseWat } from '@wasm-airlock/wac'
import { describe, expect, test } from 'vitest'
import { checkGate } from './check-gate.ts'
import type { Limits } from './limits.ts'

function times(count: number, make: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => make(index)).join(' ')
}

/** As often as `outer` times `inner`. */
const multiplied = (module: string, outer: number, inner: number) =>
  parseWat(`(component
    (component $c (core module $m ${module}) ${times(inner, () => '(core instance (instantiate $m))')})
    ${times(outer, () => '(instance (instantiate $c))')})`)

const bindings = { code: 'limit-exceeded', path: 'size of generated bindings, in types' }

/** The number that is the most that a component passes with. */
async function measure(component: Uint8Array, limit: keyof Limits): Promise<unknown> {
  const [finding] = await checkGate(component, { limits: { [limit]: 0 } })
  return finding?.args.actual
}

describe('instances of core modules', () => {
  test('what is in each of them is counted', async () => {
    const module = '(memory 16) (table 5 funcref) (func $f) (start $f)'
    const component = await multiplied(module, 4, 5)
    expect(component.length).toBeLessThan(200)
    expect(await measure(component, 'maxMemories')).toBe(20)
    expect(await measure(component, 'maxMemoryBytes')).toBe(20 * 2 ** 20)
    expect(await measure(component, 'maxTables')).toBe(20)
    expect(await measure(component, 'maxTableElements')).toBe(100)
    expect(await measure(component, 'maxStartFunctions')).toBe(20)
  })

  test('one is allowed a gigabyte, two are not', async () => {
    expect(await checkGate(await multiplied('(memory 16384)', 1, 1))).toEqual([])
    expect(await checkGate(await multiplied('(memory 16384)', 1, 2))).toMatchObject([
      { path: 'bytes of memory at the start', args: { actual: 2 ** 31, limit: 2 ** 30 } },
    ])
  })

  test('a module without an instance is counted as well', async () => {
    const component = await parseWat('(component (core module (memory 1)) (core module (memory 1)))')
    expect(await measure(component, 'maxMemories')).toBe(2)
  })

  test('each has code of its own', async () => {
    expect(await checkGate(await multiplied('', 10, 1000))).toEqual([])
    expect(await checkGate(await multiplied('', 900, 900))).toMatchObject([bindings])
  })

  test('code grows with what they import', async () => {
    const imports = times(500, (index) => `(import "m" "${index}${'a'.repeat(200)}" (func))`)
    const exports = times(500, (index) => `(export "${index}${'a'.repeat(200)}" (func $f))`)
    const component = await parseWat(`(component
      (core module $given (func $f) ${exports})
      (core instance $given (instantiate $given))
      (core module $m ${imports})
      ${times(100, () => '(core instance (instantiate $m (with "m" (instance $given))))')})`)
    expect(await checkGate(component)).toMatchObject([bindings])
  })

  test('modules of the outer component and of instances are followed', async () => {
    const component = await parseWat(`(component $outer
      (core module $big (memory 100))
      (component $offers (alias outer $outer $big (core module $b)) (export "m" (core module $b)))
      (instance $offer (instantiate $offers))
      (alias export $offer "m" (core module $again))
      (component $c (alias outer $outer $again (core module $b)) ${times(7, () => '(core instance (instantiate $b))')})
      ${times(3, () => '(instance (instantiate $c))')})`)
    expect(await measure(component, 'maxMemories')).toBe(21)
  })

  test('more than there are numbers is more than is allowed', async () => {
    const levels = 60
    const nest = (level: number): string =>
      level === 0
        ? '(component $c0 (core module $m (memory 1)) (core instance (instantiate $m)))'
        : `(component $c${level} ${nest(level - 1)} ${times(40, () => `(instance (instantiate $c${level - 1}))`)})`
    const findings = await checkGate(await parseWat(nest(levels)))
    expect(findings.map(({ args }) => args.actual)).toEqual(Array(3).fill(Number.MAX_SAFE_INTEGER))
  })
})

describe('instances of components', () => {
  test('aliases are gone through for each', async () => {
    const many = (count: number) =>
      parseWat(`(component
        (import "i" (instance $i (export "f" (func))))
        (component $c (import "i" (instance $x (export "f" (func))))
          ${times(1000, () => '(alias export $x "f" (func))')})
        ${times(count, () => '(instance (instantiate $c (with "i" (instance $i))))')})`)
    expect(await checkGate(await many(100))).toEqual([])
    expect(await checkGate(await many(900))).toMatchObject([bindings])
  })

  test('resources are', async () => {
    const drops = times(
      100,
      (index) => `(type $r${index} (resource (rep i32)))
      (core func (canon resource.drop $r${index}))`,
    )
    const component = await parseWat(
      `(component (component $c ${drops}) ${times(900, () => '(instance (instantiate $c))')})`,
    )
    expect(await checkGate(component)).toMatchObject([bindings])
  })

  test('a component that makes instances of what it is handed cannot be measured', async () => {
    const handed = (sort: string, type: string) =>
      parseWat(`(component
        (${sort} $big)
        (component $twice (import "x" (${sort} $x ${type}))
          (${sort === 'component' ? '' : 'core '}instance (instantiate $x))
          (${sort === 'component' ? '' : 'core '}instance (instantiate $x)))
        (instance (instantiate $twice (with "x" (${sort} $big)))))`)
    for (const sort of ['component', 'core module']) {
      expect(await checkGate(await handed(sort, ''))).toMatchObject([
        { code: 'component-malformed', args: { reason: expect.stringContaining('that is handed over') } },
      ])
    }
  })

  test('the type that a component is exported with does not hide what it takes', async () => {
    const component = await parseWat(`(component
      (component $offers
        (component $big ${times(50, () => '(core module)')}
          ${times(1000, (index) => `(core instance (instantiate ${index % 50}))`)})
        (export "c" (component $big) (component)))
      (instance $offer (instantiate $offers))
      (alias export $offer "c" (component $c))
      ${times(200, () => '(instance (instantiate $c))')})`)
    expect(await checkGate(component)).toMatchObject([bindings])
  })

  test('what comes from the host is not', async () => {
    const component = await parseWat('(component (import "x" (component $x)) (instance (instantiate $x)))')
    expect(await checkGate(component)).toEqual([])
  })
})

describe('functions', () => {
  const wide = `(type $wide (tuple ${'u8 '.repeat(999)}))
    (core module $m (memory (export "memory") 1)
      (func (export "f") (param i32)) (func (export "none"))
      (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 0))
    (core instance $m (instantiate $m))
    (func $f (param "x" $wide) (canon lift (core func $m "f") (memory $m "memory") (realloc (func $m "realloc"))))
    (func $small (canon lift (core func $m "none")))`

  test('weigh as much as their own type, as often as they are exported', async () => {
    const exporting = (count: number, func: string) =>
      parseWat(`(component ${wide} ${times(count, (index) => `(export "f${index}" (func ${func}))`)})`)
    expect(await checkGate(await exporting(10, '$f'))).toEqual([])
    expect(await checkGate(await exporting(100, '$f'))).toMatchObject([bindings])
    expect(await checkGate(await exporting(100, '$small'))).toEqual([])
  })

  test('those of an instance too', async () => {
    const component = await parseWat(`(component ${wide}
      (instance $i (export "a" (func $f)) (export "b" (func $f)))
      ${times(50, (index) => `(export "a:b/c${index}" (instance $i))`)})`)
    expect(await checkGate(component)).toMatchObject([bindings])
  })

  test('are not counted again where a component is wrapped', async () => {
    const wrap = (component: string, levels: number): string =>
      levels === 0
        ? component
        : wrap(
            `(component ${component.replace('(component', '(component $inner')} (instance $i (instantiate $inner))
              (alias export $i "f" (func $f)) (export "f" (func $f)))`,
            levels - 1,
          )
    const plain = `(component ${wide} (export "f" (func $f)))`
    const [alone, wrapped] = await Promise.all(
      [0, 10].map(async (levels) =>
        Number(await measure(await parseWat(wrap(plain, levels)), 'maxBindings')),
      ),
    )
    expect(wrapped).toBeLessThan(Number(alone) + 100)
  })

  test.each([
    ['results', 3, '(result)'],
    ['handles', 4, '(own $r)'],
    ['streams', 7, '(stream)'],
  ])('%s weigh %d types', async (_, weight, type) => {
    const withType = (inner: string) =>
      parseWat(`(component (import "a:b/c" (instance (export "r" (type $r (sub resource)))
        (export "f" (func (param "x" (tuple ${inner}))))))
        )`)
    const [none, some] = await Promise.all(
      ['u8', `u8 ${type.repeat(100)}`].map(async (inner) => measure(await withType(inner), 'maxBindings')),
    )
    // As an import, and as the largest function.
    expect(Number(some) - Number(none)).toBeGreaterThanOrEqual(2 * 100 * weight)
  })

  test('the more, the longer the names are in what they convert', async () => {
    const naming = (name: string, make: (cases: string) => string) =>
      parseWat(`(component (import "a:b/c" (instance
        (type $t ${make(times(300, (index) => `"${name}${letters(index)}"`))}) (export "t" (type $n (eq $t)))
        ${times(50, (index) => `(export "f${index}" (func (param "x" $n)))`)})))`)
    const letters = (index: number) => [...String(index)].map((digit) => 'abcdefghij'[Number(digit)]).join('')
    const record = (cases: string) => `(record ${cases.replaceAll(/"[^"]+"/g, '(field $& u8)')})`
    for (const make of [record, (cases: string) => `(enum ${cases})`]) {
      expect(await checkGate(await naming('a', make))).toEqual([])
      expect(await checkGate(await naming('a'.repeat(900), make))).toMatchObject([bindings])
    }
  })
})

test('every kind of function that the host offers to core modules can be read', async () => {
  const component = await parseWat(`(component
    (core module $m (memory (export "memory") 1) (table (export "table") 1 funcref)
      (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 0)
      (func (export "none")) (func (export "call") (result i32) i32.const 0)
      (func (export "callback") (param i32 i32 i32) (result i32) i32.const 0))
    (core instance $m (instantiate $m))
    (alias core export $m "memory" (core memory $memory))
    (alias core export $m "table" (core table $table))
    (type $r (resource (rep i32)))
    (type $s (stream u8))
    (type $f (future string))
    (core type $start (func (param i32)))
    (core func (canon resource.new $r)) (core func (canon resource.drop $r)) (core func (canon resource.rep $r))
    (core func (canon backpressure.inc)) (core func (canon backpressure.dec))
    (core func (canon task.return (result string) (memory $memory))) (core func (canon task.return))
    (core func (canon task.cancel)) (core func (canon context.get i32 0)) (core func (canon context.set i32 0))
    (core func (canon thread.yield)) (core func (canon subtask.cancel)) (core func (canon subtask.drop))
    (core func (canon stream.new $s)) (core func (canon stream.read $s async (memory $memory)))
    (core func (canon stream.write $s async (memory $memory)))
    (core func (canon stream.cancel-read $s)) (core func (canon stream.cancel-write $s async))
    (core func (canon stream.drop-readable $s)) (core func (canon stream.drop-writable $s))
    (core func (canon future.new $f))
    (core func (canon future.read $f async (memory $memory) (realloc (func $m "realloc"))))
    (core func (canon future.write $f async (memory $memory)))
    (core func (canon future.cancel-read $f)) (core func (canon future.cancel-write $f))
    (core func (canon future.drop-readable $f)) (core func (canon future.drop-writable $f))
    (core func (canon error-context.new (memory $memory)))
    (core func (canon error-context.debug-message (memory $memory) (realloc (func $m "realloc"))))
    (core func (canon error-context.drop))
    (core func (canon waitable-set.new)) (core func (canon waitable-set.wait (memory $memory)))
    (core func (canon waitable-set.poll (memory $memory))) (core func (canon waitable-set.drop))
    (core func (canon waitable.join)) (core func (canon thread.index))
    (core func (canon thread.resume-later)) (core func (canon thread.suspend))
    (core func (canon thread.suspend-then-resume)) (core func (canon thread.yield-then-resume))
    (core func (canon thread.suspend-then-promote)) (core func (canon thread.yield-then-promote))
    (core func (canon thread.new-indirect $start (table $table)))
    (core func (canon thread.available_parallelism))
    (func (export "plain") (canon lift (core func $m "none") string-encoding=utf16))
    (func (export "later") async (canon lift (core func $m "call") async (callback (func $m "callback")))))`)
  expect(await checkGate(component)).toEqual([])
})
