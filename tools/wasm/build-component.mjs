// Builds the component of a package from its rust/, with its manifest and the list of licences.
//
// Needs: cargo and rustc with the standard library for wasm32-unknown-unknown
// (`rustup target add wasm32-unknown-unknown`), or else a rustc with its library sources and wasm-ld, as
// Debian packages them (rustc-web, rust-web-src, lld); wasm-tools (`cargo install wasm-tools`); and the network, for
// wasm-opt from npm.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { nameByLikeness } from './order-functions.mjs'
import { hashSources, sha256 } from './sources.ts'

const TARGET = 'wasm32-unknown-unknown'
/** Brings wasm-opt, which makes the module a fifth smaller. */
const BINARYEN = 'binaryen@132.0.0'
/** What engines of 2023 know (Node 20): with all features, wasm-opt writes types that they refuse. */
const FEATURES = ['bulk-memory', 'mutable-globals', 'nontrapping-float-to-int', 'sign-ext'].map(
  (feature) => `--enable-${feature}`,
)
/**
 * For size after compression, which is what a user loads: the passes run twice, and what makes the code shorter but
 * less alike (inlining into the only caller, common subexpressions in locals) stays undone: 3 % less.
 */
const PASSES = ['--one-caller-inline-max-function-size=20', '--skip-pass=local-cse', '-Oz', '-Oz']

function run(command, args, options = {}) {
  try {
    return execFileSync(command, args, { encoding: 'utf8', ...options })
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
    throw new Error(`${command} is not installed; tools/wasm/build-component.mjs says what this build needs`)
  }
}

/** The compiler to use: one with the target installed, or one that can build the library for it. */
function findToolchain() {
  for (const rustc of [process.env.RUSTC ?? 'rustc', '/usr/bin/rustc']) {
    if (rustc.includes('/') && !existsSync(rustc)) continue
    const sysroot = run(rustc, ['--print', 'sysroot']).trim()
    const library = join(sysroot, 'lib/rustlib/src/rust/library')
    const found = { rustc, sysroot, version: run(rustc, ['--version']).trim() }
    if (existsSync(join(sysroot, 'lib/rustlib', TARGET, 'lib'))) return { ...found, cargo: [], env: {} }
    if (existsSync(library)) {
      return {
        ...found,
        cargo: ['-Z', 'build-std=std,panic_abort', '-Z', 'build-std-features=optimize_for_size'],
        env: { CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER: 'wasm-ld' },
      }
    }
  }
  throw new Error(`no rustc can build for ${TARGET}: run \`rustup target add ${TARGET}\``)
}

/**
 * Builds `wasm/NAME.component.wasm`, `wasm/manifest.json` and `wasm/THIRD-PARTY-LICENSES`.
 *
 * @param {URL} folder The package, whose `rust/` is the crate `airlock-NAME`.
 * @param {string} name
 */
export async function buildComponent(folder, name) {
  const rust = fileURLToPath(new URL('rust/', folder))
  const wasm = new URL('wasm/', folder)
  const toolchain = findToolchain()
  const cargoHome = process.env.CARGO_HOME ?? join(homedir(), '.cargo')
  // No path of this machine may end up in the component.
  const remapped = [
    [join(toolchain.sysroot, 'lib/rustlib/src/rust'), '/rust'],
    [cargoHome, '/cargo'],
    [rust.replace(/\/$/, ''), `/${name}`],
  ].map(([from, to]) => `--remap-path-prefix=${from}=${to}`)
  // The place of a panic in the source is text that nobody reads: what it says is enough.
  // As deep as an engine's own stack lets the parsers go; the usual MiB ends before.
  const flags = [...remapped, '-Zlocation-detail=none', '-Clink-arg=-zstack-size=4194304']

  run('cargo', ['build', '--release', '--locked', '--target', TARGET, ...toolchain.cargo], {
    cwd: rust,
    stdio: 'inherit',
    env: {
      ...process.env,
      ...toolchain.env,
      RUSTC_BOOTSTRAP: '1',
      RUSTC: toolchain.rustc,
      CARGO_ENCODED_RUSTFLAGS: flags.join('\x1f'),
    },
  })

  await mkdir(wasm, { recursive: true })
  const component = fileURLToPath(new URL(`${name}.component.wasm`, wasm))
  const core = join(rust, 'target', TARGET, `release/airlock_${name}.wasm`)
  const small = join(rust, `target/airlock_${name}.small.wasm`)
  const optimise = (...args) => run('npx', ['--yes', '--package', BINARYEN, 'wasm-opt', ...FEATURES, ...args])
  optimise(...PASSES, core, '-o', small)
  await writeFile(small, nameByLikeness(await readFile(small)))
  optimise('--reorder-functions-by-name', small, '-o', small)
  run('wasm-tools', ['component', 'new', small, '-o', component])

  const manifest = {
    component: sha256(await readFile(component)),
    sources: await hashSources(folder),
    rustc: toolchain.version,
  }
  await writeFile(new URL('manifest.json', wasm), `${JSON.stringify(manifest, null, 2)}\n`)

  const tree = ['tree', '--locked', '--target', TARGET, '--edges', 'normal,no-proc-macro']
  const format = ['--prefix', 'none', '--no-dedupe', '--format', '{p}\t{l}']
  const crates = run('cargo', [...tree, ...format], { cwd: rust })
  const lines = new Set(
    crates
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith(`airlock-${name} `))
      .map((line) => {
        const [crate, licence] = line.replace(/ \([^)]*\)/, '').split('\t')
        return `${crate.trim()}: ${licence}`
      }),
  )
  await writeFile(
    new URL('THIRD-PARTY-LICENSES', wasm),
    `${name}.component.wasm contains these Rust crates, each under the licence behind its name (SPDX), and the
Rust standard library (MIT OR Apache-2.0). Generated by tools/wasm/build-component.mjs.

${[...lines].sort().join('\n')}
`,
  )
}
