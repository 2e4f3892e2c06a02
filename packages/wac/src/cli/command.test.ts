import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, link, mkdir, readdir, readFile, readlink, stat, symlink, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plugText, socketText, worldFiles } from '../fixtures.ts'
import { composeDocument, inspectComponent, parseWat, plugComponents } from '../index.ts'
import { Workplace } from '../testing/command.ts'

const number = 'test:dep/number@1.0.0'
const doubled = 'test:dep/doubled@1.0.0'
const source = `package t:out;

let p = new test:plug { ... };
let s = new test:socket { "${number}": p["${number}"], ... };

export s["run-0"] as run;
`

let place: Workplace
let plug: Uint8Array
let socket: Uint8Array

beforeAll(async () => {
  place = await Workplace.create()
  plug = await parseWat(plugText({ [number]: 'number' }))
  socket = await parseWat(socketText({ [number]: 'number', [doubled]: 'doubled' }))
  const files: Record<string, string | Uint8Array> = {
    'plug.wasm': plug,
    'socket.wasm': socket,
    'other.wasm': await parseWat(plugText({ [doubled]: 'renamed' })),
    'core.wasm': await parseWat('(module)'),
    'deps/test/plug.wat': plugText({ [number]: 'number' }),
    'deps/test/socket.wasm': socket,
    'app.wac': source,
    'broken.wac': 'package a:b;\nlet x = y;\n',
    'latin.wac': Uint8Array.of(0xe4),
    ...Object.fromEntries(
      Object.entries(worldFiles('export test:dep/number@1.0.0;')).map(([name, text]) => [
        `wit/${name}`,
        text,
      ]),
    ),
  }
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(place.file(name)), { recursive: true })
    await writeFile(place.file(name), content)
  }
})
afterAll(() => place[Symbol.asyncDispose]())

const quiet = { status: 0, stderr: '' }

describe('plug', () => {
  it('writes the component to standard output or to a file', async () => {
    const { component } = await plugComponents(socket, [{ name: 'plug', component: plug }])
    const printed = await place.run(['plug', 'socket.wasm', '--plug', 'plug.wasm'])
    expect(printed).toEqual({ ...quiet, stdout: Buffer.from(component) })
    const words = ['plug', '--plug=plug.wasm', '-o', 'out.wasm', 'socket.wasm']
    expect(await place.run(words)).toMatchObject({ ...quiet, stdout: Buffer.alloc(0) })
    expect(await readFile(place.file('out.wasm'))).toEqual(Buffer.from(component))
  })

  it('prints the text format, with a line feed behind it on standard output only', async () => {
    const words = ['plug', 'socket.wasm', '--plug', 'plug.wasm', '-t']
    const { stdout } = await place.run(words)
    expect(stdout.toString()).toMatch(/^\(component[\s\S]*\n\)\n\n$/)
    await place.run([...words, '-o', 'out.wat'])
    expect(`${await readFile(place.file('out.wat'), 'utf8')}\n`).toBe(stdout.toString())
  })

  it('warns where wac is silent, unless told not to', async () => {
    const words = ['plug', 'socket.wasm', '--plug', 'plug.wasm', '--plug', 'other.wasm', '-o', 'out.wasm']
    const { status, stderr } = await place.run(words)
    expect(status).toBe(0)
    expect(stderr).toMatch(
      /^warning: export `test:dep\/doubled@1.0.0` of `other` is not plugged into import .*\nwarning: `other` is left out: it exports nothing that fits an open import\n$/,
    )
    expect(await place.run([...words, '--quiet'])).toMatchObject(quiet)
    expect(await place.run([...words, '--strict'])).toMatchObject({ status: 1 })
  })

  it('gives a report for machines', async () => {
    const words = ['plug', 'socket.wasm', '--plug', 'plug.wasm', '--json']
    expect(await place.run(words)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("'--json' needs --output <OUTPUT>"),
    })
    const { stdout } = await place.run([...words, '-o', 'out.wasm'])
    expect(JSON.parse(stdout.toString())).toMatchObject({
      connections: [{ plug: 'plug', export: number, to: null, import: number }],
      openImports: [doubled],
      nearMisses: [],
    })
    const failed = await place.run(['plug', 'core.wasm', '--plug', 'plug.wasm', '--json', '-o', 'out.wasm'])
    expect(failed.status).toBe(1)
    expect(JSON.parse(failed.stdout.toString())).toMatchObject({ error: { code: 'component-malformed' } })
    const missing = await place.run(['plug', 'none.wasm', '--plug', 'plug.wasm', '--json', '-o', 'out.wasm'])
    const system = 'No such file or directory (os error 2)'
    expect(JSON.parse(missing.stdout.toString())).toMatchObject({
      error: {
        code: 'input-not-found',
        message: 'failed to read socket component `none.wasm`',
        causes: [system],
      },
    })
    const unwritable = await place.run([...words, '-o', 'none/out.wasm'])
    expect(JSON.parse(unwritable.stdout.toString())).toMatchObject({
      error: { code: 'output-unwritable', item: 'none/out.wasm', causes: [system] },
    })
    expect(unwritable.stderr).toBe(
      `error: failed to write output file \`none/out.wasm\`\n\nCaused by:\n    ${system}\n`,
    )
  })

  it('connects, renames and limits as it is told', async () => {
    const words = ['plug', 'socket.wasm', '--plug', 'plug.wasm', '-o', 'chosen.wasm']
    const options = [
      '--connect',
      `${number}=plug#${number}`,
      '--rename-export',
      'run-0=go',
      `--allow-import=${doubled}`,
    ]
    expect(await place.run([...words, ...options])).toMatchObject(quiet)
    const { exports } = await inspectComponent(await readFile(place.file('chosen.wasm')))
    expect(exports.map(({ name }) => name)).toEqual(['go', 'run-1'])
    const refused = await place.run([...words, '--allow-import='])
    expect(refused).toMatchObject({ status: 1, stderr: expect.stringContaining(doubled) })
  })

  it('fails as wac does, at the first file that is wrong', async () => {
    const run = (...words: string[]) =>
      place.run(['plug', ...words]).then(({ status, stderr }) => [status, stderr])
    const missing = '\n\nCaused by:\n    No such file or directory (os error 2)\n'
    expect(await run('gone', '--plug', 'nor')).toEqual([
      1,
      `error: failed to read socket component \`gone\`${missing}`,
    ])
    expect(await run('socket.wasm', '--plug', 'gone')).toEqual([
      1,
      `error: failed to read \`gone\`${missing}`,
    ])
    expect(await run('socket.wasm', '--plug', '..')).toEqual([1, "error: path to plug '..' was not a file\n"])
    const core = 'error: package `socket` is not a binary-encoded WebAssembly component\n'
    expect(await run('core.wasm', '--plug', 'gone')).toEqual([1, core])
    const unmatched = 'error: the socket component had no matching imports for the plugs that were provided\n'
    expect(await run('socket.wasm', '--plug', 'other.wasm', '-q')).toEqual([1, unmatched])
    expect(await run('socket.wasm', '--plug', 'other.wasm')).toEqual([
      1,
      `warning: export \`${doubled}\` of \`other\` is not plugged into import \`${doubled}\` of the socket: function f: expected \`func(x: u32) -> u32\`, found \`func(y: u32) -> u32\`\n${unmatched}`,
    ])
  })
})

describe('compose, resolve, parse', () => {
  it('composes from the folder of packages', async () => {
    const packages = { 'test:plug': plug, 'test:socket': socket }
    const component = await composeDocument(source, { packages })
    expect(await place.run(['compose', 'app.wac'])).toEqual({ ...quiet, stdout: Buffer.from(component) })
    const words = [
      'compose',
      'app.wac',
      '--deps-dir=nowhere',
      '-dtest:plug=plug.wasm',
      '-d',
      'test:socket = socket.wasm',
    ]
    expect(await place.run(words)).toEqual({ ...quiet, stdout: Buffer.from(component) })
    const imported = await composeDocument(source, { packages, importDependencies: true })
    expect(await place.run(['compose', 'app.wac', '-i'])).toEqual({ ...quiet, stdout: Buffer.from(imported) })
  })

  it('prints trees and graphs', async () => {
    const parsed = await place.run(['parse', 'app.wac'])
    expect(JSON.parse(parsed.stdout.toString())).toMatchObject({ directive: { package: { name: 't:out' } } })
    expect(parsed.stdout.toString()).toMatch(/^\{\n {2}"docs": \[\],\n[\s\S]*\n\}\n$/)
    const resolved = await place.run(['resolve', 'app.wac'])
    expect(JSON.parse(resolved.stdout.toString())).toMatchObject({ exports: [{ name: 'run' }] })
    const graph = await place.run(['resolve', 'app.wac', '--dot'])
    expect(graph.stdout.toString()).toMatch(/^digraph \{\n/)
  })

  it('shows where a document is wrong', async () => {
    expect(await place.run(['resolve', './broken.wac'])).toEqual({
      status: 1,
      stdout: Buffer.alloc(0),
      stderr: `error: failed to resolve document

  × undefined name \`y\`
   ╭─[./broken.wac:2:9]
 1 │ package a:b;
 2 │ let x = y;
   ·         ┬
   ·         ╰── undefined name \`y\`
   ╰────

`,
    })
    expect(await place.run(['parse', 'latin.wac'])).toMatchObject({
      status: 1,
      stderr:
        'error: failed to read file `latin.wac`\n\nCaused by:\n    stream did not contain valid UTF-8\n',
    })
  })
})

describe('targets', () => {
  it('says nothing, or why not', async () => {
    const wit = 'wit'
    expect(await place.run(['targets', 'plug.wasm', '--wit', wit])).toEqual({
      ...quiet,
      stdout: Buffer.alloc(0),
    })
    const refused = await place.run(['targets', 'socket.wasm', '--wit', wit])
    expect(refused).toMatchObject({ status: 1, stderr: expect.stringContaining(number) })
    const json = await place.run(['targets', 'socket.wasm', '--wit', wit, '--json'])
    expect(json).toMatchObject({ status: 1, stderr: refused.stderr })
    expect(JSON.parse(json.stdout.toString())).toMatchObject({
      ok: false,
      mismatches: [{ name: doubled }, { side: 'import' }, { side: 'export' }],
    })
  })
})

describe('output', () => {
  const compose = (path: string) => place.run(['compose', 'app.wac', '-o', path])

  it('replaces a file as a whole and keeps its mode; leaves what is no plain file in its place', async () => {
    const expected = (await place.run(['compose', 'app.wac'])).stdout
    await mkdir(place.file('out'))
    await writeFile(place.file('out/mode'), 'old')
    await chmod(place.file('out/mode'), 0o640)
    await writeFile(place.file('out/target'), 'old')
    await symlink('target', place.file('out/symbolic'))
    await writeFile(place.file('out/one'), 'old')
    await link(place.file('out/one'), place.file('out/two'))
    for (const name of ['mode', 'symbolic', 'two', 'new']) {
      expect(await compose(`out/${name}`)).toMatchObject(quiet)
      expect(await readFile(place.file(`out/${name}`))).toEqual(expected)
    }
    expect((await stat(place.file('out/mode'))).mode & 0o777).toBe(0o640)
    expect(await readlink(place.file('out/symbolic'))).toBe('target')
    expect(await readFile(place.file('out/one'))).toEqual(expected)
    expect((await readdir(place.file('out'))).sort()).toEqual([
      'mode',
      'new',
      'one',
      'symbolic',
      'target',
      'two',
    ])
  })

  it('fails in the words of wac', async () => {
    const failure = async (path: string) => (await compose(path)).stderr
    const because = (path: string, why: string) =>
      `error: failed to write output file \`${path}\`\n\nCaused by:\n    ${why}\n`
    expect(await failure('gone/x')).toBe(because('gone/x', 'No such file or directory (os error 2)'))
    expect(await failure('deps')).toBe(because('deps', 'Is a directory (os error 21)'))
    expect(await failure('app.wac/x')).toBe(because('app.wac/x', 'Not a directory (os error 20)'))
  })

  it.runIf(existsSync('/dev/full'))('fails where there is no space', async () => {
    expect(await compose('/dev/full')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('No space left on device (os error 28)'),
    })
  })

  it('fails where nobody reads', async () => {
    const words = ['compose', 'app.wac', '-t']
    const onStart = (child: { stdout: { destroy(): unknown } | null }) => void child.stdout?.destroy()
    expect(await place.run(words, { onStart })).toMatchObject({
      status: 1,
      stderr: 'error: failed to write to stdout\n\nCaused by:\n    Broken pipe (os error 32)\n',
    })
    expect(await place.run(['--help'], { onStart })).toMatchObject(quiet)
  })
})

describe('help', () => {
  it.each([[['--help']], [['help']], [['plug', '-h']], [['help', 'compose']], [['resolve', '--help', 'x']]])(
    '%j goes to standard output',
    async (words) => {
      const { status, stdout, stderr } = await place.run(words)
      expect({ status, stderr }).toEqual(quiet)
      expect(stdout.toString()).toMatch(/Usage: wac [\s\S]*Examples:\n {2}wac /)
    },
  )

  it('is shown where no command is given', async () => {
    const { status, stdout, stderr } = await place.run([])
    expect([status, stdout.length]).toEqual([2, 0])
    expect(stderr).toMatch(/Usage: wac <COMMAND>/)
  })

  it('comes with the version of wac and its own', async () => {
    const { stdout } = await place.run(['-V'])
    expect(stdout.toString()).toMatch(/^wac-cli 0\.12\.0 \(@wasm-airlock\/wac \d/)
  })

  it.each([
    [
      'plg',
      "unrecognized subcommand 'plg'\n\n  tip: a similar subcommand exists: 'plug'\n\nUsage: wac <COMMAND>",
    ],
    [
      'targts',
      "unrecognized subcommand 'targts'\n\n  tip: some similar subcommands exist: 'parse', 'targets'\n\nUsage: wac <COMMAND>",
    ],
    ['-x', "unexpected argument '-x' found\n\nUsage: wac <COMMAND>"],
    [
      '--vers',
      "unexpected argument '--vers' found\n\n  tip: a similar argument exists: '--version'\n\nUsage: wac --version <COMMAND>",
    ],
    [
      '--plug plug',
      "unexpected argument '--plug' found\n\n  tip: 'plug --plug' exists\n\nUsage: wac <COMMAND>",
    ],
    [
      '-- plug',
      "unexpected argument 'plug' found\n\n  tip: subcommand 'plug' exists; to use it, remove the '--' before it\n\nUsage: wac <COMMAND>",
    ],
    ['help x', "unrecognized subcommand 'x'\n\nUsage: wac <COMMAND>"],
    [
      '--help=1',
      "unexpected value '1' for '--help' found; no more were expected\n\nUsage: wac --help <COMMAND>",
    ],
  ])('wac %s is refused as wac does', async (line, message) => {
    expect(await place.run(line.split(' '))).toMatchObject({
      status: 2,
      stderr: `error: ${message}\n\nFor more information, try '--help'.\n`,
    })
  })
})

/** Another Node than the one that runs the tests: the oldest that the package promises. */
const oldNode = ['/usr/bin/node', '/usr/local/bin/node'].find(
  (path) => existsSync(path) && execFileSync(path, ['--version'], { encoding: 'utf8' }).startsWith('v20.'),
)

it.runIf(oldNode !== undefined)('runs on Node 20', async () => {
  for (const words of [
    ['compose', 'app.wac'],
    ['plug', 'socket.wasm', '--plug', 'plug.wasm', '-t'],
    ['plug', '--plugs'],
  ]) {
    const here = await place.run(words)
    expect(await place.run(words, { node: oldNode ?? '' })).toEqual(here)
  }
})
