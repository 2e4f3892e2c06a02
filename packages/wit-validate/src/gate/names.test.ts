import { parseWat } from '@wasm-airlock/wac'
import { describe, expect, test } from 'vitest'
import { componentWithNames } from '../fixtures.ts'
import { validateComponent } from '../validate.ts'
import { checkGate } from './check-gate.ts'

const unsafe = [
  "x']; process.exit(1); //",
  'x"',
  'x`',
  '{x}',
  'x\\',
  'x\ny',
  'x\u2028y',
  '*/x/*',
  'a b',
  'x\0',
  'é',
  '\u202ex',
  '<script>',
  '__proto__',
  'constructor',
  'prototype',
  'then',
]

const safe = [
  '',
  '0',
  '$root',
  '$imports',
  'GOT.mem',
  'cabi_post_component:promptprocessor/promptmodification@0.0.1#before',
  '[resource-drop]pollable',
  '[export]wasi:http/types@0.2.3',
  '[method]outgoing-body.write',
  'cm32p2|wasi:io/poll@0.2',
  '__indirect_function_table',
  '_ZN3std2io5stdio6_print17h0123456789abcdefE',
  '_ZNKSt3__15ctypeIcE10do_toupperEc$LT$u20$as$GT$',
  'libpython3.14.so:memory_base',
  'a:b/c@1.0.0-rc.1+build',
]

describe('names in core modules', () => {
  test.each(unsafe)('%j is refused wherever it stands', async (name) => {
    for (const component of [
      await componentWithNames(name),
      await componentWithNames('x', name),
      await componentWithNames('x', 'env', name),
    ]) {
      const { ok, findings } = await validateComponent(component)
      expect(ok).toBe(false)
      expect(findings).toMatchObject([{ code: 'name-unsafe', args: { name } }])
    }
  })

  test.each(safe)('%j is accepted', async (name) => {
    expect(await validateComponent(await componentWithNames(name, name, name))).toMatchObject({
      ok: true,
      findings: [],
    })
  })

  test('a name may have 1024 characters and no more', async () => {
    expect(await validateComponent(await componentWithNames('x'.repeat(1024)))).toMatchObject({ ok: true })
    const { findings } = await validateComponent(await componentWithNames('x'.repeat(1025)))
    expect(findings).toMatchObject([{ code: 'name-too-long', args: { length: 1025, limit: 1024 } }])
  })

  test('a module in a component in a component is found', async () => {
    const bytes = await parseWat(
      `(component (component (component (core module) (core module (func (export "a'b"))))))`,
    )
    expect((await validateComponent(bytes)).findings).toMatchObject([
      { code: 'name-unsafe', path: "component 0 / component 0 / module 1 / export a'b" },
    ])
  })
})

function componentWithMember(name: string): Promise<Uint8Array> {
  const params = name.startsWith('[method]') ? '(param "self" (borrow $r))' : ''
  const result = name.startsWith('[constructor]') ? '(result (own $r))' : ''
  return parseWat(`(component (import "a:b/c" (instance
    (export "r" (type $r (sub resource)))
    (export "${name}" (func ${params} ${result})))))`)
}

describe('names of components', () => {
  test('an export that makes the instance a promise is refused', async () => {
    const bytes = await parseWat(`(component
      (core module $m (func (export "f")))
      (core instance $i (instantiate $m))
      (func (export "then") (canon lift (core func $i "f"))))`)
    expect((await validateComponent(bytes)).findings).toMatchObject([
      { code: 'name-unsafe', path: 'export then' },
    ])
  })

  test('a function of an interface is a property too', async () => {
    const bytes = await parseWat('(component (import "a:b/c" (instance (export "constructor" (func)))))')
    const { findings } = await validateComponent(bytes, { policy: { allow: ['a:b/c'] } })
    expect(findings).toMatchObject([{ code: 'name-unsafe', path: 'import constructor' }])
  })

  test.each(['[method]r.then', '[method]r.prototype', '[static]r.prototype', '[static]r.then'])(
    'the function %s of a resource is one of an object or class',
    async (name) => {
      const { findings } = await validateComponent(await componentWithMember(name), {
        policy: { allow: ['*'] },
      })
      expect(findings).toMatchObject([{ code: 'name-unsafe', path: `import ${name}` }])
    },
  )

  test.each(['[method]r.constructor', '[method]r.and-then', '[static]r.then-what', '[constructor]r'])(
    '%s is none of those',
    async (name) => {
      expect(await checkGate(await componentWithMember(name))).toEqual([])
    },
  )

  test('a name that is a URL is refused', async () => {
    const bytes = await parseWat(`(component (import "url=<https://example.com/'+alert(1)+'>" (component)))`)
    const { findings } = await validateComponent(bytes, { policy: { allow: ['*'] } })
    expect(findings.map(({ code }) => code)).toContain('name-unsafe')
  })
})
