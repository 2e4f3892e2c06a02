/** The end of a tool's output, as lines. */
export function lastLines(output: string, count = 12): string[] {
  return output.trimEnd().split('\n').slice(-count)
}
