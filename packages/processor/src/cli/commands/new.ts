import { createProject, type ProjectKind, type ProjectTemplate } from '@wasm-airlock/compose'
import { Argument, Option } from 'commander'
import { pickDefined } from '../../pick-defined.ts'
import { count } from '../../text.ts'
import type { CommandModule } from '../command-module.ts'
import { quoteForShell } from '../report.ts'

interface Options {
  readonly template?: ProjectTemplate
  readonly wit?: string
  readonly world?: string
  readonly out?: string
}

/** `airlock new`: a project that builds, tests and runs as it is. */
export const newCommand: CommandModule<Options> = {
  name: 'new',
  step: 'compose',
  define(command) {
    command
      .description('Write a new application that takes components, or a new component')
      .addArgument(
        new Argument('<kind>', 'an application, or a component in a language').choices([
          'app',
          'python',
          'typescript',
        ]),
      )
      .argument('<name>', 'name of the project, in kebab-case')
      .addOption(
        new Option(
          '--template <name>',
          'the interface between application and component (default: prompt)',
        ).choices(['prompt', 'filter']),
      )
      .option('--wit <dir>', 'an interface of your own: WIT folder or file')
      .option('--world <name>', 'world of that WIT whose exports the component has')
      .option('--out <dir>', 'folder of the project (default: its name)')
      .addHelpText(
        'after',
        `
Examples:
  $ airlock new python pirate
  $ airlock new typescript shout --template filter
  $ airlock new app text-app --template filter
  $ airlock new app calculator --wit calculator.wit
  $ airlock new python adder --wit calculator.wit --world calculator`,
      )
  },
  async run({ output, known, commandName }, [kind, name], { template, wit, world, out }) {
    const project = await createProject(
      kind as ProjectKind,
      String(name),
      pickDefined({ template, wit, world, out }),
    )
    const commands = project.commands.map((command) => command.replace(/^airlock /, `${commandName} `))
    Object.assign(known, { project: { ...project, commands } })
    output.settle()
    output.line(`${project.path}: ${count(project.files.length, 'file')}`)
    output.line('Next:')
    for (const command of [changeTo(String(out ?? name)), ...commands]) output.line(`  ${command}`)
    output.document(known)
  },
}

/** To `cd`, `-` is the folder before, and `-x` an option. */
function changeTo(folder: string): string {
  return `cd ${quoteForShell(folder.startsWith('-') ? `./${folder}` : folder)}`
}
