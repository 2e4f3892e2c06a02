import { expect, test } from 'vitest'
import { type CheckedResult, resultsFailed } from './results-failed.ts'

const trapped = 'a:b/c@0.0.1#before trapped: unreachable'
const trap = {
  message: '1 of 2 calls failed; `before` trapped: unreachable',
  hint: /exception.*type.*granted/,
}

test.each<[string, CheckedResult, { message: string; hint: RegExp }]>([
  ['a value', { ok: false, actual: 'x' }, { message: '1 of 2 calls failed.', hint: /Compare/ }],
  [
    'an error of WIT',
    { ok: false, actual: { error: 'x' } },
    { message: '1 of 2 calls failed.', hint: /Compare/ },
  ],
  ['a case that trapped', { ok: false, actual: { error: 'guest-trapped', message: trapped } }, trap],
  [
    'a test that trapped',
    { ok: false, actual: { error: { code: 'guest-trapped', message: trapped } } },
    trap,
  ],
  [
    'a case that did not end',
    { ok: false, actual: { error: 'call-timeout', message: 'f did not return' } },
    { message: '1 of 2 calls failed; f did not return', hint: /^Look for an endless loop\.$/ },
  ],
])('%s', (_, result, { message, hint }) => {
  const error = resultsFailed('cases-failed', '1 of 2 calls failed', 'x', [{ ok: true }, result], ['line'])
  expect(error).toMatchObject({ message, hint: expect.stringMatching(hint), details: { log: ['line'] } })
})
