import { createFilesystem } from '../services/filesystem/guest/filesystem.ts'
import type { InstanceContext } from './instance-context.ts'
import { Pollable, poll } from './poll.ts'
import { InputStream, IoError, OutputStream } from './streams.ts'
import { createCli } from './wasi/cli.ts'
import { createClocks } from './wasi/clocks.ts'
import { createRandom } from './wasi/random.ts'
import type { WasiSettings } from './wasi/settings.ts'
import { createSockets } from './wasi/sockets.ts'

/** The functions and classes of one interface, under the names that jco gives them. */
export type Interface = Readonly<Record<string, unknown>>

/**
 * WASI 0.2 with what is granted behind it, which may be nothing.
 *
 * @returns The interfaces by name, without versions.
 */
export function createWasi(context: InstanceContext, settings: WasiSettings): Record<string, Interface> {
  return {
    'wasi:io/error': { Error: IoError },
    'wasi:io/poll': { Pollable, poll },
    'wasi:io/streams': { InputStream, OutputStream },
    ...createCli(context, settings),
    ...createClocks(context, settings.clock),
    ...createRandom(context, settings.seed),
    ...createFilesystem(context, settings.preopens),
    ...createSockets(),
  }
}
