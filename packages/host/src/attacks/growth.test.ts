import { parseWat } from '@wasm-airlock/wac'
import { expect, test } from 'vitest'
import { createSandbox, type Sandbox, type SandboxOptions } from '../sandbox/sandbox.ts'
import { calls } from './wat.ts'

const MIB = 1024 * 1024

async function sandboxOf(text: string, options: SandboxOptions): Promise<Sandbox> {
  return createSandbox(await parseWat(text), options)
}

test('a memory ends at its limit', async () => {
  const grow =
    '(loop $again (br_if $again (i32.ne (memory.grow (i32.const 16)) (i32.const -1)))) (memory.size)'
  await using sandbox = await sandboxOf(calls({ grow }, '(memory 1)'), {
    limits: { maxMemoryBytes: 8 * MIB },
  })
  expect(await sandbox.call('grow', [])).toBeLessThanOrEqual(128)
})

test('a table ends at its limit', async () => {
  const grow =
    '(loop $again (br_if $again (i32.ne (table.grow $t (ref.null func) (i32.const 1000)) (i32.const -1)))) (table.size $t)'
  await using sandbox = await sandboxOf(calls({ grow }, '(table $t 1 funcref)'), {
    limits: { maxTableElements: 50_000 },
  })
  expect(await sandbox.call('grow', [])).toBe(49_001)
  await expect(sandbox.call('grow', ['x'])).rejects.toMatchObject({ code: 'arguments-invalid' })
})

test('a guest that gives up where its table ends is told why', async () => {
  const insist =
    '(loop $again (br_if $again (i32.ne (table.grow $t (ref.null func) (i32.const 1000)) (i32.const -1)))) unreachable'
  await using sandbox = await sandboxOf(calls({ insist, trap: 'unreachable' }, '(table $t 1 funcref)'), {
    limits: { maxTableElements: 50_000 },
  })
  await expect(sandbox.call('insist', [])).rejects.toMatchObject({
    code: 'guest-table-exceeded',
    hint: expect.stringContaining('limits.maxTableElements'),
    details: { limit: 'maxTableElements', value: 50_000 },
  })
  await expect(sandbox.call('trap', [])).rejects.toMatchObject({ code: 'guest-trapped' })
})

test('a table that starts above its limit says so', async () => {
  const text = calls({ size: '(table.size $t)' }, '(table $t 60000 funcref)')
  await using sandbox = await sandboxOf(text, { limits: { maxTableElements: 50_000 } })
  await expect(sandbox.call('size', [])).rejects.toMatchObject({
    code: 'guest-table-exceeded',
    hint: expect.stringContaining('limits.maxTableElements'),
    details: { limit: 'maxTableElements', value: 50_000 },
  })
  await using larger = await sandboxOf(text, { limits: { maxTableElements: 60_000 } })
  expect(await larger.call('size', [])).toBe(60_000)
})

test('core instances are counted, those of components inside too', async () => {
  const inner = `(component $c (core module $m (memory 1)) ${'(core instance (instantiate $m))'.repeat(10)})`
  const text = `(component ${inner} ${'(instance (instantiate $c))'.repeat(4)}
    (core module $m (func (export "run") (result i32) (i32.const 1)))
    (core instance $i (instantiate $m))
    (func (export "run") (result u32) (canon lift (core func $i "run"))))`
  await expect(sandboxOf(text, { limits: { maxInstances: 40 } })).rejects.toMatchObject({
    code: 'guest-instances-exceeded',
    message: expect.stringContaining('41 core instances'),
    hint: expect.stringContaining('limits.maxInstances'),
    details: { limit: 'maxInstances', value: 40 },
  })
  await using sandbox = await sandboxOf(text, { limits: { maxInstances: 41 } })
  expect(await sandbox.call('run', [])).toBe(1)
})
