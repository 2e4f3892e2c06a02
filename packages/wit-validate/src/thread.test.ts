import { promptWit, promptWorld } from '@wasm-airlock/shared'
import { parseWat } from '@wasm-airlock/wac'
import { expect, test } from 'vitest'
import { promptComponent } from './fixtures.ts'
import { validateComponent } from './validate.ts'

/**
 * Two bytes of a call make a validator check a thousand types, and for what is not valid in the end two validators:
 * as many calls as the limit of that work allows.
 */
function manyCalls(): Promise<Uint8Array> {
  const types = 'i32 '.repeat(1000)
  const call = 'call 0 '.repeat(200_000)
  return parseWat(`(component (core module
    (func (param ${types}) (result ${types})
      ${Array.from({ length: 1000 }, (_, index) => `local.get ${index}`).join(' ')} ${call} i32.const 0)))`)
}

test('what takes too long is ended, and the next one is examined', async () => {
  const slow = await manyCalls()
  const component = await promptComponent()
  const target = { wit: promptWit, world: promptWorld }
  const results = await Promise.all([
    validateComponent(slow, { timeoutMs: 50 }),
    validateComponent(component, target),
    validateComponent(component),
  ])
  expect(results).toMatchObject([
    {
      ok: false,
      findings: [
        {
          code: 'limit-exceeded',
          path: 'time to examine it (ms)',
          args: { limit: 50, actual: expect.any(Number) },
        },
      ],
      imports: [],
      exports: [],
    },
    { ok: true },
    { ok: true },
  ])
  expect(await validateComponent(component, target)).toMatchObject({ ok: true })
})

test.each([Number.POSITIVE_INFINITY, 2 ** 40])('a deadline of %d ms is none', async (timeoutMs) => {
  expect(await validateComponent(await promptComponent(), { timeoutMs })).toMatchObject({ ok: true })
})

test('an abort ends the thread, and the next component is examined', async () => {
  const slow = await manyCalls()
  const component = await promptComponent()
  const early = validateComponent(component, { signal: AbortSignal.abort() })
  await expect(early).rejects.toMatchObject({ code: 'aborted' })
  const controller = new AbortController()
  const validated = validateComponent(slow, { signal: controller.signal, timeoutMs: Infinity })
  setImmediate(() => controller.abort())
  await expect(validated).rejects.toMatchObject({ code: 'aborted', step: 'validate' })
  expect(await validateComponent(component, { signal: new AbortController().signal })).toMatchObject({
    ok: true,
  })
})

test('the bytes of the caller stay as they are', async () => {
  const component = await promptComponent()
  const before = Uint8Array.from(component)
  const part = Buffer.concat([Buffer.alloc(5), component]).subarray(5)
  expect(await validateComponent(part)).toMatchObject({ ok: true })
  await validateComponent(component)
  expect(component).toEqual(before)
})
