import { parseWat } from '@wasm-airlock/wac'
import { expect, test } from 'vitest'
import { composeInto, smallApp } from '../testing/composing.ts'
import { socketOf } from '../testing/fixtures.ts'

const c = 'a:b/c@1.0.0'
const http = 'wasi:http/outgoing-handler@0.2.0'

function importing(text: string): Promise<Uint8Array> {
  return parseWat(`(component ${text}
    (core module $m (func (export "f") (result i32) i32.const 7))
    (core instance $i (instantiate $m))
    (func $f (result u32) (canon lift (core func $i "f")))
    (instance $iface (export "f" (func $f)))
    (export "${c}" (instance $iface)))`)
}

test.each([
  ['an instance', `(instance (export "${http}" (instance (export "handle" (func)))))`],
  ['a component', '(instance (export "inner" (component (export "f" (func)))))'],
  ['a core module', '(instance (export "inner" (core module (export "f" (func)))))'],
])('an import with %s inside is no interface', async (what, type) => {
  const plug = await importing(`(import "x:y/z@0.2.0" ${type})`)
  const app = await smallApp(await socketOf(c))
  for (const policy of [{ allow: [] }, { allow: ['*'] }]) {
    await expect(composeInto(app, { plug }, { policy })).rejects.toMatchObject({
      code: 'component-malformed',
      message: expect.stringMatching(`plug .*x:y/z@0.2.0 holds ${what}`),
    })
  }
})

test.each([
  ['a resource', '(import "r" (type (sub resource)))'],
  ['a resource of an interface', '(import "x:y/z@0.2.0" (instance (export "r" (type (sub resource)))))'],
])('%s is more than a type of values', async (_, text) => {
  const app = await smallApp(await socketOf(c))
  await expect(composeInto(app, { plug: await importing(text) })).rejects.toMatchObject({
    code: 'import-not-granted',
  })
})
