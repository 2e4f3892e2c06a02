import { composeApp } from '@wasm-airlock/compose'
import { AirlockError, escapeControls } from '@wasm-airlock/shared'
import { composeDocument } from '@wasm-airlock/wac'
import { writeFileAtomic } from '../../atomic.ts'
import { pickDefined } from '../../pick-defined.ts'
import { readComponent, readText } from '../../read.ts'
import { formatBytes } from '../../text.ts'
import type { CommandContext, CommandModule } from '../command-module.ts'
import { readDependencies } from '../dependencies.ts'
import { collect } from '../options.ts'

interface Options {
  readonly app?: string
  readonly out?: string
  readonly dep?: readonly string[]
  readonly output?: string
}

/** `airlock compose`: a component into an application, or what a WAC document says. */
export const composeCommand: CommandModule<Options> = {
  name: 'compose',
  step: 'compose',
  define(command) {
    command
      .description('Put a component into an application, or compose a WAC document')
      .argument('<input>', 'a .wasm component, or a .wac document')
      .option('--app <dir>', 'component: the Spin application (default: the prompt template)')
      .option('--out <dir>', 'component: folder that the application is written to')
      .option('--dep <package=path>', 'document: a component that it names; can be repeated', collect)
      .option('-o, --output <file>', 'document: where the composed component is written')
      .addHelpText(
        'after',
        `
Examples:
  $ airlock compose pirate.wasm --out pirate-app
  $ airlock compose composition.wac --dep test:app=app.wasm -o composed.wasm`,
      )
  },
  async run(context, [input], options) {
    const file = String(input)
    if (file.endsWith('.wac')) await composeFromDocument(context, file, options)
    else await composeApplication(context, file, options)
    context.output.document(context.known)
  },
}

async function composeFromDocument(
  { output, known }: CommandContext,
  file: string,
  options: Options,
): Promise<void> {
  const target = options.output ?? missing('-o FILE', 'A document')
  const source = await readText(file)
  const component = await composeDocument(source, { packages: await readDependencies(options.dep) })
  const path = await writeFileAtomic(target, component)
  known.component = { path, bytes: component.length }
  output.line(`${target}: ${formatBytes(component.length)}`)
}

async function composeApplication(
  { output, known, signal }: CommandContext,
  file: string,
  options: Options,
): Promise<void> {
  const out = options.out ?? missing('--out DIR', 'A component')
  const component = await readComponent(file)
  const { path, name, connections, openImports } = await composeApp({
    ...pickDefined({ app: options.app }),
    component,
    out,
    signal,
  })
  Object.assign(known, { app: { path, name }, connections, openImports })
  for (const { plug, import: connected } of connections)
    output.line(`${escapeControls(plug)} → ${escapeControls(connected)}`)
  output.line(`${out}: the application ${escapeControls(name)}`)
}

function missing(option: string, subject: string): never {
  throw new AirlockError('usage-invalid', `${subject} is composed with ${option}.`, {
    item: option,
    hint: `Add ${option}.`,
  })
}
