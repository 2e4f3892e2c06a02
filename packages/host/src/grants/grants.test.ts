import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { componentizeSource } from '@wasm-airlock/componentize'
import { parseWat } from '@wasm-airlock/wac'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LogLine } from '../log-line.ts'
import { type CallOptions, createSandbox, type SandboxOptions } from '../sandbox/sandbox.ts'
import * as wat from '../test-support/wat.ts'
import type { Grants } from './grants.ts'

let python: Uint8Array
let host: string

beforeAll(async () => {
  const source = fileURLToPath(new URL('../test-support/python-guest', import.meta.url))
  const built = await componentizeSource(source, { wasi: true })
  python = built.bytes
  host = await mkdtemp(join(tmpdir(), 'airlock-grants-'))
  await mkdir(join(host, 'sub'))
  await writeFile(join(host, 'a.txt'), 'hello')
  await writeFile(join(host, 'sub', 'b.txt'), 'b')
})
afterAll(() => rm(host, { recursive: true, force: true }))

/** Python imports all of WASI, whatever it is granted. */
async function sandboxOf(grants: Grants, options: SandboxOptions = {}) {
  const sandbox = await createSandbox(python, { policy: { allow: ['wasi:*'] }, grants, ...options })
  return {
    run: (code: string, how: CallOptions = {}) => sandbox.call('run', [code], how),
    [Symbol.asyncDispose]: () => sandbox.close(),
  }
}

describe('what is not granted', () => {
  test('is named, each with the option that would grant it', async () => {
    const created = createSandbox(python, { grants: { environment: { A: 'b' }, random: 'real' } })
    const error = await created.catch((thrown) => thrown)
    expect(error).toMatchObject({
      code: 'import-not-granted',
      hint: expect.stringContaining('grants.preopens'),
    })
    const { missing } = error.details as { missing: { import: string; option: string }[] }
    const options = new Map(missing.map(({ import: name, option }) => [name.replace(/@.*/, ''), option]))
    expect(options.get('wasi:filesystem/types')).toBe('grants.preopens')
    expect(options.get('wasi:clocks/wall-clock')).toBe('grants.clock')
    expect(options.get('wasi:cli/stdout')).toBe('grants.stdout')
    expect(options.get('wasi:sockets/tcp')).toBe("policy: { allow: ['wasi:sockets/tcp'] }")
    expect([...options.keys()].filter((name) => /environment|random/.test(name))).toEqual([])
  })

  test('and is nowhere, has no option', async () => {
    const created = createSandbox(await parseWat(wat.importsUnknown))
    await expect(created).rejects.toMatchObject({
      code: 'import-not-granted',
      details: { missing: [{ import: 'test:unknown/thing@1.0.0', option: null }] },
    })
  })

  test('is empty where a policy links it all the same', async () => {
    await using guest = await sandboxOf({})
    expect(await guest.run('out = (dict(os.environ), sys.argv, sys.stdin.read())')).toBe("({}, [], '')")
    expect(await guest.run('out = os.listdir("/")')).toMatch(/^FileNotFoundError/)
    expect(await guest.run('open("/etc/passwd")')).toMatch(/^FileNotFoundError/)
  })
})

test.each<[string, Grants]>([
  ['grants.environment', { environment: { 'A=B': 'c' } }],
  ['grants.environment.A', { environment: { A: 'b\0c' } }],
  ['grants.arguments.1', { arguments: ['a', '\0'] }],
  ['grants.clock.now', { clock: { now: 'yesterday' } }],
  ['grants.clock.advance', { clock: { now: 0, advance: -1 } }],
  ['grants.preopens.0.guest', { preopens: [{ host: '/', guest: 'data' }] }],
  ['grants.preopens.0.guest', { preopens: [{ host: '/', guest: '/data/../x' }] }],
  [
    'grants.preopens.1.guest',
    {
      preopens: [
        { host: '/', guest: '/data' },
        { host: '/tmp', guest: '/data' },
      ],
    },
  ],
  ['/no/such/folder', { preopens: [{ host: '/no/such/folder', guest: '/data' }] }],
])('%s that cannot be given is refused', async (item, grants) => {
  await expect(createSandbox(await parseWat(wat.probe), { grants })).rejects.toMatchObject({
    code: 'grants-invalid',
    item,
  })
})

test('environment, arguments and input are what was granted, in each call', async () => {
  await using guest = await sandboxOf({
    environment: { NAME: 'ä=b' },
    arguments: ['program', '--flag'],
    stdin: 'one\ntwo\n',
  })
  for (let round = 0; round < 2; round += 1) {
    expect(await guest.run('out = (dict(os.environ), sys.argv)')).toBe(
      "({'NAME': 'ä=b'}, ['program', '--flag'])",
    )
    expect(await guest.run('out = (sys.stdin.readline(), sys.stdin.read(), sys.stdin.read())')).toBe(
      "('one\\n', 'two\\n', '')",
    )
  }
})

test('a frozen clock stands still, goes on by each look, and by what is slept', async () => {
  const now = '2001-02-03T04:05:06.789Z'
  const look = 'out = (time.time_ns(), time.time_ns(), time.monotonic_ns(), time.monotonic_ns())'
  await using still = await sandboxOf({ clock: { now } })
  const at = BigInt(Date.parse(now)) * 1_000_000n
  expect(await still.run(look)).toBe(`(${at}, ${at}, 0, 0)`)
  expect(await still.run('time.sleep(0.02); out = time.monotonic_ns() >= 20_000_000')).toBe('True')
  expect(await still.run('out = time.monotonic_ns()')).toBe('0')
  await using ticking = await sandboxOf({ clock: { now: new Date(0), advance: 1.5 } })
  expect(await ticking.run(look)).toBe('(0, 1500000, 3000000, 4500000)')
  expect(await ticking.run(look)).toBe('(0, 1500000, 3000000, 4500000)')
  await using real = await sandboxOf({ clock: 'real' })
  const seconds = Number(await real.run('out = time.time()'))
  expect(Math.abs(seconds - Date.now() / 1000)).toBeLessThan(60)
})

test('seeded random numbers are the same in each call and sandbox, and others with another seed', async () => {
  const draw = 'out = (secrets.token_hex(8), os.urandom(4).hex())'
  await using one = await sandboxOf({ random: { seed: 'a' } })
  await using same = await sandboxOf({ random: { seed: 'a' } })
  await using other = await sandboxOf({ random: { seed: 'b' } })
  await using real = await sandboxOf({ random: 'real' })
  const first = await one.run(draw)
  expect(await one.run(draw)).toBe(first)
  expect(await same.run(draw)).toBe(first)
  expect(await other.run(draw)).not.toBe(first)
  expect(await real.run(draw)).not.toBe(await real.run(draw))
})

describe('output', () => {
  test.each([
    ['a colour', '\u001b[31mred', '\\u{1b}[31mred'],
    ['a title (OSC)', '\u001b]0;title\u0007', '\\u{1b}]0;title\\u{7}'],
    ['a link (OSC, ended by ST)', '\u001b]8;;http://x\u001b\\', '\\u{1b}]8;;http://x\\u{1b}\\'],
    ['a C1 control sequence', '\u009b2J', '\\u{9b}2J'],
    ['a carriage return over the line', 'safe\rEVIL', 'safe\\u{d}EVIL'],
    ['a backspace', 'a\bb', 'a\\u{8}b'],
    ['text from right to left', 'a\u202eb\u2066c', 'a\\u{202e}b\\u{2066}c'],
    ['a line end of Unicode', 'a\u2028b\u0085c', 'a\\u{2028}b\\u{85}c'],
    ['a NUL', 'a\0b', 'a\\u{0}b'],
  ])('%s is shown and not obeyed', async (_, printed, shown) => {
    const lines: LogLine[] = []
    await using guest = await sandboxOf({ stdout: true }, { onLog: (line) => lines.push(line) })
    await guest.run(`print(${JSON.stringify(printed)})`)
    expect(lines).toEqual([{ stream: 'stdout', text: shown }])
  })

  test('above its limit is dropped, and a line says how to raise that', async () => {
    const lines: LogLine[] = []
    const limits = { maxLogBytes: 10 }
    await using guest = await sandboxOf({ stderr: true }, { limits, onLog: (line) => lines.push(line) })
    expect(await guest.run('sys.stderr.write("0123456789abc"); sys.stderr.flush(); out = 1')).toBe('1')
    expect(lines.map(({ text }) => text)).toContain('0123456789')
    expect(lines.find(({ code }) => code === 'log-too-large')?.text).toContain('limits.maxLogBytes')
    expect(JSON.stringify(lines)).not.toContain('abc')
  })
})

describe('folders', () => {
  test('to read are read by a program as it is written', async () => {
    await using guest = await sandboxOf({ preopens: [{ host, guest: '/data' }] })
    expect(await guest.run('out = open("/data/a.txt").read()')).toBe("'hello'")
    expect(await guest.run('out = sorted(os.listdir("/data"))')).toBe("['a.txt', 'sub']")
    expect(await guest.run('out = [str(p) for p in sorted(pathlib.Path("/data").rglob("*"))]')).toBe(
      "['/data/a.txt', '/data/sub', '/data/sub/b.txt']",
    )
    expect(await guest.run('out = (os.stat("/data/a.txt").st_size, os.path.isdir("/data/sub"))')).toBe(
      '(5, True)',
    )
    expect(await guest.run('out = [os.path.samefile("/data/a.txt", "/data/sub/../a.txt")]')).toBe('[True]')
    for (const attempt of ['open("/data/a.txt", "a")', 'os.mkdir("/data/x")', 'os.unlink("/data/a.txt")']) {
      expect(await guest.run(attempt)).toMatch(/^OSError: \[Errno \d+\] Read-only file system/)
    }
    expect(await readFile(join(host, 'a.txt'), 'utf8')).toBe('hello')
  })

  test('to write are written, and each call meets what the last one left', async () => {
    const folder = join(host, 'out')
    await mkdir(folder)
    await using guest = await sandboxOf({ preopens: [{ host: folder, guest: '/', writable: true }] })
    expect(
      await guest.run('p = pathlib.Path("/deep/er"); p.mkdir(parents=True); (p / "f").write_text("ä" * 9)'),
    ).toBe('None')
    expect(await guest.run('with open("/deep/er/f", "a") as f: f.write("!")')).toBe('None')
    expect(await readFile(join(folder, 'deep', 'er', 'f'), 'utf8')).toBe(`${'ä'.repeat(9)}!`)
    expect(
      await guest.run('os.rename("/deep/er/f", "/f"); os.truncate("/f", 4); out = open("/f").read()'),
    ).toBe("'ää'")
    expect(await guest.run('open("/big", "wb").write(bytes(1_000_000)); out = os.stat("/big").st_size')).toBe(
      '1000000',
    )
    expect(await guest.run('out = len(open("/big", "rb").read())')).toBe('1000000')
    expect(await guest.run('shutil.rmtree("/deep"); os.remove("/big"); out = os.listdir("/")')).toBe("['f']")
    expect(await guest.run('os.symlink("/etc", "/l")')).toMatch(/^PermissionError/)
    expect(await guest.run('os.link("/f", "/l")')).toMatch(/^PermissionError/)
  })

  test('are left by no way', async () => {
    const folder = join(host, 'walls')
    await mkdir(folder)
    await symlink('/etc', join(folder, 'etc'))
    await symlink('..', join(folder, 'up'))
    await using guest = await sandboxOf({ preopens: [{ host: folder, guest: '/data', writable: true }] })
    for (const path of [
      '/data/../../etc/passwd',
      '/data/etc/passwd',
      '/data/up/a.txt',
      '/etc/passwd',
      'a.txt',
    ]) {
      expect(await guest.run(`out = open("${path}").read()`)).toMatch(/^(PermissionError|FileNotFoundError)/)
      expect(await guest.run(`out = open("${path}", "w")`)).toMatch(/^(PermissionError|FileNotFoundError)/)
    }
    expect(await guest.run('out = os.listdir("/data/up")')).toMatch(/^PermissionError/)
    expect(await guest.run('os.chdir("/data/up"); out = os.listdir(".")')).toMatch(/^PermissionError/)
    expect(await readFile(join(host, 'a.txt'), 'utf8')).toBe('hello')
  })

  test('have limits, which the log names', async () => {
    const folder = join(host, 'limits')
    await mkdir(folder)
    const lines: LogLine[] = []
    await using guest = await sandboxOf(
      { preopens: [{ host: folder, guest: '/data', writable: true }] },
      { limits: { maxWriteBytes: 10_000, maxOpenFiles: 8 }, onLog: (line) => lines.push(line) },
    )
    expect(await guest.run('with open("/data/f", "wb") as f: f.write(bytes(20_000))')).toMatch(/^OSError/)
    expect(await guest.run('out = [open("/data/f") for _ in range(20)]')).toMatch(/^OSError/)
    expect(new Set(lines.map(({ text }) => text))).toEqual(
      new Set([
        'A call may write 10000 bytes to files: raise limits.maxWriteBytes.',
        'A call may have 8 files open: raise limits.maxOpenFiles.',
      ]),
    )
    expect(await guest.run('out = os.stat("/data/f").st_size')).toBe('0')
  })

  test('a call that is busy with files keeps its deadline', async () => {
    await using guest = await sandboxOf({ preopens: [{ host, guest: '/data' }] })
    const looping = guest.run('while True: os.stat("/data/a.txt")', { timeoutMs: 1500 })
    await expect(looping).rejects.toMatchObject({ code: 'call-timeout' })
    expect(await guest.run('out = open("/data/a.txt").read()')).toBe("'hello'")
  })
})

describe('processor time', () => {
  test.runIf(process.platform === 'linux')('is limited, and a wait is none', async () => {
    await using sandbox = await createSandbox(await parseWat(wat.probe), { limits: { cpuTimeMs: 300 } })
    await expect(sandbox.call('loop', [])).rejects.toMatchObject({
      code: 'cpu-time-exceeded',
      hint: expect.stringContaining('limits.cpuTimeMs'),
      details: { limit: 'cpuTimeMs', value: 300 },
    })
    expect(await sandbox.call('echo-text', ['again'])).toBe('again')
    await using sleeper = await createSandbox(await parseWat(wat.usesWasi), {
      grants: { clock: 'real', stdout: true, environment: {} },
      limits: { cpuTimeMs: 300 },
    })
    expect(await sleeper.call('sleep', [600_000_000])).toBeGreaterThanOrEqual(600_000_000n)
  })
})
