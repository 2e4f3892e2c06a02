import type { CommandModule } from '../command-module.ts'
import { composeApplication } from '../compose/application.ts'
import { composeFromDocument } from '../compose/from-document.ts'
import { type ComposeCommandOptions, checkForDocument } from '../compose/options.ts'
import { addBuildOption, addModeOption, addPolicyOption, collect } from '../options.ts'

/** `airlock compose`: components into an application, or what a WAC document says. */
export const composeCommand: CommandModule<ComposeCommandOptions> = {
  name: 'compose',
  step: 'compose',
  define(command) {
    command
      .description('Put components into a Spin application, or compose a WAC document')
      .argument('<input...>', '.wasm components, each FILE or NAME=FILE; or one .wac document')
      .option('--app <dir>', 'the Spin application (default: the prompt template)')
      .option('--out <dir>', 'folder that the application is written to')
      .option('--in-place', 'write into the folder of the application, with --mode spin-dependencies')
    addModeOption(command)
    command.option(
      '--into <id|name=id>',
      'component of the application: for all, or for the component of that name; can be repeated (default: the one that it fits)',
      collect,
    )
    addBuildOption(command)
    command
      .option(
        '--choose <variable>',
        'of several components of one interface, one answers: the one that this variable names (default: all, in a chain)',
      )
      .option(
        '--document <file>',
        'WAC document that says how to compose (default: `compose.wac` of the application)',
      )
    addPolicyOption(command, 'what the components may import: ')
    command
      .option(
        '--explain',
        'write no application; print what would be done, as a WAC document where there is one',
      )
      .option('--dep <package=path>', 'document: a component that it names; can be repeated', collect)
      .option(
        '-o, --output <file>',
        'document: where the composed component is written; --explain: where the document is written',
      )
      .addHelpText(
        'after',
        `
Examples:
  $ airlock compose pirate.wasm --out pirate-app
  $ airlock compose redact.wasm translate.wasm pirate.wasm --out chain
  $ airlock compose formal.wasm pirate=v2/out.wasm --choose tone --app my-app --out composed
  $ airlock compose filter.wasm --app my-app --mode spin-dependencies --in-place
  $ airlock compose redact.wasm pirate.wasm --app my-app --explain -o mine.wac
  $ airlock compose redact.wasm pirate.wasm --app my-app --document mine.wac --out composed
  $ airlock compose guard.wasm pirate.wasm --into guard=admin --into pirate=web --app my-app --out composed
  $ airlock compose composition.wac --dep test:app=app.wasm -o composed.wasm

Several components of one interface form a chain: each gets what the one before it returned. The function
\`after\`, and those whose name begins with \`after-\`, run in reverse order.`,
      )
  },
  async run(context, [input], options) {
    const inputs = [input ?? []].flat()
    const [first = ''] = inputs
    if (inputs.length === 1 && first.endsWith('.wac'))
      await composeFromDocument(context, first, options.dep, checkForDocument(options).target)
    else await composeApplication(context, inputs, options)
    context.output.document(context.known)
  },
}
