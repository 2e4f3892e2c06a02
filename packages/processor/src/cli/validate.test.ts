import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseWat } from '@wasm-airlock/wac'
import { type ComponentReport, reportSchema } from '@wasm-airlock/wit-validate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Workplace } from '../testing/command.ts'

/** Looks at the clock and at a random number; what it does with the file system is never called. */
const touchy = `(component
  (import "wasi:clocks/monotonic-clock@0.2.9" (instance $clock (export "now" (func (result u64)))))
  (import "wasi:random/insecure@0.2.9" (instance $random
    (export "get-insecure-random-u64" (func (result u64)))))
  (core module $m
    (import "clock" "now" (func $now (result i64)))
    (import "random" "next" (func $next (result i64)))
    (func (export "ticks") (result i64) (call $now)))
  (core func $now (canon lower (func $clock "now")))
  (core func $next (canon lower (func $random "get-insecure-random-u64")))
  (core instance $i (instantiate $m
    (with "clock" (instance (export "now" (func $now))))
    (with "random" (instance (export "next" (func $next))))))
  (func (export "ticks") (result u64) (canon lift (core func $i "ticks"))))`

const pure = `(component
  (core module $m (func (export "ticks") (result i64) (i64.const 1)))
  (core instance $i (instantiate $m))
  (func (export "ticks") (result u64) (canon lift (core func $i "ticks"))))`

let place: Workplace
beforeAll(async () => {
  place = await Workplace.create()
  await writeFile(join(place.work, 'touchy.wasm'), await parseWat(touchy))
  await writeFile(join(place.work, 'pure.wasm'), await parseWat(pure))
  await writeFile(join(place.work, 'clock.toml'), 'allow = ["wasi:clocks/*"]\n')
})
afterAll(() => place[Symbol.asyncDispose]())

const read = (name: string) => readFile(join(place.work, name), 'utf8')

describe('airlock validate', () => {
  test('refuses by default what it says the component can touch', async () => {
    const outcome = await place.run(['validate', 'touchy.wasm', '--deep', '--json'])
    expect(outcome).toMatchObject({ status: 1, stderr: '' })
    const { error, ...report } = outcome.json<ComponentReport & { error: { code: string } }>()
    expect(error.code).toBe('validation-failed')
    expect(reportSchema.parse(report)).toEqual(report)
    const called = report.capabilities.flatMap(({ kind, functions }) =>
      functions.map((it) => [kind, it.called]),
    )
    expect(called).toEqual([
      ['tells-time', 'maybe'],
      ['gets-random', 'never'],
    ])
  })

  test('prints a table that fits 80 columns', async () => {
    const outcome = await place.run(['validate', 'touchy.wasm'])
    expect(outcome.status).toBe(1)
    expect(outcome.stdout).toMatch(/^Refused: 2 errors/)
    expect(Math.max(...outcome.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  })

  test.each([
    ['json', (text: string) => expect(reportSchema.parse(JSON.parse(text)).ok).toBe(false)],
    ['markdown', (text: string) => expect(text).toMatch(/^## `?touchy\.wasm/)],
    [
      'sarif',
      (text: string) =>
        expect(JSON.parse(text)).toMatchObject({ version: '2.1.0', runs: [{ results: [{}, {}] }] }),
    ],
  ] as const)('writes %s, refused or not', async (format, check) => {
    const outcome = await place.run(['validate', 'touchy.wasm', '--format', format, '-o', `report.${format}`])
    expect(outcome.status).toBe(1)
    check(await read(`report.${format}`))
  })

  test('holds a world to the letter with --exact', async () => {
    await writeFile(join(place.work, 'world.wit'), 'package test:app; world app {}')
    const words = ['validate', 'pure.wasm', '--wit', 'world.wit']
    expect(await place.run(words)).toMatchObject({ status: 0 })
    expect(await place.run([...words, '--exact'])).toMatchObject({ status: 1 })
  })
})

describe('airlock policy suggest', () => {
  test.each(['policy.toml', 'policy.json'])('writes %s, by which the component passes', async (file) => {
    const words = ['policy', 'suggest', 'touchy.wasm', '--functions', '-o', file]
    expect(await place.run(words)).toMatchObject({ status: 0, stderr: '' })
    expect(await place.run(['validate', 'touchy.wasm', '--policy', file])).toMatchObject({ status: 0 })
    expect(await read(file)).toContain('wasi:clocks/monotonic-clock@0.2.9#now')
  })
})

test('what no policy lets pass has no policy, and is not restricted', async () => {
  await writeFile(
    join(place.work, 'unsafe.wasm'),
    await parseWat('(component (core module (func (export "a\\27b"))))'),
  )
  const outcome = await place.run(['policy', 'suggest', 'unsafe.wasm', '-o', 'unsafe.toml', '--json'])
  expect(outcome.status).toBe(1)
  expect(outcome.json()).toMatchObject({ error: { code: 'validation-failed', item: 'unsafe.wasm' } })
  await expect(read('unsafe.toml')).rejects.toThrow('ENOENT')
  const restricted = await place.run(['restrict', 'unsafe.wasm', '-o', 'safe.wasm'])
  expect(restricted.status).toBe(1)
  expect(restricted.stderr).toContain("the export name a'b holds characters that are not safe")
})

describe('airlock restrict', () => {
  test('takes away all that no policy allows', async () => {
    const outcome = await place.run(['restrict', 'touchy.wasm', '-o', 'restricted.wasm', '--json'])
    expect(outcome).toMatchObject({ status: 0, stderr: '' })
    expect(outcome.json()).toMatchObject({
      imports: [],
      denied: [{ name: 'now' }, { name: expect.any(String) }],
    })
    expect(await place.run(['validate', 'restricted.wasm'])).toMatchObject({ status: 0 })
  })

  test('leaves what the policy allows, and says what is left', async () => {
    const words = ['restrict', 'touchy.wasm', '--policy', 'clock.toml', '-o', 'clock.wasm']
    const outcome = await place.run(words)
    expect(outcome.status).toBe(0)
    expect(outcome.stdout).toContain('get-insecure-random-u64')
    expect(await place.run(['validate', 'clock.wasm', '--policy', 'clock.toml'])).toMatchObject({ status: 0 })
  })

  test('writes nothing for what is no component', async () => {
    await writeFile(join(place.work, 'text.wasm'), 'no component')
    const outcome = await place.run(['restrict', 'text.wasm', '-o', 'nothing.wasm'])
    expect(outcome.status).toBe(1)
    await expect(read('nothing.wasm')).rejects.toThrow('ENOENT')
  })
})

describe('airlock diff', () => {
  test('says what is new that it can touch', async () => {
    const outcome = await place.run(['diff', 'pure.wasm', 'touchy.wasm', '--fail-if-grew', '--json'])
    expect(outcome).toMatchObject({ status: 1, stderr: '' })
    expect(outcome.json()).toMatchObject({ grew: true })
  })

  test('is no failure otherwise', async () => {
    const outcome = await place.run(['diff', 'touchy.wasm', 'pure.wasm', '--fail-if-grew'])
    expect(outcome).toMatchObject({ status: 0, stderr: '' })
  })
})
