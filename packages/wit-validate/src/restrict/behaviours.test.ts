import { parseWat } from '@wasm-airlock/wac'
import { describe, expect, test } from 'vitest'
import { runComponent } from '../../../../tools/wasm/run-component.ts'
import { looking, passing } from './fixtures.ts'
import { type RestrictOptions, restrictComponent } from './restrict-component.ts'

async function restrict(text: string, options: RestrictOptions = {}) {
  return restrictComponent(await parseWat(text), { allow: [] }, options)
}

/** What a function throws. */
function failure(call: () => unknown): unknown {
  try {
    call()
  } catch (error) {
    return error
  }
  throw new Error('it did not fail')
}

describe('a denied function traps', () => {
  test('where its type has no error', async () => {
    const { component, denied, imports } = await restrict(
      passing('(result u32)', '', '(result (tuple u32 string))'),
    )
    expect(imports).toEqual([])
    expect(denied).toEqual(['f0', 'f1', 'f2'].map((name) => ({ import: 't:t/i@1.0.0', name, how: 'trap' })))
    const { f0, f1, f2 } = await runComponent(component)
    for (const f of [f0, f1, f2]) expect(failure(f)).toBeInstanceOf(WebAssembly.RuntimeError)
  })

  test.each([
    ['a record', '(type $e (record (field "code" u32)))'],
    ['an enum of which no case says so', '(type $e (enum "red" "green"))'],
    [
      'a case that wants more',
      '(type $r (record (field "code" u32))) (export "r" (type $rn (eq $r))) (type $e (variant (case "other" $rn)))',
    ],
    ['flags', '(type $e (flags "access"))'],
  ])('where the error is %s', async (_, type) => {
    const { component, denied } = await restrict(
      looking(`${type} (export "e" (type $n (eq $e)))`, '(result (result u64 (error $n)))', 24),
    )
    expect(denied).toMatchObject([{ how: 'trap' }])
    expect(failure((await runComponent(component)).run)).toBeInstanceOf(WebAssembly.RuntimeError)
  })

  test('always, where that is wanted', async () => {
    const { component, denied } = await restrict(passing('(result (result))'), { behaviour: 'trap' })
    expect(denied).toMatchObject([{ how: 'trap' }])
    expect(failure((await runComponent(component)).f0)).toBeInstanceOf(WebAssembly.RuntimeError)
  })

  test('where it is no part of an interface', async () => {
    const { component, denied, imports } = await restrict(`(component
      (import "log" (func $log (param "text" string)))
      (import "ask" (func $ask (result (result string (error string)))))
      (export "say" (func $log))
      (export "question" (func $ask)))`)
    expect(imports).toEqual([])
    expect(denied).toEqual([
      { import: 'log', name: 'log', how: 'trap' },
      { import: 'ask', name: 'ask', how: 'error' },
    ])
    const { say, question } = await runComponent(component)
    expect(failure(question)).toBe('denied by policy')
    expect(failure(() => say('hello'))).toBeInstanceOf(WebAssembly.RuntimeError)
  })
})

describe('a denied function returns an error', () => {
  test.each([
    ['(result (result))', undefined],
    ['(result (result (error string)))', 'denied by policy'],
    ['(result (result u32 (error string)))', 'denied by policy'],
    [
      '(param "a" string) (param "b" (list (tuple u8 string))) (result (result (list string) (error (option u64))))',
      undefined,
    ],
    ['(result (result f64))', undefined],
  ])('whose type is %s', async (type, error) => {
    const { component, denied } = await restrict(passing(type))
    expect(denied).toMatchObject([{ how: 'error' }])
    const { f0 } = await runComponent(component)
    for (let call = 0; call < 3; call += 1) expect(failure(() => f0('text', [[1, 'x']]))).toEqual(error)
  })

  test.each([
    [
      'an enum',
      '(type $e (enum "io" "access" "other"))',
      '(result (result u32 (error $n)))',
      [1, 0, 0, 0, 1],
    ],
    ['the enum alone', '(type $e (enum "red" "unsupported"))', '(result (result (error $n)))', [1, 1]],
    [
      'a variant',
      '(type $e (variant (case "broken" u64) (case "not-permitted")))',
      '(result (result (error $n)))',
      [1, 0, 0, 0, 0, 0, 0, 0, 1],
    ],
    [
      'the plainest case',
      '(type $e (variant (case "other" string) (case "access-denied")))',
      '(result (result (error $n)))',
      [1, 0, 0, 0, 1],
    ],
    [
      'a case that explains',
      '(type $e (variant (case "broken") (case "internal-error" (option string))))',
      '(result (result (error $n)))',
      [1, 0, 0, 0, 1, 0, 0, 0, 0],
    ],
    [
      'an error in an error',
      '(type $k (enum "closed" "access")) (export "k" (type $kn (eq $k))) (type $e (variant (case "other" $kn)))',
      '(result (result (error $n)))',
      [1, 0, 1],
    ],
  ])('with %s', async (_, type, signature, bytes) => {
    const { component, denied } = await restrict(
      looking(`${type} (export "e" (type $n (eq $e)))`, signature, bytes.length),
    )
    expect(denied).toMatchObject([{ name: 'f', how: 'error' }])
    expect([...(await runComponent(component)).run()]).toEqual(bytes)
  })

  test('with a text in a case', async () => {
    const { component } = await restrict(
      looking(
        '(type $e (variant (case "other" string))) (export "e" (type $n (eq $e)))',
        '(result (result (error $n)))',
        16,
      ),
    )
    // ok or error, the case, and where the text is and how long.
    expect([...(await runComponent(component)).run()]).toEqual([
      1, 0, 0, 0, 0, 0, 0, 0, 0, 16, 0, 0, 16, 0, 0, 0,
    ])
  })
})

describe('the memory of what stands in for imports', () => {
  test('does not grow with the number of calls', async () => {
    const { component } = await restrict(passing('(param "a" (list string)) (result (result))'))
    const { f0 } = await runComponent(component)
    const argument = Array.from({ length: 100 }, () => 'x'.repeat(10_000))
    // A gigabyte all in all.
    for (let call = 0; call < 1000; call += 1) failure(() => f0(argument))
    expect(failure(() => f0(argument))).toBeUndefined()
  })

  test('has an end', async () => {
    const { component } = await restrict(passing('(param "a" (list u8)) (result (result))'))
    const { f0 } = await runComponent(component)
    expect(failure(() => f0(new Uint8Array(16 * 1024 * 1024)))).toBeUndefined()
    expect(failure(() => f0(new Uint8Array(16 * 1024 * 1024 + 1)))).toBeInstanceOf(WebAssembly.RuntimeError)
  })
})
