import { deployApp } from '@wasm-airlock/deploy'
import { pickDefined } from '../../pick-defined.ts'
import { readApplication } from '../../read-application.ts'
import type { CommandModule } from '../command-module.ts'
import { addDeployOptions, type LlmOptions, toLlmChoice } from '../options.ts'

interface Options extends LlmOptions {
  readonly target: 'local'
  readonly port?: number
}

/** `airlock deploy`: the last step alone. */
export const deployCommand: CommandModule<Options> = {
  name: 'deploy',
  step: 'deploy',
  define(command) {
    command
      .description('Start a composed application and print its endpoint')
      .argument('<app>', 'folder with spin.toml')
    addDeployOptions(command)
    command.addHelpText('after', '\nExample:\n  $ airlock deploy .airlock/pirate/app --port 3000')
  },
  async run({ output, known, signal, commandName }, [app], options) {
    const llm = toLlmChoice(options)
    await readApplication(String(app))
    const deployment = await deployApp(String(app), {
      target: options.target,
      ...pickDefined({ port: options.port }),
      llm,
      onProgress: output.onProgress,
      signal,
    })
    known.deployment = deployment
    output.settle()
    output.line(deployment.endpoint)
    output.line(`  ${commandName} logs ${deployment.id}`)
    output.line(`  ${commandName} stop ${deployment.id}`)
    output.document(known)
  },
}
