// Compares the package with the `wac` command (0.12) and with `wasm-tools` on the same input.
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promptWit } from '@wasm-airlock/shared'
import {
  checkTargets,
  composeDocument,
  encodeWit,
  parseDocument,
  parseWat,
  plugComponents,
  printWit,
  resolveWit,
} from '@wasm-airlock/wac'
import { plugText, socketText, worldFiles } from '../src/fixtures.ts'

const root = await mkdtemp(join(tmpdir(), 'airlock-wac-oracle-'))
let passed = 0
let failed = 0
let accepted = 0

function command(name, args) {
  try {
    const stdout = execFileSync(name, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 2 ** 28,
    })
    return { ok: true, stdout }
  } catch (error) {
    return { ok: false, stdout: error.stdout, stderr: String(error.stderr) }
  }
}

async function write(path, content) {
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(join(root, path), content)
}

/** Both sides must succeed with the same bytes, or both must fail. */
async function compare(name, theirs, ours) {
  let mine
  try {
    mine = { ok: true, value: await ours() }
  } catch (error) {
    mine = { ok: false, error }
  }
  const reference = await theirs()
  const same = mine.ok === reference.ok && (!mine.ok || Buffer.compare(mine.value, reference.value) === 0)
  if (same) {
    passed++
    if (mine.ok) accepted++
  } else {
    failed++
    const show = (side) => (side.ok ? `${side.value.length} bytes` : `error: ${side.error ?? side.stderr}`)
    console.error(`FAILED ${name}\n  theirs: ${show(reference)}\n  ours: ${show(mine)}`)
  }
}

const output = async (result, path) =>
  result.ok ? { ok: true, value: await readFile(join(root, path)) } : result

const number = 'test:dep/number@1.0.0'
const doubled = 'test:dep/doubled@1.0.0'
const nothing = 'test:dep/nothing@1.0.0'
const components = {
  socket: socketText({ [number]: 'number', [doubled]: 'doubled' }),
  'one-import': socketText({ [number]: 'number' }),
  none: '(component)',
  number: plugText({ [number]: 'number' }),
  doubled: plugText({ [doubled]: 'doubled' }),
  renamed: plugText({ [doubled]: 'renamed' }),
  wrong: plugText({ [number]: 'doubled' }),
  newer: plugText({ 'test:dep/number@1.3.0': 'number' }),
  major: plugText({ 'test:dep/number@2.0.0': 'number' }),
  unversioned: plugText({ 'test:dep/number': 'number' }),
  both: plugText({ [number]: 'number', [doubled]: 'doubled' }),
  half: plugText({ [number]: 'number', [doubled]: 'renamed' }),
  needy: plugText({ [number]: 'number' }, { [nothing]: 'nothing' }),
  feeding: plugText({ [number]: 'number' }, { [doubled]: 'doubled' }),
  module: '(module)',
  named: `(component $name ${socketText({ [number]: 'number' }).slice('(component'.length)}`,
}
const bytes = {}
for (const [name, text] of Object.entries(components)) {
  bytes[name] = await parseWat(text)
  await write(`${name}.wasm`, bytes[name])
  await write(`${name}.wat`, text)
  const assembled = command('wasm-tools', ['parse', `${name}.wat`])
  await compare(
    `parseWat ${name}`,
    () => ({ ok: true, value: assembled.stdout }),
    () => bytes[name],
  )
}
bytes.truncated = bytes.number.slice(0, 50)
bytes.random = Uint8Array.from({ length: 400 }, (_, index) => (index * 101 + 7) & 255)
bytes.empty = new Uint8Array()
bytes.body = bytes.number.slice()
bytes.body[bytes.body.findIndex((byte, index) => byte === 0x41 && bytes.body[index + 1] === 7)] = 0x1a
for (const name of ['truncated', 'random', 'empty', 'body']) await write(`${name}.wasm`, bytes[name])

const plugCases = [
  ...['number', 'doubled', 'both', 'half', 'needy', 'newer', 'feeding', 'renamed', 'wrong', 'major'],
  ...['unversioned', 'none', 'module', 'truncated', 'random', 'empty', 'body', 'socket'],
]
  .flatMap((plug) => [
    ['socket', plug],
    ['one-import', plug],
    ['named', plug],
  ])
  .concat([
    ['socket', 'number', 'doubled'],
    ['socket', 'doubled', 'number'],
    ['socket', 'needy', 'doubled'],
    ['socket', 'number', 'number'],
    ['socket', 'number', 'both'],
    ['socket', 'feeding', 'doubled'],
    ['none', 'number'],
    ['module', 'number'],
    ['truncated', 'number'],
    ['empty', 'number'],
  ])
for (const [socket, ...plugs] of plugCases) {
  await compare(
    `plug ${socket} < ${plugs.join(', ')}`,
    async () => {
      const args = plugs.flatMap((plug) => ['--plug', `${plug}.wasm`])
      return output(command('wac', ['plug', `${socket}.wasm`, ...args, '-o', 'plugged.wasm']), 'plugged.wasm')
    },
    async () => {
      const given = plugs.map((name) => ({ name, component: bytes[name] }))
      return (await plugComponents(bytes[socket], given)).component
    },
  )
}

const worlds = [
  '',
  `export ${number};`,
  `import ${number};`,
  `import ${number}; import ${doubled}; export run-0: func() -> u32; export run-1: func(x: u32) -> u32;`,
  `import ${nothing}; export ${number};`,
  `import ${doubled}; export ${number}; export ${nothing};`,
  'export run-0: func() -> u64;',
  'export run-0: fun();',
]
for (const [index, body] of worlds.entries()) {
  const files = worldFiles(body)
  for (const [path, text] of Object.entries(files)) await write(`world${index}/${path}`, text)
  for (const name of Object.keys(bytes)) {
    await compare(
      `targets ${name} < world ${index}`,
      () => ({
        ...command('wac', ['targets', `${name}.wasm`, '--wit', `world${index}`]),
        value: Buffer.of(1),
      }),
      async () => {
        const { ok, mismatches } = await checkTargets(bytes[name], files)
        if (!ok) throw new Error(JSON.stringify(mismatches))
        return Buffer.of(1)
      },
    )
  }
}

const documents = {
  plugged: `package t:out;\nlet p = new t:number {};\nlet s = new t:socket { "${number}": p["${number}"], ... };\nexport s...;\n`,
  spread: `package t:out;\nlet p = new t:both {};\nlet s = new t:socket { ...p };\nexport s["run-0"] as run;\n`,
  implicit: 'package t:out;\nlet s = new t:socket { ... };\nexport s...;\n',
  imported: `package t:out;\nimport n: interface { f: func() -> u32; };\nlet s = new t:one-import { "${number}": n };\nexport s...;\n`,
  types:
    'package t:out@1.2.3;\n/// A point.\nrecord point { x: u32, y: list<string> }\nenum e { a, b }\nvariant v { n(point), none }\n',
  world:
    'package t:out;\ninterface i { g: func(a: string) -> option<u8>; }\nworld w { import i; export h: func(); }\n',
  'unknown-name': 'package t:out;\nexport x;\n',
  'unknown-package': 'package t:out;\nlet x = new t:missing {};\n',
  'missing-argument': 'package t:out;\nlet s = new t:socket {};\nexport s...;\n',
  'wrong-type': `package t:out;\nlet p = new t:wrong {};\nlet s = new t:one-import { "${number}": p["${number}"] };\nexport s...;\n`,
  'bad-body': 'package t:out;\nlet s = new t:body {};\nexport s...;\n',
  'core-module': 'package t:out;\nlet s = new t:module {};\n',
  syntax: 'package t:out;\nlet = new t:number {};\n',
  empty: '',
}
const packages = Object.fromEntries(Object.entries(bytes).map(([name, value]) => [`t:${name}`, value]))
for (const [name, content] of Object.entries(bytes)) await write(`deps/t/${name}.wasm`, content)
for (const [name, source] of Object.entries(documents)) {
  await write(`${name}.wac`, source)
  await compare(
    `parse ${name}`,
    () => {
      const result = command('wac', ['parse', `${name}.wac`])
      return result.ok ? { ok: true, value: canonical(JSON.parse(result.stdout)) } : result
    },
    async () => canonical(await parseDocument(source)),
  )
  for (const [flags, options] of [
    [[], {}],
    [['--import-dependencies'], { importDependencies: true }],
    [['--no-validate'], { validate: false }],
  ]) {
    await compare(
      `compose ${name} ${flags}`,
      async () =>
        output(command('wac', ['compose', ...flags, `${name}.wac`, '-o', 'composed.wasm']), 'composed.wasm'),
      () => composeDocument(source, { packages, ...options }),
    )
  }
}

const witPackages = {
  prompt: promptWit,
  deps: worldFiles(`import ${number}; export ${doubled};`),
  folder: {
    'b.wit': 'interface z { type t = u8; }',
    'a.wit': 'package a:b; interface y { use z.{t}; f: func() -> t; }',
  },
  nested: { 'a.wit': 'package a:b;\npackage c:d { interface i {} }\nworld w { import c:d/i; }' },
  broken: { 'a.wit': 'package a:b;\ninterface y { f: fun(); }' },
  missing: { 'a.wit': 'package a:b; world w { import c:d/i; }' },
  twice: { 'a.wit': 'package a:b;', 'deps/c.wit': 'package c:d;', 'deps/e.wit': 'package c:d;' },
}
for (const [name, files] of Object.entries(witPackages)) {
  for (const [path, text] of Object.entries(files)) await write(`wit-${name}/${path}`, text)
  await compare(
    `resolveWit ${name}`,
    () => {
      const result = command('wasm-tools', ['component', 'wit', '--json', `wit-${name}`])
      return result.ok ? { ok: true, value: canonical(JSON.parse(result.stdout)) } : result
    },
    async () => {
      const { package: _, ...resolved } = await resolveWit(files)
      return canonical(resolved)
    },
  )
  await compare(
    `printWit ${name}`,
    async () => {
      const encoded = command('wasm-tools', ['component', 'wit', '--wasm', '-o', 'wit.wasm', `wit-${name}`])
      return encoded.ok
        ? { ok: true, value: command('wasm-tools', ['component', 'wit', 'wit.wasm']).stdout }
        : encoded
    },
    async () => Buffer.from(await printWit(await encodeWit(files))),
  )
}

await rm(root, { recursive: true })
console.log(`${accepted} cases were accepted, by both sides with the same output`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

/** JSON in which the order of keys does not count. */
function canonical(value) {
  const sort = (_, inner) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner
  return Buffer.from(JSON.stringify(value, sort))
}
