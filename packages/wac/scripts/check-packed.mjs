/**
 * Packs this package and the one it depends on, installs them alone into an empty project, and uses them as a user
 * would, with a home folder that is empty: the command, the library, the types; on every Node.js that the path has.
 * Needs the network for one dependency.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = dirname(dirname(fileURLToPath(import.meta.url)))
const repository = join(folder, '../..')
const project = mkdtempSync(join(tmpdir(), 'airlock-wac-packed-'))
const application = join(project, 'application')
const home = join(project, 'home')
let passed = 0
let failed = 0

const socketText = `(component
  (import "demo:numbers/source@1.0.0" (instance $source (export "next" (func (result u32)))))
  (alias export $source "next" (func $next))
  (export "run" (func $next)))`
const plugText = `(component
  (core module $core (func (export "next") (result i32) i32.const 7))
  (core instance $made (instantiate $core))
  (func $next (result u32) (canon lift (core func $made "next")))
  (instance $source (export "next" (func $next)))
  (export "demo:numbers/source@1.0.0" (instance $source)))`
const documentText = `package demo:app;
let numbers = new demo:plug { ... };
let app = new demo:socket { "demo:numbers/source@1.0.0": numbers["demo:numbers/source@1.0.0"] };
export app...;
`
const typedText = `import { AirlockError } from '@wasm-airlock/shared'
import {
  composeDocument,
  type PackageResolver,
  type PlugResult,
  parseDocument,
  plugComponents,
  type WacDocument,
} from '@wasm-airlock/wac'
import { createFolderResolver, readWitFolder } from '@wasm-airlock/wac/node'

const bytes = new Uint8Array()
export const plugged: Promise<PlugResult> = plugComponents(bytes, [{ name: 'plug', component: bytes }])
export const composed: Promise<Uint8Array> = composeDocument('', { packages: { 'demo:plug': bytes } })
const packages: PackageResolver = createFolderResolver({ folder: 'deps' })
export const found: Promise<Uint8Array> = composeDocument('', { packages })
export const parsed: Promise<WacDocument> = parseDocument('')
export const files: Promise<Readonly<Record<string, string>>> = readWitFolder('wit')
export const code: AirlockError['code'] = 'document-invalid'
// @ts-expect-error what is no Uint8Array is refused
plugComponents('socket.wasm', [])
`

/** The newest of each major version, 20 or later, that is this one or on the path. */
function findNodes() {
  const found = new Map()
  const paths = [process.execPath, ...process.env.PATH.split(delimiter).map((place) => join(place, 'node'))]
  for (const path of paths.filter((place) => existsSync(place))) {
    const version = execFileSync(path, ['--version'], { encoding: 'utf8' }).trim()
    const major = Number(version.slice(1).split('.')[0])
    if (major >= 20 && !found.has(major)) found.set(major, { path, version })
  }
  return [...found.values()]
}

function run(node, command, args) {
  return spawnSync(command, args, {
    cwd: application,
    encoding: 'utf8',
    timeout: 60_000,
    // Nothing of this machine but the Node.js that is meant.
    env: {
      HOME: home,
      npm_config_update_notifier: 'false',
      PATH: `${dirname(node.path)}${delimiter}/usr/bin${delimiter}/bin`,
    },
  })
}

function check(name, { status, stdout, stderr, error }, expected = /(?:)/) {
  if (status === 0 && expected.test(stdout)) {
    console.log(`ok   ${name}`)
    passed += 1
  } else {
    console.error(`FAIL ${name}: ended with ${status ?? error}\n${stdout}${stderr}`)
    failed += 1
  }
}

function pack(from) {
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', project], {
    cwd: from,
    stdio: ['ignore', 'ignore', 'ignore'],
  })
}

try {
  mkdirSync(application)
  mkdirSync(home)
  pack(folder)
  pack(join(repository, 'shared'))
  const tarballs = readdirSync(project).filter((name) => name.endsWith('.tgz'))
  writeFileSync(join(application, 'package.json'), '{ "name": "empty", "private": true, "type": "module" }')
  execFileSync(
    'npm',
    [
      'install',
      '--no-audit',
      '--no-fund',
      '--loglevel',
      'error',
      ...tarballs.map((name) => join(project, name)),
    ],
    {
      cwd: application,
      stdio: 'inherit',
      env: { ...process.env, HOME: home, npm_config_update_notifier: 'false' },
    },
  )

  const readme = readFileSync(join(folder, 'README.md'), 'utf8')
  writeFileSync(join(application, 'snippet.mjs'), /```js\n([\s\S]*?)```/.exec(readme)[1])
  writeFileSync(join(application, 'typed.ts'), typedText)
  writeFileSync(
    join(application, 'prepare.mjs'),
    `import { writeFile } from 'node:fs/promises'
import { parseWat } from '@wasm-airlock/wac'
await writeFile('socket.wasm', await parseWat(${JSON.stringify(socketText)}))
await writeFile('plug.wasm', await parseWat(${JSON.stringify(plugText)}))
`,
  )
  writeFileSync(
    join(application, 'look.mjs'),
    `import { readFile } from 'node:fs/promises'
import { inspectComponent } from '@wasm-airlock/wac'
const { exports, imports, invalid } = await inspectComponent(await readFile(process.argv[2]))
console.log(JSON.stringify({ exports: exports.map(({ name }) => name), imports: imports.length, invalid }))
`,
  )
  writeFileSync(join(application, 'app.wac'), documentText)
  mkdirSync(join(application, 'wit'))
  writeFileSync(
    join(application, 'wit/app.wit'),
    'package demo:app;\nworld app { export run: func() -> u32; }\n',
  )

  const whole = /^\{"exports":\["run"\],"imports":0,"invalid":null\}$/m
  for (const node of findNodes()) {
    const on = `on Node.js ${node.version}`
    const wac = (...args) => run(node, 'npx', ['--no-install', 'wac', ...args])
    const library = (...args) => run(node, node.path, args)
    check(`the README's first snippet ${on}`, library('snippet.mjs'))
    check(`text becomes components ${on}`, library('prepare.mjs'))
    check(`wac --version ${on}`, wac('--version'), /^wac\S* \d+\.\d+\.\d+/)
    check(`wac plug ${on}`, wac('plug', 'socket.wasm', '--plug', 'plug.wasm', '-o', 'plugged.wasm'))
    check(`what it plugged ${on}`, library('look.mjs', 'plugged.wasm'), whole)
    const packages = ['-d', 'demo:plug=plug.wasm', '-d', 'demo:socket=socket.wasm']
    check(`wac compose ${on}`, wac('compose', 'app.wac', ...packages, '-o', 'composed.wasm'))
    check(`what it composed ${on}`, library('look.mjs', 'composed.wasm'), whole)
    check(`wac targets ${on}`, wac('targets', 'plugged.wasm', '--wit', 'wit'))
    check(`wac parse ${on}`, wac('parse', 'app.wac'), /"directive"/)
    check(`wac resolve ${on}`, wac('resolve', 'app.wac', ...packages), /"instantiations"/)
    for (const name of ['plugged.wasm', 'composed.wasm']) rmSync(join(application, name), { force: true })
  }
  const tsc = join(repository, 'node_modules/typescript/bin/tsc')
  for (const [module, moduleResolution] of [
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ]) {
    const options = {
      module,
      moduleResolution,
      target: 'es2022',
      lib: ['es2022', 'dom'],
      types: [],
      strict: true,
    }
    writeFileSync(
      join(application, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: { ...options, skipLibCheck: false, noEmit: true },
        files: ['typed.ts'],
      }),
    )
    check(
      `types with moduleResolution ${moduleResolution}`,
      run({ path: process.execPath }, process.execPath, [tsc, '-p', '.']),
    )
  }
  const left = readdirSync(home).filter((name) => name !== '.npm')
  check('nothing is left in the home folder', { status: left.length, stdout: '', stderr: left.join('\n') })
  console.log(`${passed} passed, ${failed} failed`)
} finally {
  rmSync(project, { recursive: true, force: true })
}
process.exitCode = failed === 0 ? 0 : 1
