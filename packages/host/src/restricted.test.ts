import { fileURLToPath } from 'node:url'
import { componentizeSource } from '@wasm-airlock/componentize'
import { restrictComponent } from '@wasm-airlock/wit-validate'
import { beforeAll, describe, expect, test } from 'vitest'
import { createSandbox } from './sandbox/sandbox.ts'
import { attempts, buildReachingGuest, programs } from './test-support/reaching-guest/attempts.ts'

const pure = { allow: [] }

test('Python with all of WASI is without any import once it is restricted, and answers as before', async () => {
  const source = fileURLToPath(new URL('test-support/python-guest', import.meta.url))
  const { bytes } = await componentizeSource(source, { wasi: true })
  const { component, denied, imports } = await restrictComponent(bytes, pure)
  expect(imports).toEqual([])
  expect(denied.length).toBeGreaterThan(50)
  await using before = await createSandbox(bytes, { policy: { allow: ['wasi:*'] } })
  await using after = await createSandbox(component)
  for (const program of programs) {
    expect(await after.call('run', [program]), program).toBe(await before.call('run', [program]))
  }
})

describe('a component that reaches for everything', () => {
  let guest: Uint8Array
  let restricted: Uint8Array
  beforeAll(async () => {
    guest = await buildReachingGuest()
    const { component, imports } = await restrictComponent(guest, pure)
    expect(imports).toEqual([])
    restricted = component
  })

  test('is stopped at each', async () => {
    const lines: string[] = []
    await using sandbox = await createSandbox(restricted, { onLog: ({ text }) => lines.push(text) })
    expect(await sandbox.call('run', ['out = 6 * 7'])).toBe('42')
    for (const { capability, code, outcome } of attempts) {
      const answer = sandbox.call('run', [code])
      if (outcome === null) await expect(answer, capability).rejects.toMatchObject({ code: 'guest-trapped' })
      else expect(await answer, capability).toMatch(outcome)
    }
    expect(lines).toEqual([])
    expect(await sandbox.call('run', ['out = os.urandom(8)'])).toBe(
      await sandbox.call('run', ['out = os.urandom(8)']),
    )
  })

  test('can be left with some of it', async () => {
    const allow = [
      'wasi:io/*',
      'wasi:cli/stdout',
      'wasi:cli/environment#get-environment',
      'wasi:clocks/wall-clock#now',
    ]
    const { component, imports, denied } = await restrictComponent(guest, { allow })
    expect(imports.map(({ name }) => name.replace(/@.*/, '')).sort()).toEqual([
      'wasi:cli/environment',
      'wasi:cli/stdout',
      'wasi:clocks/wall-clock',
      'wasi:io/error',
      'wasi:io/poll',
      'wasi:io/streams',
    ])
    expect(denied).toContainEqual({
      import: 'wasi:cli/environment@0.2.9',
      name: 'get-arguments',
      how: 'empty',
    })
    const lines: string[] = []
    await using sandbox = await createSandbox(component, {
      policy: { allow: ['wasi:*'] },
      grants: { environment: { PLACE: 'here' }, stdout: true },
      onLog: ({ text }) => lines.push(text),
    })
    expect(await sandbox.call('run', ["out = os.environ['PLACE']; print('hello')"])).toBe("'here'")
    expect(lines.join('\n')).toContain('hello')
    expect(Number(await sandbox.call('run', ['out = time.time()']))).toBeGreaterThan(1.7e9)
    expect(await sandbox.call('run', ['out = sys.argv'])).toBe('[]')
  })
})
