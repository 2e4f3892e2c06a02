import { parseWat } from '@wasm-airlock/wac'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { LogLine } from '../log-line.ts'
import * as wat from '../test-support/wat.ts'
import { createSandbox, type Sandbox } from './sandbox.ts'

describe('a session', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await createSandbox(await parseWat(wat.probe), { maxMemoryBytes: 16 * 1024 * 1024 })
  })
  afterAll(() => sandbox.close())

  test('keeps its state from call to call, which nobody else meets', async () => {
    await using session = await sandbox.openSession()
    await using other = await sandbox.openSession()
    for (const count of [1, 2, 3]) {
      expect(await session.call('one#count', [])).toBe(count)
      expect(await sandbox.call('one#count', [])).toBe(1)
    }
    expect(await other.call('one#count', [])).toBe(1)
    expect(await session.call('two#count', [])).toBe(4)
  })

  test('makes its calls one after the other', async () => {
    await using session = await sandbox.openSession()
    const counts = Array.from({ length: 20 }, () => session.call('one#count', []))
    expect(await Promise.all(counts)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
  })

  test('survives arguments that do not fit, a result that is an error, and one that is too large', async () => {
    const limits = { maxResultBytes: 100 }
    await using small = await createSandbox(await parseWat(wat.probe), { limits })
    await using session = await small.openSession()
    await session.call('one#count', [])
    await expect(session.call('echo-text', [1])).rejects.toMatchObject({ code: 'arguments-invalid' })
    await expect(session.call('missing', [])).rejects.toMatchObject({ code: 'function-unknown' })
    await expect(session.call('echo-text', ['x'.repeat(200)])).rejects.toMatchObject({
      code: 'message-too-large',
    })
    expect(await session.call('divide', [1, 0])).toEqual({ tag: 'err', val: 404 })
    expect(await session.call('one#count', [])).toBe(2)
  })

  test.each([
    ['trap', 'guest-trapped'],
    ['deep', 'guest-stack-exceeded'],
    ['grow', 'guest-memory-exceeded'],
    ['loop', 'call-timeout'],
  ])('ends with a call that fails (%s: %s), and others go on', async (name, code) => {
    await using session = await sandbox.openSession()
    await using other = await sandbox.openSession()
    expect(await session.call('one#count', [])).toBe(1)
    expect(await other.call('one#count', [])).toBe(1)
    const [failed, waiting, beside] = await Promise.allSettled([
      session.call(name, [], { timeoutMs: 1000 }),
      session.call('one#count', []),
      sandbox.call('one#count', []),
    ])
    const ended = { code: 'session-ended', details: { code }, cause: { code } }
    expect(failed).toMatchObject({ reason: { code } })
    expect(waiting).toMatchObject({ reason: ended })
    expect(beside).toMatchObject({ value: 1 })
    await expect(session.call('one#count', [])).rejects.toMatchObject(ended)
    expect(await other.call('one#count', [])).toBe(2)
    expect(await sandbox.call('one#count', [])).toBe(1)
  })

  test('is not ended by the interrupt of a call that waits for its turn', async () => {
    await using session = await sandbox.openSession()
    await expect(session.call('loop', [], { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'aborted',
    })
    expect(await session.call('one#count', [])).toBe(1)
  })

  test('is closed by a signal', async () => {
    const end = new AbortController()
    const session = await sandbox.openSession({ signal: end.signal })
    expect(await session.call('one#count', [])).toBe(1)
    end.abort()
    await expect(session.call('one#count', [])).rejects.toMatchObject({ code: 'session-ended' })
    await expect(sandbox.openSession({ signal: end.signal })).rejects.toMatchObject({ code: 'aborted' })
  })

  test('is closed with its sandbox', async () => {
    const own = await createSandbox(await parseWat(wat.probe))
    const session = await own.openSession()
    expect(await session.call('one#count', [])).toBe(1)
    await own.close()
    await expect(session.call('one#count', [])).rejects.toMatchObject({ code: 'session-ended' })
    await expect(own.openSession()).rejects.toMatchObject({ code: 'aborted' })
  })
})

describe('a session that prints', () => {
  const lines: LogLine[] = []
  let onLine = () => {}
  let sandbox: Sandbox
  beforeEach(async () => {
    lines.length = 0
    sandbox = await createSandbox(await parseWat(wat.usesWasi), {
      policy: { allow: ['wasi:*'] },
      limits: { maxLogBytes: 10 },
      onLog: (line) => {
        lines.push(line)
        onLine()
      },
    })
  })
  afterEach(() => sandbox.close())

  test('may do so in each call', async () => {
    await using session = await sandbox.openSession()
    await session.call('print', ['one'])
    await session.call('print', ['two'])
    expect(lines.map(({ text }) => text)).toEqual(['one', 'two'])
  })

  /** Resolves when the guest is in an endless loop. */
  function loopIn(call: () => Promise<unknown>): Promise<[Promise<unknown>]> {
    return new Promise((resolve) => {
      onLine = () => resolve([called])
      const called = call()
      called.catch(() => {})
    })
  }

  test('ends when a call of it is interrupted', async () => {
    await using session = await sandbox.openSession()
    const abort = new AbortController()
    const [busy] = await loopIn(() => session.call('print-and-loop', ['x\n'], { signal: abort.signal }))
    abort.abort()
    await expect(busy).rejects.toMatchObject({ code: 'aborted' })
    await expect(session.call('variables', [])).rejects.toMatchObject({
      code: 'session-ended',
      details: { code: 'aborted' },
    })
  })

  test.each(['session', 'sandbox'])('is closed in the middle of a call, with its %s', async (what) => {
    const session = await sandbox.openSession()
    const [busy] = await loopIn(() => session.call('print-and-loop', ['x\n']))
    await (what === 'session' ? session : sandbox).close()
    await session.close()
    await expect(busy).rejects.toMatchObject({ code: 'aborted' })
    await expect(session.call('variables', [])).rejects.toMatchObject({ code: 'session-ended' })
  })

  test('is closed, and says so', async () => {
    const session = await sandbox.openSession()
    await session.close()
    await expect(session.call('variables', [])).rejects.toMatchObject({
      code: 'session-ended',
      message: 'The session has ended: it was closed.',
    })
  })
})
