import { escapeControls } from '@wasm-airlock/shared'
import { restrictComponent } from '@wasm-airlock/wit-validate'
import { writeFileAtomic } from '../../atomic.ts'
import { readWasm } from '../../read.ts'
import { describeImports, formatBytes } from '../../text.ts'
import { withItem } from '../../with-item.ts'
import type { CommandModule } from '../command-module.ts'
import { addPolicyOption, readPolicy } from '../options.ts'

interface Options {
  readonly policy?: string
  readonly output: string
  readonly trap?: boolean
}

/** `airlock restrict`: a component of the same world that can do less. */
export const restrictCommand: CommandModule<Options> = {
  name: 'restrict',
  step: 'validate',
  define(command) {
    command
      .description('Take imports away from a component: what the policy denies traps, fails or is empty')
      .argument('<component>', 'a .wasm component')
      .requiredOption('-o, --output <file>', 'where the restricted component is written')
      .option('--trap', 'every denied function traps, instead of failing or being empty where it can')
    addPolicyOption(command)
    command.addHelpText(
      'after',
      `
Examples:
  $ airlock restrict tool.wasm -o pure.wasm
  $ airlock restrict tool.wasm --policy policy.toml -o restricted.wasm`,
    )
  },
  async run({ output, known, signal }, [file], { policy: policyFile, output: target, trap }) {
    const { policy } = await readPolicy(policyFile)
    const bytes = await readWasm(String(file))
    const { component, ...rest } = await restrictComponent(bytes, policy, {
      signal,
      ...(trap ? { behaviour: 'trap' } : {}),
    }).catch((error: unknown) => {
      throw withItem(error, String(file))
    })
    const path = await writeFileAtomic(target, component)
    Object.assign(known, { component: { path, bytes: component.length }, ...rest })
    output.line(`${target}: ${formatBytes(component.length)}`)
    output.document(known)
  },
}
