import { composeApp } from '@wasm-airlock/compose'
import { AirlockError, escapeControls } from '@wasm-airlock/shared'
import { composeDocument } from '@wasm-airlock/wac'
import { checkWritable, writeFileAtomic } from '../../atomic.ts'
import { pickDefined } from '../../pick-defined.ts'
import { plugName, readComponent, readText } from '../../read.ts'
import { readApplication } from '../../read-application.ts'
import { formatBytes } from '../../text.ts'
import { withItem } from '../../with-item.ts'
import type { CommandContext, CommandModule } from '../command-module.ts'
import { readDependencies } from '../dependencies.ts'
import { inDocument } from '../document.ts'
import { addPolicyOption, collect, readPolicy } from '../options.ts'

interface Options {
  readonly app?: string
  readonly out?: string
  readonly policy?: string
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
    addPolicyOption(command, 'component: ')
    command
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
  refuse(
    'a document',
    pickDefined({ '--app': options.app, '--out': options.out, '--policy': options.policy }),
  )
  const target = options.output ?? missing('-o FILE', 'A document')
  const source = await readText(file)
  const packages = await readDependencies(options.dep)
  const component = await inDocument(file, composeDocument(source, { packages }))
  const path = await writeFileAtomic(target, component)
  known.component = { path, bytes: component.length }
  output.line(`${target}: ${formatBytes(component.length)}`)
}

async function composeApplication(
  { output, known, signal }: CommandContext,
  file: string,
  options: Options,
): Promise<void> {
  refuse('a component', pickDefined({ '--dep': options.dep, '-o': options.output }))
  const out = options.out ?? missing('--out DIR', 'A component')
  const policy = await readPolicy(options.policy)
  if (options.app !== undefined) await readApplication(options.app)
  await checkWritable(out)
  const component = await readComponent(file)
  const { path, name, connections, openImports } = await composeApp({
    ...pickDefined({ app: options.app }),
    ...policy,
    component,
    componentName: plugName(file),
    out,
    signal,
  }).catch((error: unknown) => {
    const isPlug = error instanceof AirlockError && error.code === 'plug-unmatched'
    throw isPlug ? withItem(error, file) : error
  })
  Object.assign(known, { app: { path, name }, connections, openImports })
  for (const { plug, import: connected } of connections)
    output.line(`${escapeControls(plug)} → ${escapeControls(connected)}`)
  for (const name of openImports) output.line(`open: ${escapeControls(name)}`)
  output.line(`${out}: the application ${escapeControls(name)}`)
}

/** Options of the other kind of input would be ignored in silence. */
function refuse(kind: string, others: object): void {
  const [option] = Object.keys(others)
  if (option !== undefined)
    throw new AirlockError('usage-invalid', `${option} has no meaning for ${kind}.`, {
      item: option,
      hint: 'A file that ends in .wac is a document, every other one a component.',
    })
}

function missing(option: string, subject: string): never {
  throw new AirlockError('usage-invalid', `${subject} is composed with ${option}.`, {
    item: option,
    hint: `Add ${option}.`,
  })
}
