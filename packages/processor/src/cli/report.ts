import {
  type CaseResult,
  escapeControls,
  type Finding,
  formatFinding,
  type ProgressEvent,
  type TestResult,
} from '@wasm-airlock/shared'
import { escapeText, formatDuration, formatValue } from '../text.ts'
import type { Output } from './output.ts'

/** One finding: its severity, its code, where it is and what it says. */
export function printFinding(output: Output, finding: Finding): void {
  const { red, yellow, dim } = output.colors
  const paint = { error: red, warning: yellow, info: dim }[finding.severity]
  output.line(
    `  ${paint(finding.severity)} ${escapeControls(finding.path)}: ${formatFinding(finding)} ${dim(`[${finding.code}]`)}`,
  )
}

/** One call; the values only where they differ. */
export function printCase(output: Output, { call, args, expected, actual, ok }: CaseResult): void {
  const title = `${escapeControls(call)}(${args.map(formatValue).join(', ')})`
  printOutcome(output, title, ok, expected, actual)
}

/** One test of an application; the values only where they differ. */
export function printTest(output: Output, { name, ok, expected, actual }: TestResult): void {
  printOutcome(output, escapeControls(name), ok, expected, actual)
}

function printOutcome(output: Output, title: string, ok: boolean, expected: unknown, actual: unknown): void {
  const { green, red } = output.colors
  output.line(`  ${ok ? green('✔') : red('✖')} ${title}`)
  if (ok) return
  if (expected !== undefined) output.line(`    ${green(`- expected ${formatValue(expected)}`)}`)
  output.line(`    ${red(`+ actual   ${formatValue(actual ?? null)}`)}`)
}

/** The end of a step: what it came to, which for a failure the error says, and how long it took. */
export function printStepEnd(output: Output, event: ProgressEvent & { readonly type: 'step-end' }): void {
  const { green, red, bold, dim } = output.colors
  const summary = event.ok ? ` ${escapeText(event.summary)}` : ''
  output.line(
    `${event.ok ? green('✔') : red('✖')} ${bold(event.step.padEnd(12))}${summary} ${dim(formatDuration(event.ms))}`,
  )
}

/** Text as a word of a POSIX shell, in quotes where it needs them. */
export function quoteForShell(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

/**
 * A command line that asks an endpoint.
 *
 * @param endpoint URL without a slash at its end.
 * @param promptPath Where it takes a prompt as JSON; `false` where it takes none.
 */
export function formatCurl(endpoint: string, promptPath: string | false): string {
  if (promptPath === false) return `curl ${endpoint}`
  const body = quoteForShell('{"prompt": "Hello"}')
  return `curl ${quoteForShell(endpoint + promptPath)} -H 'content-type: application/json' -d ${body}`
}
