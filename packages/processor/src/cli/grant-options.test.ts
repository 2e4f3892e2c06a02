import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { componentizeSource } from '@wasm-airlock/componentize'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bin, root, Workplace } from '../testing/command.ts'

let place: Workplace
const wasi = ['--policy', 'wasi.toml']
const run = (code: string, ...words: string[]) =>
  place.run(['call', 'code.wasm', 'run', code, ...wasi, ...words])

beforeAll(async () => {
  place = await Workplace.create()
  const source = join(root, 'packages', 'host', 'src', 'test-support', 'python-guest')
  const { bytes } = await componentizeSource(source, { wasi: true })
  await writeFile(join(place.work, 'code.wasm'), bytes)
  await writeFile(join(place.work, 'wasi.toml'), 'allow = ["wasi:*"]\n')
  await mkdir(join(place.work, 'data'))
  await writeFile(join(place.work, 'data', 'in.txt'), 'hello')
})
afterAll(() => place[Symbol.asyncDispose]())

test('variables and arguments reach the component, and none of the machine', async () => {
  const words = ['--env', 'A=b=c', '--env', 'EMPTY=', '--arg', 'one', '--arg', '--two']
  expect(await run('out = (dict(os.environ), sys.argv)', ...words)).toMatchObject({
    status: 0,
    stdout: "({'A': 'b=c', 'EMPTY': ''}, ['code.wasm', 'one', '--two'])\n",
  })
})

test('a file, or what is piped in, becomes the standard input', async () => {
  await writeFile(join(place.work, 'text.txt'), 'from a file')
  expect((await run('out = sys.stdin.read()', '--stdin', 'text.txt')).stdout).toBe("'from a file'\n")
  const command = ['sh', '-c', 'printf "from a pipe" | "$@"', 'sh', process.execPath, bin]
  const words = ['call', 'code.wasm', 'run', 'out = sys.stdin.read()', ...wasi, '--stdin', '-']
  expect((await place.run(words, { command })).stdout).toBe("'from a pipe'\n")
  expect((await run('out = 1', '--stdin', 'none.txt', '--json')).json()).toMatchObject({
    error: { code: 'input-not-found', item: 'none.txt' },
  })
})

test('folders can be read, and written where that is said', async () => {
  await mkdir(join(place.work, 'out'))
  const words = ['--dir', 'data::/data', '--dir-rw', './out::/out']
  expect((await run('out = open("/data/in.txt").read()', ...words)).stdout).toBe("'hello'\n")
  expect((await run('open("/data/in.txt", "w")', ...words)).stdout).toContain('Read-only file system')
  expect((await run('pathlib.Path("/out/f").write_text("x")', ...words)).stdout).toBe(
    "'None'\n".replaceAll("'", ''),
  )
  expect(await readFile(join(place.work, 'out', 'f'), 'utf8')).toBe('x')
  expect((await run('open("/out/../data/in.txt").read()', ...words)).stdout).toContain('PermissionError')
})

test('what the component prints goes to standard error', async () => {
  const printed = await run('print("\\x1b[31mred"); out = 1')
  expect(printed).toMatchObject({ status: 0, stdout: '1\n' })
  expect(printed.stderr).toContain('\\u{1b}[31mred\n')
})

test('what is missing is named with the option that grants it', async () => {
  const outcome = await place.run(['call', 'code.wasm', 'run', 'out = 1', '--env', 'A=b', '--json'])
  expect(outcome.status).toBe(1)
  expect(outcome.json()).toMatchObject({
    error: { code: 'import-not-granted', step: 'sandbox', hint: expect.stringContaining('--dir') },
  })
})

test.each([
  [['--env', 'A'], 'usage-invalid', 'NAME=VALUE'],
  [['--dir', 'data'], 'usage-invalid', 'HOST::GUEST'],
  [['--dir-rw', 'data::relative'], 'usage-invalid', 'HOST::GUEST'],
  [['--dir', 'none::/data'], 'grants-invalid', 'none'],
  [['--dir', 'data::/data', '--dir-rw', 'data::/data'], 'grants-invalid', '/data'],
  [['--allow-host', 'example.com'], 'manifest-invalid', 'example.com'],
])('%o is bad usage', async (words, code, message) => {
  const outcome = await run('out = 1', ...words, '--json')
  expect(outcome.status).toBe(2)
  expect(outcome.json()).toMatchObject({ error: { code, message: expect.stringContaining(message) } })
})
