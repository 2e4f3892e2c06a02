// The functions of the package, called as the command would be: their results as an outcome.
import { readFile, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import {
  checkTargets,
  composeDocument,
  parseDocument,
  plugComponents,
  printComponent,
  printGraph,
} from '@wasm-airlock/wac'
import { createFolderResolver, readWitSources } from '@wasm-airlock/wac/node'
import { readWritten } from './wac.mjs'

const options = {
  'deps-dir': { type: 'string', default: 'deps' },
  dep: { type: 'string', short: 'd', multiple: true, default: [] },
  'import-dependencies': { type: 'boolean', short: 'i' },
  'no-validate': { type: 'boolean' },
  wat: { type: 'boolean', short: 't' },
  output: { type: 'string', short: 'o' },
  plug: { type: 'string', multiple: true },
  wit: { type: 'string' },
  world: { type: 'string' },
}

/** Whether a case is one for the library: command lines that are wrong are none. */
export function isForLibrary({ name, set }) {
  return name !== 'usage' && !['targets wasm', 'targets file', 'resolve'].includes(set)
}

/**
 * Runs a case in this process.
 *
 * @param {import('./cases.mjs').Case} testCase
 * @returns {Promise<import('./outcome.mjs').Outcome>}
 */
export async function runLibrary({ folder, args, output }) {
  process.chdir(folder)
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
  const [command, path] = positionals
  const outcome = { exit: 0, stdout: Buffer.alloc(0), stderr: '', file: null }
  try {
    const result = await commands[command](path, values)
    const bytes = values.wat ? Buffer.from(await printComponent(result)) : Buffer.from(result)
    if (output === null) outcome.stdout = values.wat ? Buffer.concat([bytes, Buffer.of(10)]) : bytes
    else await writeFile(output, bytes)
  } catch (error) {
    outcome.exit = 1
    outcome.stderr = `error: ${error.details?.report ?? `(no report) ${error.stack}`}\n`
  }
  return { ...outcome, file: await readWritten(output) }
}

const commands = {
  async compose(path, values) {
    return composeDocument(await readText(path), {
      path,
      packages: resolverOf(values),
      importDependencies: values['import-dependencies'] ?? false,
      validate: !values['no-validate'],
    })
  },
  async parse(path) {
    return `${JSON.stringify(await parseDocument(await readText(path), { path }), null, 2)}\n`
  },
  async resolve(path, values) {
    return printGraph(await readText(path), { path, packages: resolverOf(values) })
  },
  async plug(path, values) {
    const plugs = await Promise.all(
      values.plug.map(async (file) => ({ name: stem(file), component: await readFile(file) })),
    )
    const { component } = await plugComponents(await readFile(path), plugs, { unmatched: 'drop' })
    return component
  },
  async targets(path, values) {
    const wit = await readWitSources(values.wit)
    const world = values.world === undefined ? {} : { world: values.world }
    const { ok, report } = await checkTargets(await readFile(path), wit, { ...world, path: values.wit })
    if (ok) return ''
    throw Object.assign(new Error('the component does not conform'), { details: { report } })
  },
}

/** The file that is no text is refused by the command before the library sees it. */
async function readText(path) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(path))
  } catch (cause) {
    const report = `failed to read file \`${path}\`\n\nCaused by:\n    stream did not contain valid UTF-8`
    throw Object.assign(new Error('not UTF-8', { cause }), { details: { report } })
  }
}

function resolverOf(values) {
  const overrides = Object.fromEntries(
    values.dep.map((given) => given.split('=', 2).map((part) => part.trim())),
  )
  return createFolderResolver({ folder: values['deps-dir'], overrides })
}

function stem(file) {
  return basename(file).replace(/(?<=.)\.[^.]*$/, '')
}
