import { extname } from 'node:path'
import { formatGraph, type GraphFormat, graphFormats } from '@wasm-airlock/compose'
import { Option } from 'commander'
import { writeFileAtomic } from '../../atomic.ts'
import { readApplicationGraph } from '../../read-application.ts'
import { formatBytes } from '../../text.ts'
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
    const graph = await readApplicationGraph(String(app))
    Object.assign(known, graph)
    const { output: target } = options
    const format = options.format ?? formatsByExtension[extname(target ?? '').toLowerCase()] ?? 'text'
    if (target !== undefined) {
      const text = await formatGraph(graph, format)
      await writeFileAtomic(target, text)
      output.line(`${target}: ${formatBytes(Buffer.byteLength(text))}`)
    } else if (!output.json) {
      output.line((await formatGraph(graph, format)).trimEnd())
    }
    output.document(known)
  },
}
