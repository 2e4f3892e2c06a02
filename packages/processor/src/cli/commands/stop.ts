import { stopDeployment } from '@wasm-airlock/deploy'
import type { CommandModule } from '../command-module.ts'

/** `airlock stop`: ends a deployment. */
export const stopCommand: CommandModule = {
  name: 'stop',
  step: 'deploy',
  define(command) {
    command
      .description('Stop a deployment')
      .argument('<id>', 'as `airlock ps` shows it')
      .addHelpText('after', '\nExample:\n  $ airlock stop pirate-1a2b3c')
  },
  async run({ output, known }, [id]) {
    await stopDeployment(String(id))
    Object.assign(known, { id, state: 'stopped' })
    output.line(`${id} is stopped.`)
    output.document(known)
  },
}
