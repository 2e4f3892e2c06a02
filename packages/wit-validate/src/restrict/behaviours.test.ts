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

test('a denied function may be called as the memory of what stands in for it', async () => {
  const { component, denied } = await restrict(`(component
    (import "memory" (func $m (param "text" string) (result (result (error string)))))
    (export "ask" (func $m)))`)
  expect(denied).toEqual([{ import: 'memory', name: 'memory', how: 'error' }])
  const { ask } = await runComponent(component)
  expect(failure(() => ask('hello'))).toBe('denied by policy')
})

/** `use` of what WASI has by that name, as far as it matters. */
const polling = (list: string) => `(component
  (import "wasi:io/poll@0.2.9" (instance $poll
    (export "pollable" (type $p (sub resource)))
    (export "poll" (func (param "in" (list (borrow $p))) (result (list u32))))))
  (alias export $poll "pollable" (type $pt))
  (import "wasi:io/streams@0.2.9" (instance $streams
    (alias outer 1 $pt (type $p)) (export "pollable" (type $pollable (eq $p)))
    (export "output-stream" (type $out (sub resource)))
    (export "[method]output-stream.subscribe" (func (param "self" (borrow $out)) (result (own $pollable))))))
  (alias export $streams "output-stream" (type $ot))
  (import "wasi:cli/stdout@0.2.9" (instance $stdout
    (alias outer 1 $ot (type $o)) (export "output-stream" (type $out (eq $o)))
    (export "get-stdout" (func (result (own $out))))))
  (core module $libc (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096)))
  (core instance $libc (instantiate $libc))
  (alias core export $libc "memory" (core memory $memory))
  (alias core export $libc "realloc" (core func $realloc))
  (core func $poll (canon lower (func $poll "poll") (memory $memory) (realloc $realloc)))
  (core func $subscribe (canon lower (func $streams "[method]output-stream.subscribe")))
  (core func $stdout (canon lower (func $stdout "get-stdout")))
  (core module $m
    (import "i" "poll" (func $poll (param i32 i32 i32)))
    (import "i" "subscribe" (func $subscribe (param i32) (result i32)))
    (import "i" "stdout" (func $stdout (result i32)))
    (import "libc" "memory" (memory 1))
    (func (export "run") (result i32)
      (i32.store (i32.const 64) (call $subscribe (call $stdout)))
      (call $poll (i32.const 64) (i32.const ${list}) (i32.const 128))
      (i32.add (i32.mul (i32.const 10) (i32.load (i32.const 132))) (i32.load (i32.load (i32.const 128))))))
  (core instance $m (instantiate $m (with "libc" (instance $libc)) (with "i" (instance
    (export "poll" (func $poll)) (export "subscribe" (func $subscribe)) (export "stdout" (func $stdout))))))
  (func (export "run") (result u32) (canon lift (core func $m "run"))))`

test('waiting for standard output ends at once, and for nothing traps as it does in WASI', async () => {
  const one = await restrict(polling('1'))
  expect(one.denied.map(({ how }) => how)).toEqual(['empty', 'empty', 'empty'])
  expect((await runComponent(one.component)).run()).toBe(10)
  const none = await runComponent((await restrict(polling('0'))).component)
  expect(failure(none.run)).toBeInstanceOf(WebAssembly.RuntimeError)
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
