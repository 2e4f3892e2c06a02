import { randomFillSync } from 'node:crypto'
import type { InstanceContext } from './instance-context.ts'
import { Pollable, poll } from './poll.ts'
import { err, GuestExit, GuestViolation } from './result.ts'
import { InputStream, IoError, OutputStream } from './streams.ts'

/** The functions and classes of one interface, under the names that jco gives them. */
export type Interface = Readonly<Record<string, unknown>>

const MOST_RANDOM_BYTES = 1024n * 1024n
const NANOSECONDS = 1_000_000

function randomBytes(length: bigint): Uint8Array {
  if (length > MOST_RANDOM_BYTES) throw new GuestViolation('more random bytes asked for than are allowed')
  return randomFillSync(new Uint8Array(Number(length)))
}

function randomU64(): bigint {
  return new DataView(randomBytes(8n).buffer).getBigUint64(0)
}

function output(context: InstanceContext, stream: 'stdout' | 'stderr'): () => OutputStream {
  return () =>
    OutputStream.of((bytes) => {
      context.scope.log(stream, bytes)
      return undefined
    })
}

/** No descriptor ever exists, so neither class has a method that could be called. */
class Nothing {}

function refuse(): ReturnType<typeof err<string>> {
  return err('access-denied')
}

/**
 * WASI 0.2 with nothing behind it: no environment, no arguments, no files, no sockets, an empty standard
 * input, captured standard output and error. Clocks and random numbers are real.
 *
 * @returns The interfaces by name, without versions.
 */
export function createWasi(context: InstanceContext): Record<string, Interface> {
  const now = (): bigint => BigInt(Math.round(performance.now() * NANOSECONDS))
  return {
    'wasi:io/error': { Error: IoError },
    'wasi:io/poll': { Pollable, poll },
    'wasi:io/streams': { InputStream, OutputStream },
    'wasi:cli/environment': {
      getEnvironment: () => [],
      getArguments: () => [],
      initialCwd: () => undefined,
    },
    'wasi:cli/exit': {
      exit: (status: { tag: string }) => {
        throw new GuestExit(status.tag === 'ok' ? 'exit with success' : 'exit with failure')
      },
      exitWithCode: (code: number) => {
        throw new GuestExit(`exit with status ${code}`)
      },
    },
    'wasi:cli/stdin': { getStdin: () => InputStream.of(new Uint8Array()) },
    'wasi:cli/stdout': { getStdout: output(context, 'stdout') },
    'wasi:cli/stderr': { getStderr: output(context, 'stderr') },
    'wasi:cli/terminal-input': { TerminalInput: class extends Nothing {} },
    'wasi:cli/terminal-output': { TerminalOutput: class extends Nothing {} },
    'wasi:cli/terminal-stdin': { getTerminalStdin: () => undefined },
    'wasi:cli/terminal-stdout': { getTerminalStdout: () => undefined },
    'wasi:cli/terminal-stderr': { getTerminalStderr: () => undefined },
    'wasi:clocks/monotonic-clock': {
      now,
      resolution: () => 1000n,
      subscribeInstant: (instant: bigint) => Pollable.timer(Number(instant) / NANOSECONDS),
      subscribeDuration: (duration: bigint) =>
        Pollable.timer(performance.now() + Number(duration) / NANOSECONDS),
    },
    'wasi:clocks/wall-clock': {
      now: () => {
        const milliseconds = Date.now()
        return {
          seconds: BigInt(Math.floor(milliseconds / 1000)),
          nanoseconds: (milliseconds % 1000) * NANOSECONDS,
        }
      },
      resolution: () => ({ seconds: 0n, nanoseconds: NANOSECONDS }),
    },
    'wasi:random/random': { getRandomBytes: randomBytes, getRandomU64: randomU64 },
    'wasi:random/insecure': { getInsecureRandomBytes: randomBytes, getInsecureRandomU64: randomU64 },
    'wasi:random/insecure-seed': { insecureSeed: () => [randomU64(), randomU64()] },
    'wasi:filesystem/preopens': { getDirectories: () => [] },
    'wasi:filesystem/types': {
      Descriptor: class extends Nothing {},
      DirectoryEntryStream: class extends Nothing {},
      filesystemErrorCode: () => undefined,
    },
    'wasi:sockets/network': { Network: Nothing, networkErrorCode: () => undefined },
    'wasi:sockets/instance-network': { instanceNetwork: () => new Nothing() },
    'wasi:sockets/ip-name-lookup': {
      ResolveAddressStream: class extends Nothing {},
      resolveAddresses: refuse,
    },
    'wasi:sockets/tcp': { TcpSocket: class extends Nothing {} },
    'wasi:sockets/tcp-create-socket': { createTcpSocket: refuse },
    'wasi:sockets/udp': {
      UdpSocket: class extends Nothing {},
      IncomingDatagramStream: class extends Nothing {},
      OutgoingDatagramStream: class extends Nothing {},
    },
    'wasi:sockets/udp-create-socket': { createUdpSocket: refuse },
  }
}
