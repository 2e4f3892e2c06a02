import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { componentizeSource } from '@wasm-airlock/componentize'
import { parseWat } from '@wasm-airlock/wac'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts'
import { usesWasi } from '../test-support/wat.ts'

const WIT = `package test:values@1.0.0;
interface calc {
  record point { x: s32, y: s32 }
  record %record { point-at: point, is-big: bool, maybe: option<s32>, id1-b: u64 }
  variant shape { circle(f64), sharp-edge(point), none }
  enum colour { dark-red, green }
  flags access { read-all, write, exec }
  type count = u8;
  type bytes = list<count>;
  move-by: func(p: point, d: option<s32>) -> point;
  echo-record: func(r: %record) -> %record;
  echo-shape: func(s: shape) -> shape;
  echo-colours: func(c: list<colour>) -> list<colour>;
  echo-access: func(a: access) -> access;
  echo-bytes: func(b: bytes) -> bytes;
  echo-maybe: func(m: option<option<u32>>) -> option<option<u32>>;
  echo-pair: func(p: tuple<s64, char>) -> tuple<s64, char>;
  echo-results: func(r: list<result<point, string>>) -> list<result<point, string>>;
  answer: func(r: result<_, shape>) -> result<_, shape>;
}
world values {
  export calc;
  export extra: interface { flags few { a-b } echo-few: func(f: few) -> few; }
  export plain: func(n: u8) -> u8;
}`

const SOURCE = `const echo = (value) => value
export const calc = {
  moveBy: (p, d) => ({ x: p.x + (d ?? 0), y: p.y }),
  echoRecord: echo, echoShape: echo, echoColours: echo, echoAccess: echo, echoBytes: echo, echoMaybe: echo,
  echoPair: echo, echoResults: echo,
  answer: (r) => { if (r.tag === 'err') throw r.val },
}
export const extra = { echoFew: echo }
export const plain = echo
`

const point = { x: 1, y: 2 }

describe('arguments and results of every type', () => {
  let folder: string
  let sandbox: Sandbox
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'airlock-arguments-'))
    await mkdir(join(folder, 'wit'))
    await writeFile(join(folder, 'wit', 'values.wit'), WIT)
    await writeFile(join(folder, 'values.js'), SOURCE)
    const { bytes } = await componentizeSource(join(folder, 'values.js'), { wit: join(folder, 'wit') })
    sandbox = await createSandbox(bytes)
  }, 60_000)
  afterAll(async () => {
    await sandbox?.close()
    await rm(folder, { recursive: true, force: true })
  })

  test.each<[string, unknown]>([
    ['echo-record', { 'point-at': point, 'is-big': true, maybe: null, 'id1-b': 2n ** 63n }],
    ['echo-shape', { tag: 'sharp-edge', val: point }],
    ['echo-shape', { tag: 'none' }],
    ['echo-colours', ['dark-red', 'green']],
    ['echo-access', { 'read-all': true, write: false, exec: true }],
    ['echo-bytes', new Uint8Array([0, 255])],
    ['echo-maybe', { tag: 'none' }],
    ['echo-maybe', { tag: 'some', val: null }],
    ['echo-maybe', { tag: 'some', val: 3 }],
    ['echo-pair', [-5n, '☠']],
    [
      'echo-results',
      [
        { tag: 'ok', val: point },
        { tag: 'err', val: 'no' },
      ],
    ],
    ['answer', { tag: 'ok', val: null }],
    ['answer', { tag: 'err', val: { tag: 'circle', val: 1.5 } }],
    ['echo-few', { 'a-b': true }],
    ['plain', 255],
  ])('%s(%o) gives it back', async (name, value) => {
    expect(await sandbox.call(name, [value])).toStrictEqual(value)
  })

  test('flags may be a list of names', async () => {
    expect(await sandbox.call('echo-access', [['exec']])).toEqual({
      'read-all': false,
      write: false,
      exec: true,
    })
  })

  test('an option that is left out is none', async () => {
    expect(await sandbox.call('move-by', [point, null])).toEqual(point)
    expect(await sandbox.call('move-by', [point, 4])).toEqual({ x: 5, y: 2 })
  })

  test.each<[string, readonly unknown[], string]>([
    ['move-by', [{ x: 1 }, null], 'p'],
    ['move-by', [{ x: 1, z: 2 }, null], 'p'],
    ['move-by', [{ x: 'a', y: 2 }, null], 'p.x'],
    ['move-by', [{ x: 99999999999, y: 2 }, null], 'p.x'],
    ['move-by', [point, 0.5], 'd'],
    ['echo-results', [[{ tag: 'ok', val: { x: 1, y: null } }]], 'r[0].val.y'],
    ['echo-bytes', [[300]], 'b[0]'],
    ['echo-few', [['c-d']], 'f'],
    ['plain', [256], 'n'],
  ])('%s(%o) is refused at %s', async (name, args, item) => {
    await expect(sandbox.call(name, args)).rejects.toMatchObject({ code: 'arguments-invalid', item })
  })

  test('a refusal says what is wrong, and gives an example', async () => {
    await expect(sandbox.call('echo-shape', [{ tag: 'circle', val: 'big' }])).rejects.toMatchObject({
      message:
        'In a call of test:values/calc@1.0.0#echo-shape, s.val must be a number that f64 can hold, not "big".',
      hint: 'The parameter s is of type shape, for example {"tag":"circle","val":1.5}.',
    })
  })
})

test('a component whose interface is no WIT is called where its types have no names', async () => {
  await using sandbox = await createSandbox(await parseWat(usesWasi), { policy: { allow: ['wasi:*'] } })
  await expect(sandbox.call('print', [1])).rejects.toMatchObject({ code: 'arguments-invalid' })
  expect(await sandbox.call('variables', [])).toBe(0)
})

test('a component without functions is told so', async () => {
  await using sandbox = await createSandbox(await parseWat('(component)'))
  await expect(sandbox.call('run', [])).rejects.toMatchObject({
    code: 'function-unknown',
    message: 'The component exports no function run. It exports no functions.',
    hint: 'Build it for a world that exports the function.',
  })
})
