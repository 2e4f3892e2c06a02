import { AirlockError, escapeControls } from '@wasm-airlock/shared'
import { plugComponents } from '@wasm-airlock/wac'
import { writeFileAtomic } from '../../atomic.ts'
import { plugName, readComponent } from '../../read.ts'
import { formatBytes } from '../../text.ts'
import { withItem } from '../../with-item.ts'
import { checkTarget } from '../check-target.ts'
import type { CommandModule } from '../command-module.ts'
import { collect } from '../options.ts'

interface Options {
  readonly plug: readonly string[]
  readonly output: string
}

/** `airlock plug`: exports of components into the imports of another. */
export const plugCommand: CommandModule<Options> = {
  name: 'plug',
  step: 'compose',
  define(command) {
    command
      .description('Plug components into the open imports of another')
      .argument('<socket>', 'the component whose imports are filled')
      .requiredOption('--plug <file>', 'a component whose exports fill them; can be repeated', collect)
      .requiredOption('-o, --output <file>', 'where the composed component is written')
      .addHelpText('after', '\nExample:\n  $ airlock plug app.wasm --plug pirate.wasm -o composed.wasm')
  },
  async run({ output, known }, [socket], { plug: files, output: file }) {
    await checkTarget(file, [String(socket), ...files])
    const socketBytes = await readComponent(String(socket))
    const plugs: { name: string; component: Uint8Array }[] = []
    for (const plug of files) plugs.push({ name: plugName(plug), component: await readComponent(plug) })
    const { component, ...rest } = await plugComponents(socketBytes, plugs).catch((error: unknown) => {
      const culprit = error instanceof AirlockError ? error.item : undefined
      throw withItem(error, files.find((each) => plugName(each) === culprit) ?? String(socket))
    })
    const path = await writeFileAtomic(file, component)
    Object.assign(known, { component: { path, bytes: component.length }, ...rest })
    for (const { plug, import: name } of rest.connections)
      output.line(`${escapeControls(plug)} → ${escapeControls(name)}`)
    for (const near of rest.nearMisses)
      output.note(`warning: ${escapeControls(`${near.plug} does not fit ${near.import}: ${near.reason}`)}`)
    for (const name of rest.openImports) output.line(`left open: ${escapeControls(name)}`)
    output.line(`${file}: ${formatBytes(component.length)}`)
    output.document(known)
  },
}
