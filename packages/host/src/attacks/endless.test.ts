import { parseWat } from '@wasm-airlock/wac'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts'
import { calledBack, calls, loops } from './wat.ts'

describe('a loop without end', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await createSandbox(await parseWat(loops))
  })
  afterAll(() => sandbox.close())

  test.each([
    ['allocator', ['text']],
    ['afterwards', []],
    ['destructor', []],
  ])('in the %s ends with that call', async (name, args) => {
    await expect(sandbox.call(name, args, { timeoutMs: 500 })).rejects.toMatchObject({
      code: 'call-timeout',
      item: name,
    })
    expect(await sandbox.call('alive', [])).toBe(1)
  })
})

describe('recursion without end', () => {
  const functions = {
    itself: '(i32.add (i32.const 1) (call $itself))',
    'by-table': '(i32.add (i32.const 1) (call_indirect $t (result i32) (i32.const 0)))',
    'with-much': `${'(local i64) '.repeat(2000)} (i32.add (i32.const 1) (call $with-much))`,
  }
  let sandbox: Sandbox
  beforeAll(async () => {
    const head = '(table $t 1 funcref) (elem (table $t) (i32.const 0) func $by-table)'
    sandbox = await createSandbox(await parseWat(calls(functions, head)))
  })
  afterAll(() => sandbox.close())

  test.each(Object.keys(functions))('%s meets the limit of the stack', async (name) => {
    await expect(sandbox.call(name, [])).rejects.toMatchObject({
      code: 'guest-stack-exceeded',
      hint: expect.stringContaining('limits.maxStackBytes'),
      details: { limit: 'maxStackBytes', value: 984 * 1024 },
    })
    expect(await sandbox.call('alive', [])).toBe(1)
  })
})

test('a stack may be larger', async () => {
  const deep = `(component
    (core module $m (func $f (export "f") (param i32) (result i32)
      (if (result i32) (i32.eqz (local.get 0))
        (then (i32.const 0))
        (else (i32.add (i32.const 1) (call $f (i32.sub (local.get 0) (i32.const 1))))))))
    (core instance $i (instantiate $m))
    (func (export "f") (param "depth" u32) (result u32) (canon lift (core func $i "f"))))`
  await using sandbox = await createSandbox(await parseWat(deep), {
    limits: { maxStackBytes: 4 * 1024 * 1024 },
  })
  expect(await sandbox.call('f', [40_000])).toBe(40_000)
  await expect(sandbox.call('f', [10_000_000])).rejects.toMatchObject({ details: { value: 4 * 1024 * 1024 } })
})

test('a component that is called back while it waits is stopped', async () => {
  await using sandbox = await createSandbox(await parseWat(calledBack))
  await expect(sandbox.call('reenter', [])).rejects.toMatchObject({ code: 'guest-trapped' })
  expect(await sandbox.call('alive', [])).toBe(1)
})
