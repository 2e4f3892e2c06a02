import { errorHasColour, errorTerminal, escapeControls, painter } from './terminal.ts'

/** Says on standard error what is no failure; names in it cannot reach the terminal as they are. */
export function warn(text: string): void {
  const colour = errorHasColour(errorTerminal())
  process.stderr.write(`${painter(colour)('warning', 'warning')}: ${escapeControls(text)}\n`)
}
