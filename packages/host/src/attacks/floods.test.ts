import { parseWat } from '@wasm-airlock/wac'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LogLine } from '../log-line.ts'
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts'
import { usesWasi } from '../test-support/wat.ts'
import { misusesWasi } from './wat.ts'

const MIB = 1024 * 1024
const policy = { allow: ['wasi:*'] }

describe('what is asked of the host', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await createSandbox(await parseWat(misusesWasi), { policy })
  })
  afterAll(() => sandbox.close())

  test.each([2n ** 21n, 2n ** 32n, 2n ** 53n + 1n, 2n ** 64n - 1n])(
    '%d random bytes at once are refused',
    async (length) => {
      await expect(sandbox.call('random', [length])).rejects.toMatchObject({ code: 'guest-trapped' })
      expect(await sandbox.call('random', [16])).toBe(1)
    },
  )

  test('without end ends at the deadline', async () => {
    await expect(sandbox.call('ask-often', [0], { timeoutMs: 500 })).rejects.toMatchObject({
      code: 'call-timeout',
    })
    expect(await sandbox.call('alive', [])).toBe(1)
  })

  test.each([0, 0x7fff_0000, 0xffff_0000])('text of 2 GiB at %d is not printed', async (at) => {
    await expect(sandbox.call('print-from', [at])).rejects.toMatchObject({ code: 'guest-trapped' })
    expect(await sandbox.call('alive', [])).toBe(1)
  })
})

test('handles without end cost the process of the guest, not that of the host', async () => {
  await using sandbox = await createSandbox(await parseWat(misusesWasi), {
    policy,
    limits: { maxMemoryBytes: 8 * MIB, timeoutMs: 3000 },
  })
  const before = process.memoryUsage().rss
  await expect(sandbox.call('collect', [0])).rejects.toMatchObject({
    code: expect.stringMatching(/^(call-timeout|guest-memory-exceeded|worker-failed)$/),
  })
  expect(await sandbox.call('alive', [])).toBe(1)
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * MIB)
})

test('lines that would look like others, or move the cursor, are shown as what they are', async () => {
  const lines: LogLine[] = []
  await using sandbox = await createSandbox(await parseWat(usesWasi), {
    policy,
    onLog: (line) => lines.push(line),
  })
  const hostile = [
    'one\r[host] two',
    '\u001b[2J\u001b]0;title\u0007',
    '\u009b31m',
    '\u202egnp.exe',
    '\u2066x\u2069',
    'a\u0000b\u0008c\u007f',
    '\u2028line',
  ]
  await sandbox.call('print', [hostile.join('\n')])
  expect(lines.map(({ text }) => text)).toEqual([
    'one\\u{d}[host] two',
    '\\u{1b}[2J\\u{1b}]0;title\\u{7}',
    '\\u{9b}31m',
    '\\u{202e}gnp.exe',
    '\\u{2066}x\\u{2069}',
    'a\\u{0}b\\u{8}c\\u{7f}',
    '\\u{2028}line',
  ])
})
