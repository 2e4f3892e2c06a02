import { createSandbox, findFunction } from '@wasm-airlock/host'
import { AirlockError } from '@wasm-airlock/shared'
import { pickDefined } from '../../pick-defined.ts'
import { readWasm } from '../../read.ts'
import { escapeText, formatValue } from '../../text.ts'
import { isError, toJsonValue } from '../../values.ts'
import { parseArguments } from '../arguments.ts'
import type { CommandModule } from '../command-module.ts'
import { addPolicyOption, addTimeoutOption, readPolicy, type TimeoutOptions } from '../options.ts'

interface Options extends TimeoutOptions {
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
    addTimeoutOption(command, 'deadline of the call (default: 10)')
    command.addHelpText(
      'after',
      `
Examples:
  $ airlock call pirate.wasm before 'Where is the treasure?'
  $ airlock call sums.wasm add -- -1 2

The value is printed: text as it is, everything else as JSON. The exit status is 1 where the function returns
the error of its result type; its value is printed too, as {"tag":"err","val":…}.`,
    )
  },
  async run({ output, known, signal }, [file, name, texts], options) {
    const policy = await readPolicy(options.policy)
    const component = await readWasm(String(file))
    output.progress(`making ${file} ready`)
    await using sandbox = await createSandbox(component, { ...policy, signal })
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
