import type { Readable } from 'node:stream'

const maxLineLength = 8192

/**
 * Reads a stream as UTF-8 lines; resolves when it is closed.
 *
 * @param onLine Called with each line; one of more than 8192 characters comes in pieces.
 */
export function readLines(stream: Readable, onLine: (line: string) => void): Promise<void> {
  let rest = ''
  stream.setEncoding('utf8')
  stream.on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) onPieces(line)
    if (rest.length > maxLineLength) {
      onPieces(rest)
      rest = ''
    }
  })
  stream.on('end', () => {
    if (rest !== '') onPieces(rest)
  })
  stream.on('error', () => {}) // as good as its end
  return new Promise((resolve) => stream.on('close', resolve))

  function onPieces(line: string): void {
    for (let start = 0; start === 0 || start < line.length; start += maxLineLength)
      onLine(line.slice(start, start + maxLineLength))
  }
}
