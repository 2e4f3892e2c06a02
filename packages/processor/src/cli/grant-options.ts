import { basename } from 'node:path'
import type { Grants, Preopen } from '@wasm-airlock/host'
import { type Command, InvalidArgumentError } from 'commander'
import { readInput } from '../read.ts'
import { collect } from './options.ts'

/** Options that grant a component something. */
export interface GrantOptions {
  readonly env?: readonly (readonly [name: string, value: string])[]
  readonly arg?: readonly string[]
  readonly stdin?: string
  readonly dir?: readonly Preopen[]
  readonly dirRw?: readonly Preopen[]
  readonly allowHost?: readonly string[]
}

/** Adds the options; without them nothing is granted. */
export function addGrantOptions(command: Command): void {
  command
    .option('--env <name=value>', 'a variable of its environment; can be repeated', collectVariable)
    .option('--arg <text>', 'an argument of its program; can be repeated', collect)
    .option('--stdin <file>', 'a file for its standard input; - for that of this command')
    .option(
      '--dir <host::guest>',
      'a folder that it may read, and its name there; can be repeated',
      collectFolder,
    )
    .option('--dir-rw <host::guest>', 'a folder that it may read and write; can be repeated', collectFolder)
    .option(
      '--allow-host <host>',
      'a host that it may send requests to: https://api.example.com; can be repeated',
      collect,
    )
}

/**
 * What the options grant.
 *
 * @param component File of the component, whose name is that of its program.
 * @throws AirlockError about the file for the standard input.
 */
export async function readGrants(
  { env, arg, stdin, dir = [], dirRw = [], allowHost }: GrantOptions,
  component: string,
): Promise<Grants> {
  const preopens = [...dir, ...dirRw.map((folder) => ({ ...folder, writable: true }))]
  return {
    ...(env === undefined ? {} : { environment: Object.fromEntries(env) }),
    ...(arg === undefined ? {} : { arguments: [basename(component), ...arg] }),
    ...(stdin === undefined ? {} : { stdin: await readInput(stdin) }),
    ...(preopens.length === 0 ? {} : { preopens }),
    ...(allowHost === undefined ? {} : { outboundHosts: allowHost }),
  }
}

function collectVariable(
  text: string,
  before: readonly (readonly [string, string])[] = [],
): (readonly [string, string])[] {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError('A variable is NAME=VALUE.')
  return [...before, [text.slice(0, at), text.slice(at + 1)]]
}

function collectFolder(text: string, before: readonly Preopen[] = []): Preopen[] {
  const at = text.lastIndexOf('::')
  const [host, guest] = [text.slice(0, Math.max(0, at)), text.slice(at + 2)]
  if (host === '' || !guest.startsWith('/')) {
    throw new InvalidArgumentError('A folder is HOST::GUEST, for example ./data::/data.')
  }
  return [...before, { host, guest }]
}
