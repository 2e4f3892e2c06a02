import type { InstanceContext } from '../instance-context.ts'
import { GuestExit } from '../result.ts'
import { InputStream, OutputStream } from '../streams.ts'
import type { Interface } from '../wasi.ts'
import type { WasiSettings } from './settings.ts'

function output(context: InstanceContext, stream: 'stdout' | 'stderr'): () => OutputStream {
  return () =>
    OutputStream.of((bytes) => {
      context.scope.log(stream, bytes)
      return undefined
    })
}

/** No terminal ever exists, so neither class has a method that could be called. */
class Nothing {}

/** `wasi:cli`: environment and arguments as granted, captured output, no terminals. */
export function createCli(
  context: InstanceContext,
  { environment, arguments: args, stdin }: WasiSettings,
): Record<string, Interface> {
  const input = new Uint8Array(Buffer.from(stdin, 'base64'))
  return {
    'wasi:cli/environment': {
      getEnvironment: () => environment.map(([name, value]) => [name, value]),
      getArguments: () => [...args],
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
    'wasi:cli/stdin': {
      getStdin: () => {
        // A stream that start-up code opened would be one for all calls.
        if (input.length > 0) context.noteChanging()
        return InputStream.of(input)
      },
    },
    'wasi:cli/stdout': { getStdout: output(context, 'stdout') },
    'wasi:cli/stderr': { getStderr: output(context, 'stderr') },
    'wasi:cli/terminal-input': { TerminalInput: class extends Nothing {} },
    'wasi:cli/terminal-output': { TerminalOutput: class extends Nothing {} },
    'wasi:cli/terminal-stdin': { getTerminalStdin: () => undefined },
    'wasi:cli/terminal-stdout': { getTerminalStdout: () => undefined },
    'wasi:cli/terminal-stderr': { getTerminalStderr: () => undefined },
  }
}
