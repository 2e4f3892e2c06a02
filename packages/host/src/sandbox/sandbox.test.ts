import { parseWat } from '@wasm-airlock/wac'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LogLine } from '../log-line.ts'
import * as wat from '../test-support/wat.ts'
import { createSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts'

async function sandboxOf(text: string, options: SandboxOptions = {}): Promise<Sandbox> {
  return createSandbox(await parseWat(text), options)
}

describe('a sandbox', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await sandboxOf(wat.probe, { maxMemoryBytes: 16 * 1024 * 1024 })
  })
  afterAll(() => sandbox.close())

  test('lists what can be called, with signatures', () => {
    expect(sandbox.functions).toContainEqual({
      interface: null,
      name: 'divide',
      params: [
        { name: 'a', type: 'u32' },
        { name: 'b', type: 'u32' },
      ],
      result: 'result<u32, u32>',
    })
    expect(sandbox.functions.filter(({ name }) => name === 'count').map((item) => item.interface)).toEqual([
      'test:probe/one@1.0.0',
      'test:probe/two@1.0.0',
      null,
    ])
  })

  test.each<[string, unknown, unknown]>([
    ['echo-text', 'häß ☠️\u0000', 'häß ☠️\u0000'],
    ['echo-bytes', new Uint8Array([0, 255]), new Uint8Array([0, 255])],
    ['echo-bytes', [1, 2], new Uint8Array([1, 2])],
    ['echo-numbers', [1, 4294967295], [1, 4294967295]],
    ['echo-long', 2n ** 64n - 1n, 2n ** 64n - 1n],
    ['echo-long', 5, 5n],
    ['echo-double', Number.NaN, Number.NaN],
    ['echo-double', -0, -0],
    ['echo-maybe', null, null],
    ['echo-maybe', 0, 0],
  ])('%s(%o) returns %o', async (name, argument, expected) => {
    expect(await sandbox.call(name, [argument])).toEqual(expected)
  })

  test('the result type and no result are told apart from values', async () => {
    expect(await sandbox.call('divide', [7, 2])).toEqual({ tag: 'ok', val: 3 })
    expect(await sandbox.call('divide', [7, 0])).toEqual({ tag: 'err', val: 404 })
    expect(await sandbox.call('nothing', [])).toBeUndefined()
  })

  test('a result type may have a name of its own', async () => {
    await using named = await sandboxOf(wat.namedResult)
    expect(named.functions[0]?.result).toBe('outcome')
    expect(await named.call('check', [0])).toEqual({ tag: 'ok', val: 5 })
    expect(await named.call('check', [1])).toEqual({ tag: 'err', val: 5 })
  })

  test('too large a message is refused on the way in and on the way out', async () => {
    await using small = await sandboxOf(wat.probe, {
      maxMessageBytes: 1000,
      limits: { maxResultBytes: 700 },
    })
    await expect(small.call('echo-text', ['x'.repeat(1000)])).rejects.toMatchObject({
      code: 'message-too-large',
      hint: expect.stringContaining('limits.maxArgumentBytes'),
      details: { limit: 'maxArgumentBytes', value: 1000 },
    })
    await expect(small.call('echo-text', ['x'.repeat(699)])).rejects.toMatchObject({
      code: 'message-too-large',
      hint: expect.stringContaining('limits.maxResultBytes'),
      details: { limit: 'maxResultBytes', value: 700 },
    })
    expect(await small.call('echo-text', ['x'.repeat(698)])).toHaveLength(698)
  })

  test('names are those of WIT, whatever they are in JavaScript', async () => {
    await using odd = await sandboxOf(wat.oddNames)
    const names = odd.functions.map(({ name }) => name)
    expect(names).toContain('a1-b2c')
    for (const name of names) expect(await odd.call(name, []), name).toBe(1)
  })

  test('many calls on one instance share its state, which nobody meets afterwards', async () => {
    const none: unknown[][] = [[], [], []]
    expect(await sandbox.callMany('one#count', none)).toEqual([1, 2, 3])
    expect(await sandbox.call('one#count', [])).toBe(1)
    expect(await sandbox.callMany('echo-text', [['a'], ['b']])).toEqual(['a', 'b'])
    expect(await sandbox.callMany('echo-text', [])).toEqual([])
  })

  test('many calls fail together', async () => {
    await expect(sandbox.callMany('echo-text', [['a'], [1]])).rejects.toMatchObject({
      code: 'arguments-invalid',
    })
    await expect(sandbox.callMany('trap', [[], []])).rejects.toMatchObject({ code: 'guest-trapped' })
    expect(await sandbox.call('one#count', [])).toBe(1)
  })

  test('many calls have the limits of size for all of them together', async () => {
    const limits = { maxArgumentBytes: 100, maxResultBytes: 60 }
    await using small = await sandboxOf(wat.probe, { limits })
    const some = (count: number) => Array.from({ length: count }, () => ['0123456789'])
    expect(await small.callMany('echo-text', some(4))).toHaveLength(4)
    await expect(small.callMany('echo-text', some(5))).rejects.toMatchObject({
      code: 'message-too-large',
      details: { limit: 'maxResultBytes', value: 60 },
    })
    await expect(small.callMany('echo-text', some(8))).rejects.toMatchObject({
      code: 'message-too-large',
      message: expect.stringContaining('The arguments of 8 calls of echo-text have at least 112 bytes'),
      details: { limit: 'maxArgumentBytes', value: 100 },
    })
  })

  test('every call meets the initial state', async () => {
    expect(await sandbox.call('test:probe/one#count', [])).toBe(1)
    expect(await sandbox.call('one#count', [])).toBe(1)
  })

  test('calls made at once are answered each with its own', async () => {
    const texts = Array.from({ length: 20 }, (_, index) => `text ${index}`)
    expect(await Promise.all(texts.map((text) => sandbox.call('echo-text', [text])))).toEqual(texts)
  })

  test.each<[string, readonly unknown[]]>([
    ['echo-text', []],
    ['echo-text', [1]],
    ['echo-text', ['a', 'b']],
    ['echo-long', [-1]],
    ['echo-long', [2n ** 64n]],
    ['echo-long', [0.5]],
    ['echo-numbers', [['x']]],
    ['echo-maybe', ['x']],
    ['divide', [4294967296, 1]],
  ])('%s(%o) is refused', async (name, args) => {
    await expect(sandbox.call(name, args)).rejects.toMatchObject({ code: 'arguments-invalid' })
  })

  test.each([
    ['missing', 'function-unknown'],
    ['three#count', 'function-unknown'],
    ['echo', 'function-ambiguous'],
    ['trap', 'guest-trapped'],
    ['deep', 'guest-stack-exceeded'],
    ['grow', 'guest-memory-exceeded'],
  ])('%s ends with %s, and the next call works', async (name, code) => {
    await expect(sandbox.call(name, name === 'echo' ? ['x'] : [])).rejects.toMatchObject({ code })
    expect(await sandbox.call('echo-text', ['still here'])).toBe('still here')
  })

  test.each([Number.POSITIVE_INFINITY, 2 ** 40])('a call may have %d milliseconds', async (timeoutMs) => {
    await using sandbox = await createSandbox(await parseWat(wat.probe))
    expect(await sandbox.call('nothing', [], { timeoutMs })).toBeUndefined()
  })

  test('an endless loop is stopped, and the next call works', async () => {
    await expect(sandbox.call('loop', [], { timeoutMs: 500 })).rejects.toMatchObject({
      code: 'call-timeout',
      details: { timeoutMs: 500 },
    })
    expect(await sandbox.call('echo-text', ['again'])).toBe('again')
  })

  test('a call can be aborted, and the next call works', async () => {
    const abort = new AbortController()
    const call = sandbox.call('loop', [], { signal: abort.signal })
    const next = sandbox.call('echo-text', ['next'])
    abort.abort()
    await expect(call).rejects.toMatchObject({ code: 'aborted' })
    expect(await next).toBe('next')
  })
})

describe('a component that cannot be run', () => {
  test('which loops before it can be called, meets the deadline of the call', async () => {
    await using sandbox = await sandboxOf(wat.loopsAtStart)
    await expect(sandbox.call('run', [], { timeoutMs: 500 })).rejects.toMatchObject({ code: 'call-timeout' })
  })

  test('which starts with more memory than it may, is told so', async () => {
    await using sandbox = await sandboxOf(wat.startsWithMemory(1000), { maxMemoryBytes: 1024 * 1024 })
    await expect(sandbox.call('run', [])).rejects.toMatchObject({ code: 'guest-memory-exceeded' })
  })

  test.runIf(process.platform === 'linux')('which fills many memories, is stopped', async () => {
    await using sandbox = await sandboxOf(wat.fillsMemories(24), { maxMemoryBytes: 32 * 1024 * 1024 })
    await expect(sandbox.call('run', [])).rejects.toMatchObject({ code: 'guest-memory-exceeded' })
  })

  test.each(['0.2.0', '0.2.12'])('which leaves by wasi:cli/exit@%s, is told so', async (version) => {
    await using sandbox = await sandboxOf(wat.exits(version), { policy: { allow: ['wasi:*'] } })
    await expect(sandbox.call('run', [])).rejects.toMatchObject({ code: 'guest-exited' })
  })

  test('which imports what no policy allows, is never transpiled', async () => {
    await expect(sandboxOf(wat.exits('0.2.0'))).rejects.toMatchObject({
      code: 'import-not-granted',
      item: 'wasi:cli/exit@0.2.0',
      details: {
        missing: [{ import: 'wasi:cli/exit@0.2.0', option: "policy: { allow: ['wasi:cli/exit'] }" }],
      },
    })
  })

  test.each([
    { allow: ['wasi:*'], deny: ['wasi:cli/exit'] },
    { allow: ['wasi:*'], deny: ['wasi:cli/exit#exit'] },
    { extends: 'wasi-cli' as const, allow: [], deny: ['wasi:cli/*@^0.2.0'] },
    { allow: ['wasi:cli/exit#exit-with-code'] },
  ])('which imports what %j denies, is never transpiled, whatever is granted', async (policy) => {
    const options = { policy, grants: { environment: {} } }
    await expect(sandboxOf(wat.exits('0.2.0'), options)).rejects.toMatchObject({
      code: 'import-not-granted',
      item: 'wasi:cli/exit@0.2.0',
    })
  })

  test('which imports what is not there, is told by name', async () => {
    await expect(sandboxOf(wat.importsUnknown, { policy: { allow: ['test:*'] } })).rejects.toMatchObject({
      code: 'import-not-granted',
      item: 'test:unknown/thing@1.0.0',
    })
  })

  test.each(['my:pkg/types@1.0.0', 'wasi:cli/environment@0.2.0', 'wasi:http/types@9.0.0'])(
    'which imports nothing but types as %s, needs no grant',
    async (name) => {
      await using sandbox = await sandboxOf(wat.importsTypes(name), { policy: { allow: [], deny: [name] } })
      expect(await sandbox.call('same', ['y'])).toBe('y')
    },
  )

  test('which imports types with a resource, needs one', async () => {
    const name = 'my:pkg/types@1.0.0'
    const text = wat.importsTypes(name, '(export "r" (type (sub resource)))')
    const refused = { code: 'import-not-granted', item: name }
    await expect(sandboxOf(text)).rejects.toMatchObject(refused)
    await expect(sandboxOf(text, { policy: { allow: ['my:*'] } })).rejects.toMatchObject(refused)
  })

  test.each([
    ['code in the name of a core export', wat.codeInName],
    ['a function that makes a promise of its owner', wat.namedThen],
  ])('which has %s, is refused', async (_, text) => {
    await expect(sandboxOf(text)).rejects.toMatchObject({
      code: 'validation-failed',
      details: { findings: [expect.objectContaining({ code: 'name-unsafe' })] },
    })
  })

  test('whose JavaScript does not load, is told so', async () => {
    await using sandbox = await sandboxOf(wat.namedArguments)
    await expect(sandbox.call('arguments', [])).rejects.toMatchObject({ code: 'transpile-failed' })
  })

  test('which is none, is refused', async () => {
    await expect(createSandbox(new Uint8Array([1, 2, 3]))).rejects.toMatchObject({
      code: 'validation-failed',
    })
  })
})

describe('WASI that a policy allows', () => {
  const lines: LogLine[] = []
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await sandboxOf(wat.usesWasi, {
      policy: { allow: ['wasi:*'] },
      onLog: (line) => lines.push(line),
    })
  })
  afterAll(() => sandbox.close())

  test('has an empty environment', async () => {
    expect(await sandbox.call('variables', [])).toBe(0)
  })

  test('catches what is printed, line by line, and makes controls visible', async () => {
    await sandbox.call('print', ['one\ntwo \u001b[31mred\nthree'])
    expect(lines.splice(0)).toEqual(
      ['one', 'two \\u{1b}[31mred', 'three'].map((text) => ({ stream: 'stdout', text })),
    )
  })

  test('keeps the beginning of too much output', async () => {
    await sandbox.call('print', ['x\n'.repeat(30_000)])
    await sandbox.call('print', ['x'.repeat(100_000)])
    const printed = lines.splice(0)
    const texts = printed.map(({ text }) => text)
    expect(texts.length).toBeLessThan(33_000)
    expect(texts.at(-1)?.length).toBeLessThan(10_000)
    expect(printed).toContainEqual({
      stream: 'stdout',
      text: '(the rest of the output is dropped: more than 65536 bytes; limits.maxLogBytes raises that)',
      code: 'log-too-large',
    })
  })

  test('has clocks that go on, and sleeps', async () => {
    expect(await sandbox.call('sleep', [5_000_000])).toBeGreaterThanOrEqual(5_000_000n)
  })

  test('a sleep is under the deadline too', async () => {
    await expect(sandbox.call('sleep', [2n ** 60n], { timeoutMs: 500 })).rejects.toMatchObject({
      code: 'call-timeout',
    })
  })
})
