import { componentizeSource, type JavaScriptFeature } from '@wasm-airlock/componentize'
import { Option } from 'commander'
import { writeFileAtomic } from '../../atomic.ts'
import { pickDefined } from '../../pick-defined.ts'
import { formatBytes } from '../../text.ts'
import { checkTarget } from '../check-target.ts'
import type { CommandModule } from '../command-module.ts'
import { addTimeoutOption, addWitOptions, type TimeoutOptions, type WitOptions } from '../options.ts'

const features: readonly JavaScriptFeature[] = ['stdio', 'clocks', 'random', 'http', 'fetch-event']

interface Options extends WitOptions, TimeoutOptions {
  readonly output: string
  readonly wasi?: boolean
  readonly feature?: readonly JavaScriptFeature[]
}

/** `airlock componentize`: the first step alone. */
export const componentizeCommand: CommandModule<Options> = {
  name: 'componentize',
  step: 'componentize',
  define(command) {
    command
      .description('Make a WebAssembly component from a source')
      .argument('<source>', 'Python or JavaScript/TypeScript file or folder, or a .wasm component')
      .requiredOption('-o, --output <file>', 'where the component is written')
    addWitOptions(command)
    addTimeoutOption(command, 'deadline of the build (default: 60)')
    command
      .option('--wasi', 'Python: keep the imports of WASI')
      .addOption(
        new Option('--feature <name...>', 'JavaScript: what the component may use of its host').choices(
          features,
        ),
      )
      .addHelpText(
        'after',
        `
Examples:
  $ airlock componentize python-examples/pirate -o pirate.wasm
  $ airlock componentize my-app --feature http -o app.wasm`,
      )
  },
  async run({ output, known, signal }, [source], { output: file, wit, world, wasi, timeout, feature }) {
    await checkTarget(file, [String(source), wit])
    const { bytes, sha256, language } = await componentizeSource(String(source), {
      ...pickDefined({ wit, world, wasi, timeoutMs: timeout, features: feature }),
      onProgress: output.onProgress,
      signal,
    })
    signal.throwIfAborted()
    const path = await writeFileAtomic(file, bytes)
    known.component = { path, bytes: bytes.length, sha256, language }
    output.settle()
    output.line(`${file}: ${formatBytes(bytes.length)} from ${language}, sha256 ${sha256}`)
    output.document(known)
  },
}
