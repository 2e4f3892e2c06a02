import { parseWat } from '@wasm-airlock/wac'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts'
import { decodeValue, encodeValue } from '../values/values.ts'
import { results } from './wat.ts'

const MIB = 1024 * 1024

describe('a result', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await createSandbox(await parseWat(results), {
      limits: { maxMemoryBytes: 8 * MIB, maxResultBytes: MIB, timeoutMs: 20_000 },
    })
  })
  afterAll(() => sandbox.close())

  test.each([
    ['text', 0, 0xffff_ffff],
    ['text', 0xffff_fff0, 0x10],
    ['text', 2 * MIB - 1, 2],
    ['bytes', 0, 0xffff_ffff],
    ['bytes', 2 * MIB, 1],
    ['pairs', 0, 0xffff_ffff],
    ['pairs', 0, 0x1000_0001],
    ['pairs', 2 * MIB - 8, 1],
  ])('%s at %d that claims %d, more than there is, is a trap', async (name, at, length) => {
    await expect(sandbox.call(name, [at, length])).rejects.toMatchObject({ code: 'guest-trapped' })
    expect(await sandbox.call('alive', [])).toBe(1)
  })

  test.each([
    ['bytes', 0, 2 * MIB],
    ['texts', 100, 100_000],
  ])('%s(%d, %d) above the limit says so', async (name, count, length) => {
    await expect(sandbox.call(name, [count, length])).rejects.toMatchObject({
      code: 'message-too-large',
      hint: expect.stringContaining('limits.maxResultBytes'),
      details: { limit: 'maxResultBytes', value: MIB },
    })
    expect(await sandbox.call('alive', [])).toBe(1)
  })

  // A hundred gigabytes out of two megabytes.
  test.runIf(process.platform === 'linux').each(['texts', 'blobs'])(
    'of many %s that are one and the same ends with that call',
    async (name) => {
      await expect(sandbox.call(name, [100_000, MIB])).rejects.toMatchObject({
        code: expect.stringMatching(/^(guest-memory-exceeded|worker-failed|message-too-large|call-timeout)$/),
      })
      expect(await sandbox.call('alive', [])).toBe(1)
    },
  )
})

describe('names of properties', () => {
  test('that a forged result has change no prototype', () => {
    const forged = JSON.parse(
      '{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}',
    )
    const value = decodeValue(forged)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect(() => encodeValue(Object.create({ inherited: 1 }))).toThrow('cannot leave')
  })

  test('that fields may have are data and nothing else', async () => {
    const fields = ['to-string', 'value-of', 'has-own-property', 'to-json', 'length', 'tag', 'val']
    const record = `(record ${fields.map((name) => `(field "${name}" u32)`).join(' ')})`
    const values = fields.map((_, index) => index + 1)
    await using sandbox = await createSandbox(
      await parseWat(`(component
        (core module $m (memory (export "memory") 1)
          ${values.map((value, index) => `(data (i32.const ${index * 4}) "\\0${value}")`).join(' ')}
          (func (export "get") (result i32) (i32.const 0)))
        (core instance $i (instantiate $m))
        (type $record ${record})
        (func $get (result $record) (canon lift (core func $i "get") (memory (core memory $i "memory"))))
        (component $c
          (import "type" (type $r (eq $record)))
          (import "get" (func $f (result $r)))
          (export $named "odd" (type $r))
          (export "get" (func $f) (func (result $named))))
        (instance $e (instantiate $c (with "type" (type $record)) (with "get" (func $get))))
        (export "test:names/odd" (instance $e)))`),
    )
    expect(await sandbox.call('get', [])).toStrictEqual(
      Object.fromEntries(fields.map((name, index) => [name, index + 1])),
    )
  })
})
