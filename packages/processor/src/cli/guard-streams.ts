import type { Writable } from 'node:stream'

/**
 * Keeps a stream that cannot be written from ending the command with a stack trace: who reads the output may go away
 * before its end, as `head` does, a disk may be full, and a terminal may refuse what comes too fast.
 *
 * @param stdout Where results go.
 * @param stderr Where all else goes; it is told once why a result could not be written.
 * @returns `isResultLost` says whether something of the result could not be written to somebody who still reads.
 */
export function guardStreams(stdout: Writable, stderr: Writable): { readonly isResultLost: () => boolean } {
  let isLost = false
  stderr.on('error', () => {})
  stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE' || isLost) return
    isLost = true
    process.exitCode ||= 1
    stderr.write(`error The result could not be written: ${code ?? message}.\n`)
  })
  return { isResultLost: () => isLost }
}
