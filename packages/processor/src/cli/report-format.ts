import { type ComponentReport, formatMarkdown, formatReport, toSarif } from '@wasm-airlock/wit-validate'
import { type Command, Option } from 'commander'
import { toJson } from './output.ts'

const formats = ['text', 'json', 'markdown', 'sarif'] as const

/** Options of `--format` and `-o`. */
export interface ReportFormatOptions {
  readonly format: (typeof formats)[number]
  readonly output?: string
}

export function addReportFormatOptions(command: Command): void {
  command
    .addOption(
      new Option('--format <name>', 'for people, programs, pull requests or code scanning')
        .choices(formats)
        .default('text'),
    )
    .option('-o, --output <file>', 'write the report there, refused or not')
}

/**
 * The report of a component in one of the formats.
 *
 * @param file The component as the user gave it, for formats that name it.
 */
export async function formatReportAs(
  format: ReportFormatOptions['format'],
  report: ComponentReport,
  file: string,
): Promise<string> {
  switch (format) {
    case 'text':
      return formatReport(report)
    case 'json':
      return `${toJson(report)}\n`
    case 'markdown':
      return formatMarkdown(report, { title: file })
    case 'sarif':
      return `${toJson(await toSarif(report, { file }))}\n`
  }
}
