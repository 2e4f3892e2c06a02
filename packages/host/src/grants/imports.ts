import { AirlockError, parseInterfaceName, type WorldItem } from '@wasm-airlock/shared'
import type { Linkable } from '../interfaces.ts'
import type { Grants } from './grants.ts'

type GrantName = Exclude<keyof Grants, 'fetchOutbound' | 'storage'>

const STREAMS = ['wasi:io/error', 'wasi:io/poll', 'wasi:io/streams']

/**
 * The interfaces behind each grant, with those that their types come from. The order is that in which a
 * missing grant is suggested.
 */
const INTERFACES: Readonly<Record<GrantName, readonly string[]>> = {
  environment: ['wasi:cli/environment'],
  arguments: ['wasi:cli/environment'],
  stdin: ['wasi:cli/stdin', 'wasi:cli/terminal-stdin', 'wasi:cli/terminal-input', ...STREAMS],
  stdout: ['wasi:cli/stdout', 'wasi:cli/terminal-stdout', 'wasi:cli/terminal-output', ...STREAMS],
  stderr: ['wasi:cli/stderr', 'wasi:cli/terminal-stderr', 'wasi:cli/terminal-output', ...STREAMS],
  clock: ['wasi:clocks/monotonic-clock', 'wasi:clocks/wall-clock', 'wasi:io/poll'],
  random: ['wasi:random/random', 'wasi:random/insecure', 'wasi:random/insecure-seed'],
  preopens: ['wasi:filesystem/preopens', 'wasi:filesystem/types', 'wasi:clocks/wall-clock', ...STREAMS],
  outboundHosts: ['wasi:http/outgoing-handler', 'wasi:http/types', 'wasi:clocks/monotonic-clock', ...STREAMS],
  llm: ['fermyon:spin/llm'],
  variables: ['fermyon:spin/variables', 'wasi:config/store'],
  keyValue: ['fermyon:spin/key-value', 'wasi:keyvalue/store', 'wasi:keyvalue/atomics', 'wasi:keyvalue/batch'],
  sqlite: ['fermyon:spin/sqlite'],
}
const NAMES = Object.keys(INTERFACES) as GrantName[]

/** The interfaces that may be imported because of what is granted, without versions. */
export function importsOf(grants: Grants): string[] {
  const given = NAMES.filter((name) => grants[name] !== undefined && grants[name] !== false)
  return [...new Set(given.flatMap((name) => INTERFACES[name]))]
}

/** An import that is missing, and what would grant it. */
interface Missing {
  readonly import: string
  /** Option of the sandbox: `grants.preopens`. `null` where nothing does. */
  readonly option: string | null
}

/**
 * @param imports All that is not granted, at least one.
 * @param linkable What this host has at all.
 */
export function notGranted(imports: readonly WorldItem[], linkable: Linkable): AirlockError {
  const missing = imports.map(({ name }): Missing => ({ import: name, option: optionFor(name, linkable) }))
  const [first] = missing
  const nowhere = missing.filter(({ option }) => option === null).map((each) => each.import)
  const options = [...new Set(missing.flatMap(({ option }) => option ?? []))]
  const hints = options.map((option) => {
    const names = missing.filter((each) => each.option === option).map((each) => each.import)
    return `${option} for ${names.join(', ')}`
  })
  if (nowhere.length > 0) hints.push(`this host does not have ${nowhere.join(', ')}`)
  return new AirlockError(
    'import-not-granted',
    `The component imports what is not granted: ${missing.map((each) => each.import).join(', ')}.`,
    {
      ...(first === undefined ? {} : { item: first.import }),
      hint: `Build it without, or grant it: ${hints.join('; ')}.`,
      details: { missing },
    },
  )
}

function optionFor(name: string, linkable: Linkable): string | null {
  const parsed = parseInterfaceName(name)
  const plain = parsed === undefined ? name : `${parsed.namespace}:${parsed.package}/${parsed.interface}`
  const grant = NAMES.find((each) => INTERFACES[each].includes(plain))
  if (!Object.hasOwn(linkable, plain) && grant === undefined) return null
  if (Object.hasOwn(linkable, plain) && !linkable[plain]?.test(parsed?.version ?? '')) return null
  return grant === undefined ? `policy: { allow: ['${plain}'] }` : `grants.${grant}`
}
