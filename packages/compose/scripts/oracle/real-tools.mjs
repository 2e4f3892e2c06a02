// The programs of others that this package is compared with.
import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { plainEnvironment as env } from '../../../wac/scripts/oracle/wac.mjs'

const execute = promisify(execFile)

/** Runs a program, and never the `wac` of this repository; throws what it prints where it fails. */
export async function run(program, args, cwd) {
  return execute(program, args, { cwd, env, maxBuffer: 1 << 28, encoding: 'utf8' })
}

/** @throws Error where `wac` is not the program that everything here is compared with. */
export async function checkTools() {
  const { stdout } = await run('wac', ['--version'])
  if (!stdout.startsWith('wac-cli 0.12')) throw new Error(`wac 0.12 is needed, and this is ${stdout.trim()}`)
  await run('wasm-tools', ['--version'])
}

/** Runs a program that may fail. */
export async function attempt(program, args, cwd) {
  try {
    const { stdout } = await run(program, args, cwd)
    return { ok: true, stdout, stderr: '' }
  } catch ({ stdout, stderr }) {
    return { ok: false, stdout, stderr }
  }
}

/**
 * `wac compose` of a document, its packages below `deps` as NAMESPACE/NAME.wasm.
 *
 * @returns The component, or what `wac` says.
 */
export async function wacCompose(folder, text, packages) {
  for (const [name, bytes] of Object.entries(packages)) {
    const path = join(folder, 'deps', `${name.replace(':', '/')}.wasm`)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, bytes)
  }
  await writeFile(join(folder, 'document.wac'), text)
  const { ok, stderr } = await attempt('wac', ['compose', 'document.wac', '-o', 'out.wasm'], folder)
  return ok ? { bytes: await readFile(join(folder, 'out.wasm')) } : { stderr }
}

/** @returns Names of what `wasm-tools component wit` says that a component imports and exports. */
export async function realWorld(path) {
  const { stdout } = await run('wasm-tools', ['component', 'wit', path])
  const [, body = ''] = /world root \{\n(.*?)^ *\}/ms.exec(stdout) ?? []
  const names = (word) =>
    [...body.matchAll(new RegExp(`^ *${word} ([^;]+);$`, 'gm'))].map(([, name]) => name.replaceAll('%', ''))
  return { imports: names('import'), exports: names('export') }
}

/** @returns What `wasm-tools validate` has against it; empty where nothing. */
export async function validate(path) {
  return (await attempt('wasm-tools', ['validate', '--features', 'all', path])).stderr
}
