import { parseDocument } from '@wasm-airlock/wac'
import { readText } from '../../read.ts'
import type { CommandModule } from '../command-module.ts'
import { inDocument } from '../document.ts'
import { toJson } from '../output.ts'

/** `airlock parse`: the syntax tree of a WAC document. */
export const parseCommand: CommandModule = {
  name: 'parse',
  step: 'compose',
  define(command) {
    command
      .description('Print the syntax tree of a WAC document as JSON')
      .argument('<file>', 'a .wac document')
      .addHelpText('after', '\nExample:\n  $ airlock parse composition.wac')
  },
  async run({ output, known }, [file]) {
    const source = await readText(String(file))
    Object.assign(known, await inDocument(String(file), parseDocument(source)))
    output.line(toJson(known))
    output.document(known)
  },
}
