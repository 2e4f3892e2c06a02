import { parseWat } from '@wasm-airlock/wac'
import { describe, expect, test } from 'vitest'
import { restrictComponent } from './restrict-component.ts'

async function refusal(text: string, allow: readonly string[]): Promise<unknown> {
  try {
    await restrictComponent(await parseWat(text), { allow })
  } catch (error) {
    return error
  }
  throw new Error('it was not refused')
}

const shared = `
  (import "t:t/types@1.0.0" (instance $types
    (export "thing" (type $thing (sub resource)))
    (type $rec (record (field "a" u32)))
    (export "rec" (type (eq $rec)))))
  (alias export $types "thing" (type $thing))
  (alias export $types "rec" (type $rec))`

describe('a policy that cannot be carried out is refused', () => {
  test('where what is allowed has a type of what is denied', async () => {
    expect(
      await refusal(
        `(component ${shared}
          (import "t:t/user@1.0.0" (instance
            (alias outer 1 $thing (type $t)) (export "thing" (type $n (eq $t)))
            (export "use" (func (param "thing" (own $n)))))))`,
        ['t:t/user'],
      ),
    ).toMatchObject({
      code: 'restrict-refused',
      item: 't:t/user@1.0.0',
      details: { denied: 't:t/types@1.0.0' },
      hint: 'Allow t:t/types@1.0.0 too, or deny t:t/user@1.0.0 as well.',
    })
  })

  test('where an allowed function of the world has such a type', async () => {
    const text = `(component ${shared} (import "use" (func (param "thing" (own $thing)))))`
    expect(await refusal(text, ['use'])).toMatchObject({ code: 'restrict-refused', item: 'use' })
  })

  test('where an export has such a type', async () => {
    expect(
      await refusal(
        `(component ${shared}
          (core module $m (func (export "f") (param i32)))
          (core instance $m (instantiate $m))
          (func (export "take") (param "r" $rec) (canon lift (core func $m "f"))))`,
        [],
      ),
    ).toMatchObject({ code: 'restrict-refused', item: 'take', details: { denied: 't:t/types@1.0.0' } })
  })

  test('where an export that is no interface has a type of one of which functions are denied', async () => {
    const text = `(component
      (import "t:t/i@1.0.0" (instance $i (export "r" (type $r (sub resource)))
        (export "f" (func (result (own $r)))) (export "g" (func))))
      (alias export $i "f" (func $f)) (export "f" (func $f)))`
    expect(await refusal(text, ['t:t/i#f'])).toMatchObject({ code: 'restrict-refused', item: 'f' })
  })

  test('where a type of the world itself is one of what is denied', async () => {
    const text = `(component ${shared} (import "name" (type (eq $rec))))`
    expect(await refusal(text, [])).toMatchObject({ code: 'restrict-refused', item: 'name' })
  })

  test('where the import is no interface', async () => {
    const text = '(component (import "unlocked-dep=<a:b>" (component)))'
    expect(await refusal(text, [])).toMatchObject({
      code: expect.stringMatching(/restrict-refused|validation-failed/),
    })
    const module = '(component (import "m" (core module)))'
    expect(await refusal(module, [])).toMatchObject({ code: 'restrict-refused' })
  })
})

describe('what nothing can be generated for is refused', () => {
  const shown =
    '(import "a:b/c" (instance $i (export "r" (type (sub resource))))) (alias export $i "r" (type $r))'
  test.each([
    ['asynchronous functions', '(import "a:b/c" (instance (export "f" (func async (result (result))))))'],
    ['streams', '(import "a:b/c" (instance (export "f" (func (param "s" (stream u8))))))'],
    [
      'methods of a resource of another interface',
      `${shown} (import "a:b/d" (instance (alias outer 1 $r (type $t)) (export "r" (type $n (eq $t)))
        (export "[method]r.f" (func (param "self" (borrow $n))))))`,
    ],
    [
      'types that are shared by what is no interface',
      `(import "env" (instance $e (export "r" (type (sub resource))))) (alias export $e "r" (type $r))
       (import "other" (instance (alias outer 1 $r (type $t)) (export "r" (type $n (eq $t)))
        (export "f" (func (param "x" (own $n))))))`,
    ],
    [
      'an interface of the name of the world',
      '(import "root:component/root" (instance (export "f" (func))))',
    ],
    ['thousands of imports', Array.from({ length: 5000 }, (_, i) => `(import "f${i}" (func))`).join('')],
  ])('%s', async (_, imports) => {
    expect(await refusal(`(component ${imports})`, [])).toMatchObject({ code: 'restrict-refused' })
  })

  test('instances in instances, by the gate', async () => {
    const text = '(component (import "a:b/c" (instance (export "x" (instance (export "f" (func)))))))'
    expect(await refusal(text, [])).toMatchObject({ code: 'validation-failed' })
  })

  test('but a component inside of another is restricted with it', async () => {
    const component = await parseWat(`(component
      (import "a:b/c" (instance $i (export "f" (func (result u32)))))
      (component $inner
        (import "a:b/c" (instance $i (export "f" (func (result u32)))))
        (alias export $i "f" (func $f)) (export "g" (func $f)))
      (instance $inner (instantiate $inner (with "a:b/c" (instance $i))))
      (export "inner" (instance $inner)))`)
    expect(await restrictComponent(component, { allow: [] })).toMatchObject({
      imports: [],
      denied: [{ import: 'a:b/c', name: 'f', how: 'trap' }],
    })
  })
})

test('the deadline is one for all of it', async () => {
  const functions = Array.from({ length: 12 }, (_, i) => `(export "f${i}" (func (result (result))))`).join('')
  const imports = Array.from({ length: 150 }, (_, i) => `(import "a:b/i${i}" (instance ${functions}))`)
  const component = await parseWat(`(component ${imports.join('')})`)
  const allow = Array.from({ length: 150 }, (_, i) => `a:b/i${i}#f0`)
  await expect(restrictComponent(component, { allow }, { timeoutMs: 50 })).rejects.toMatchObject({
    code: 'validation-failed',
    details: { findings: [{ code: 'limit-exceeded', path: 'time to restrict it (ms)' }] },
  })
})

describe('what is no sound component is refused before', () => {
  test.each([
    ['a core module', '(module)'],
    ['a bomb', `(component ${'(core module)'.repeat(1001)})`],
  ])('%s', async (_, text) => {
    expect(await refusal(text, [])).toMatchObject({ code: 'validation-failed' })
  })

  test('anything', async () => {
    for (const bytes of [new Uint8Array(), new Uint8Array([0, 97, 115, 109])]) {
      await expect(restrictComponent(bytes, { allow: [] })).rejects.toMatchObject({
        code: 'validation-failed',
        details: { findings: [{ code: 'component-malformed' }] },
      })
    }
  })

  test('a policy that is none', async () => {
    const component = await parseWat('(component)')
    await expect(restrictComponent(component, { allow: ['?'] })).rejects.toMatchObject({
      code: 'policy-invalid',
    })
  })
})
