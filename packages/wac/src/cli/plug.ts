import { sep } from 'node:path'
import { AirlockError } from '@wasm-airlock/shared'
import { type NearMiss, type PlugInput, type PlugOptions, type PlugResult, plugComponents } from '../plug.ts'
import { printComponent } from '../text.ts'
import type { Arguments } from './arguments.ts'
import { readBytes } from './input.ts'
import { printReport } from './json-report.ts'
import { isBinaryRefused, refuseBinary, writeOutput } from './output.ts'
import { conflicting, usageOf } from './usage-error.ts'
import { warn } from './warn.ts'

/** `wac plug` */
export async function runPlug(given: Arguments): Promise<void> {
  const text = given.has('wat')
  const output = given.value('output')
  const json = given.has('json')
  const loud = !given.has('quiet')
  if (json && output === undefined)
    throw conflicting(
      '--json',
      'needs --output <OUTPUT>, since both go to standard output',
      usageOf(given.command),
    )
  await printReport(json, async () => {
    const result = await plug(given).catch((error) => {
      if (loud) warnOfNearMisses(nearMissesOf(error))
      throw error
    })
    if (loud) {
      warnOfNearMisses(result.nearMisses)
      warnOfIdle(result, namesOf(given))
    }
    if (isBinaryRefused(text, output)) refuseBinary()
    const { component, ...report } = result
    await writeOutput(text ? await printComponent(component) : component, output)
    return report
  })
}

async function plug(given: Arguments): Promise<PlugResult> {
  const socket = await readBytes(given.path, 'failed to read socket component')
  const plugs: PlugInput[] = []
  const options = optionsOf(given)
  try {
    const names = namesOf(given)
    for (const [index, path] of given.values('plug').entries())
      plugs.push({ name: names[index] ?? path, component: await readBytes(path, 'failed to read') })
  } catch (unreadable) {
    // What is wrong with those before it comes first, as in `wac`.
    await plugComponents(socket, plugs, { unmatched: 'drop' }).catch((error) => {
      if (error instanceof AirlockError && error.code === 'component-malformed') throw error
    })
    throw unreadable
  }
  return plugComponents(socket, plugs, options)
}

function optionsOf(given: Arguments): PlugOptions {
  return {
    unmatched: given.has('strict') ? 'refuse' : 'drop',
    feed: given.has('feed'),
    connect: given.values('connect').map(readConnection),
    renameExports: Object.fromEntries(given.values('rename-export').map((value) => value.split('='))),
    ...(given.has('allow-import')
      ? { allowedImports: given.values('allow-import').filter((pattern) => pattern !== '') }
      : {}),
  }
}

/** `[PLUG#]IMPORT=PLUG[#EXPORT]` */
function readConnection(value: string): NonNullable<PlugOptions['connect']>[number] {
  const [left = '', right = ''] = value.split('=')
  const [name = '', to] = left.split('#').reverse()
  const [plug = '', exported] = right.split('#')
  return {
    ...(to === undefined ? {} : { to }),
    import: name,
    plug,
    ...(exported === undefined ? {} : { export: exported }),
  }
}

/** The names under which `wac` has the plugs: their file names without extension. */
function namesOf(given: Arguments): string[] {
  return given.values('plug').map((path) => {
    // As `Path::file_stem` of Rust: `a/.` is `a`, and `.wasm` has no extension.
    const parts = path.split(sep === '/' ? '/' : /[\\/]/)
    const last = parts.findLast((part, index) => part !== '' && (part !== '.' || index === 0))
    if (last === undefined || last === '.' || last === '..') {
      throw new Error(`path to plug '${path}' was not a file`)
    }
    return last.replace(/(?<=.)\.[^.]*$/s, '')
  })
}

function warnOfNearMisses(nearMisses: readonly NearMiss[]): void {
  for (const { plug, export: name, to, import: wanted, reason } of nearMisses) {
    const where = to === null ? 'of the socket' : `of \`${to}\``
    warn(`export \`${name}\` of \`${plug}\` is not plugged into import \`${wanted}\` ${where}: ${reason}`)
  }
}

function warnOfIdle({ connections }: PlugResult, names: readonly string[]): void {
  for (const name of new Set(names)) {
    if (!connections.some(({ plug }) => plug === name))
      warn(`\`${name}\` is left out: it exports nothing that fits an open import`)
  }
}

/** What nearly fitted, also where that is why nothing came about. */
function nearMissesOf(error: unknown): readonly NearMiss[] {
  const found = error instanceof AirlockError ? error.details.nearMisses : undefined
  return Array.isArray(found) ? (found as NearMiss[]) : []
}
