import { AirlockError } from '@wasm-airlock/shared'
import { expect, test } from 'vitest'
import { type CaseRunner, runCases } from './run-cases.ts'

/** A sandbox whose functions are JavaScript. */
function sandboxOf(result: string | null, call: (...args: unknown[]) => unknown): CaseRunner {
  return {
    functions: [{ interface: null, name: 'f', params: [{ name: 'x', type: 'u64' }], result }],
    call: async (_, args) => call(...args),
  }
}

test('integers of a file fit 64-bit parameters, results are compared as values', async () => {
  const sandbox = sandboxOf('u64', (x) => (x as bigint) + 1n)
  const [fine, wrong, free] = await runCases(sandbox, [
    { function: 'f', args: [1], expect: 2 },
    { function: 'f', args: [1], expect: 3 },
    { function: 'f', args: [1] },
  ])
  expect(fine).toEqual({ call: 'f', args: [1], expected: 2, actual: 2, ok: true })
  expect(wrong).toMatchObject({ actual: 2, ok: false })
  expect(free).toMatchObject({ expected: null, ok: true })
})

test('of a WIT result, `expect` is the ok value and `error` the err value', async () => {
  const failing = sandboxOf('result<string, string>', () => ({ tag: 'err', val: 'no' }))
  const [expected, surprise] = await runCases(failing, [
    { function: 'f', args: [1], error: 'no' },
    { function: 'f', args: [1], expect: 'yes' },
  ])
  expect(expected).toMatchObject({ expected: { error: 'no' }, actual: { error: 'no' }, ok: true })
  expect(surprise).toMatchObject({ ok: false })
  const working = sandboxOf('result<string, string>', () => ({ tag: 'ok', val: 'yes' }))
  expect(await runCases(working, [{ function: 'f', args: [1], expect: 'yes' }])).toMatchObject([{ ok: true }])
})

test('a trap can be expected by its code; a defect of the case is thrown', async () => {
  const sandbox = sandboxOf(null, () => {
    throw new AirlockError('guest-trapped', 'unreachable')
  })
  const trap = { function: 'f', args: [1], error: 'guest-trapped' }
  expect(await runCases(sandbox, [trap, { function: 'f', args: [1] }])).toMatchObject([
    { ok: true },
    { ok: false, actual: { error: 'guest-trapped', message: 'unreachable' } },
  ])
  await expect(runCases(sandbox, [{ function: 'g', args: [] }])).rejects.toMatchObject({
    code: 'function-unknown',
  })
})
