import { readLogs } from '@wasm-airlock/deploy'
import { escapeText } from '../../text.ts'
import type { CommandModule } from '../command-module.ts'

/** `airlock logs`: what a deployment has to say. */
export const logsCommand: CommandModule = {
  name: 'logs',
  step: 'deploy',
  define(command) {
    command
      .description('Print the log of a deployment')
      .argument('<id>', 'as `airlock ps` shows it')
      .addHelpText('after', '\nExample:\n  $ airlock logs pirate-1a2b3c')
  },
  async run({ output, known }, [id]) {
    const log = await readLogs(String(id))
    Object.assign(known, { id, log })
    if (log !== '') output.line(escapeText(log.replace(/\n$/, '')))
    output.document(known)
  },
}
