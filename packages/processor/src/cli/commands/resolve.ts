import { resolveDocument } from '@wasm-airlock/wac'
import { readText } from '../../read.ts'
import type { CommandModule } from '../command-module.ts'
import { readDependencies } from '../dependencies.ts'
import { inDocument } from '../document.ts'
import { collect } from '../options.ts'
import { toJson } from '../output.ts'

interface Options {
  readonly dep?: readonly string[]
}

/** `airlock resolve`: what a WAC document composes. */
export const resolveCommand: CommandModule<Options> = {
  name: 'resolve',
  step: 'compose',
  define(command) {
    command
      .description('Print what a WAC document composes as JSON')
      .argument('<file>', 'a .wac document')
      .option('--dep <package=path>', 'a component that the document names; can be repeated', collect)
      .addHelpText('after', '\nExample:\n  $ airlock resolve composition.wac --dep test:app=app.wasm')
  },
  async run({ output, known }, [file], { dep }) {
    const source = await readText(String(file))
    const packages = await readDependencies(dep)
    Object.assign(known, await inDocument(String(file), resolveDocument(source, { packages })))
    output.line(toJson(known))
    output.document(known)
  },
}
