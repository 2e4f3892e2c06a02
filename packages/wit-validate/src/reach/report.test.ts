import { parseWat } from '@wasm-airlock/wac'
import { expect, test } from 'vitest'
import { reportComponent } from '../report-component.ts'

const text = `(component
  (import "wasi:cli/exit@0.2.9" (instance (export "exit-with-code" (func (param "status-code" u8)))))
  (import "log" (func $log))
  (import "nested" (instance $nested (export "inner" (instance (export "f" (func)) (export "g" (func))))))
  (alias export $nested "inner" (instance $inner))
  (core func $log (canon lower (func $log)))
  (core module $m (import "" "log" (func $log)) (func (export "run") (call $log)))
  (core instance $i (instantiate $m (with "" (instance (export "log" (func $log))))))
  (func (export "run") (canon lift (core func $i "run")))
  (export "f" (func $inner "f")))`

test('a deep report says of each function whether it can be called', async () => {
  const component = await parseWat(text)
  const called = async (deep: boolean) => {
    const { capabilities } = await reportComponent(component, { policy: { allow: ['*'] }, deep })
    const functions = capabilities.flatMap(({ functions }) => functions)
    return Object.fromEntries(functions.map((one) => [`${one.import}#${one.name}`, one.called]))
  }
  expect(await called(true)).toEqual({
    'wasi:cli/exit@0.2.9#exit-with-code': 'never',
    'log#log': 'maybe',
    'nested#inner#f': 'maybe',
    'nested#inner#g': 'never',
  })
  expect(new Set(Object.values(await called(false)))).toEqual(new Set([null]))
})
