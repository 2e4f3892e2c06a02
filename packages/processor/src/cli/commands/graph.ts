import { extname } from 'node:path'
import { formatGraph, type GraphFormat, graphFormats } from '@wasm-airlock/compose'
import { AirlockError } from '@wasm-airlock/shared'
import { Option } from 'commander'
import { writeFileAtomic } from '../../atomic.ts'
import { listApplicationFiles, readApplicationGraph } from '../../read-application.ts'
import { formatBytes } from '../../text.ts'
import { checkTarget } from '../check-target.ts'
import type { CommandModule } from '../command-module.ts'

interface Options {
  readonly format?: GraphFormat
  readonly output?: string
}

/** What is written where only the name of the file says it. */
const formatsByExtension: Readonly<Record<string, GraphFormat>> = {
  '.svg': 'svg',
  '.dot': 'dot',
  '.gv': 'dot',
  '.mmd': 'mermaid',
  '.mermaid': 'mermaid',
  '.txt': 'text',
  '': 'text',
}

/** @throws AirlockError `usage-invalid` for a name that says another format than those that there are. */
function formatOf(target = ''): GraphFormat {
  const extension = extname(target).toLowerCase()
  const format = Object.hasOwn(formatsByExtension, extension) ? formatsByExtension[extension] : undefined
  if (format !== undefined) return format
  throw new AirlockError('usage-invalid', `No format of a graph is written to ${extension} files.`, {
    item: target,
    hint: `Name the format with --format ${graphFormats.join(', ')}, or a file that ends in .svg, .dot, .mmd or .txt.`,
  })
}

/** `airlock graph`: what is an application made of, and what stays open? */
export const graphCommand: CommandModule<Options> = {
  name: 'graph',
  step: 'compose',
  define(command) {
    command
      .description(
        'Show how an application is put together: its components, who satisfies whom, what stays open',
      )
      .argument('<app>', 'folder of a Spin application, or its spin.toml')
      .addOption(
        new Option(
          '--format <name>',
          'a tree, a flowchart for Markdown, the language of Graphviz, or a drawing (default: by the name of the file, else text)',
        ).choices(graphFormats),
      )
      .option('-o, --output <file>', 'where it is written (default: printed)')
      .addHelpText(
        'after',
        `
Examples:
  $ airlock graph pirate-app
  $ airlock graph pirate-app -o pirate-app.svg
  $ airlock graph pirate-app --format mermaid`,
      )
  },
  async run({ output, known }, [app], options) {
    const { output: target } = options
    const format = options.format ?? formatOf(target)
    const graph = await readApplicationGraph(String(app))
    Object.assign(known, graph)
    if (target !== undefined) {
      await checkTarget(target, await listApplicationFiles(String(app)))
      const text = await formatGraph(graph, format)
      await writeFileAtomic(target, text)
      output.line(`${target}: ${formatBytes(Buffer.byteLength(text))}`)
    } else if (!output.json) {
      output.line((await formatGraph(graph, format)).trimEnd())
    }
    output.document(known)
  },
}
