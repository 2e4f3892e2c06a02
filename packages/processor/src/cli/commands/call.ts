import { createSandbox, findFunction } from '@wasm-airlock/host'
import { AirlockError } from '@wasm-airlock/shared'
import { pickDefined } from '../../pick-defined.ts'
import { readWasm } from '../../read.ts'
import { escapeText, formatValue } from '../../text.ts'
import { isError, toJsonValue } from '../../values.ts'
import { parseArguments } from '../arguments.ts'
import type { CommandModule } from '../command-module.ts'
import { addGrantOptions, type GrantOptions, readGrants } from '../grant-options.ts'
import { addPolicyOption, addTimeoutOption, readPolicy, type TimeoutOptions } from '../options.ts'

interface Options extends TimeoutOptions, GrantOptions {
  readonly policy?: string
}

/** `airlock call`: one call in the sandbox. */
export const callCommand: CommandModule<Options> = {
  name: 'call',
  step: 'sandbox',
  define(command) {
    command
      .description('Call a function of a component in the sandbox')
      .argument('<component>', 'a .wasm component')
      .argument('<function>', '`before`, or `interface#before` where two interfaces have it')
      .argument('[args...]', 'plain text for parameters of type string, JSON for all others')
    addPolicyOption(command)
    addGrantOptions(command)
    addTimeoutOption(command, 'deadline of the call (default: 10)')
    command.addHelpText(
      'after',
      `
Examples:
  $ airlock call pirate.wasm before 'Where is the treasure?'
  $ airlock call sums.wasm add -- -1 2
  $ airlock call report.wasm write --policy wasi.toml --env LEVEL=3 --dir ./data::/data --dir-rw ./out::/out
  $ airlock call weather.wasm today --policy wasi.toml --allow-host https://api.example.com
  $ airlock call count.wasm lines --policy wasi.toml --arg --all --stdin - < text.txt

The value is printed: text as it is, everything else as JSON. The exit status is 1 where the function returns
the error of its result type; its value is printed too, as {"tag":"err","val":…}. What the component prints, and
what it was refused, goes to standard error.

Each grant lets the component import the interfaces that belong to it. A policy links others with nothing behind
them: a program of Python or Rust, which imports all of WASI whatever it uses, needs allow = ["wasi:*"].`,
    )
  },
  async run({ output, known, signal }, [file, name, texts], options) {
    const policy = await readPolicy(options.policy)
    const component = await readWasm(String(file))
    output.progress(`making ${file} ready`)
    await using sandbox = await createSandbox(component, {
      ...policy,
      grants: await readGrants(options, String(file)),
      onLog: ({ text }) => output.note(text),
      signal,
    })
    const found = findFunction(sandbox.functions, String(name))
    const args = parseArguments(found, texts as readonly string[])
    const value = await sandbox.call(String(name), args, {
      ...pickDefined({ timeoutMs: options.timeout }),
      signal,
    })
    const result = toJsonValue(value)
    Object.assign(known, {
      function: found.name,
      interface: found.interface,
      args: args.map(toJsonValue),
      result,
    })
    output.settle()
    if (found.result !== null)
      output.line(
        typeof value === 'string' || typeof value === 'bigint'
          ? escapeText(String(value))
          : formatValue(result),
      )
    if (isError(found.result, value))
      throw new AirlockError(
        'function-returned-error',
        `${found.name} returned an error: ${formatValue(result)}`,
        {
          item: found.name,
        },
      )
    output.document(known)
  },
}
