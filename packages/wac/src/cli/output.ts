import { AirlockError } from '@wasm-airlock/shared'
import { reportOf } from './failure.ts'
import { writeWhole } from './whole-file.ts'

/**
 * Writes to standard output.
 *
 * @throws Error the error of the system, such as that of a pipe that nobody reads any more.
 */
export function print(content: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(content, (error) => (error ? reject(error) : resolve()))
  })
}

/**
 * Writes a component or its text to a file or to standard output, as the `wac` command does.
 *
 * @param path The file; without it, standard output, where a text ends with a line feed.
 */
export async function writeOutput(content: string | Uint8Array, path: string | undefined): Promise<void> {
  if (path === undefined) {
    try {
      await print(typeof content === 'string' ? `${content}\n` : content)
    } catch (cause) {
      throw unwritable('failed to write to stdout', cause)
    }
    return
  }
  try {
    writeWhole(path, content)
  } catch (cause) {
    throw unwritable(`failed to write output file \`${path}\``, cause, path)
  }
}

function unwritable(message: string, cause: unknown, item?: string): AirlockError {
  return new AirlockError('output-unwritable', message, {
    ...(item === undefined ? {} : { item }),
    details: { report: reportOf(new Error(message, { cause })) },
    cause,
  })
}

/** Whether a binary would go to a terminal. */
export function isBinaryRefused(text: boolean, path: string | undefined): boolean {
  return !text && path === undefined && process.stdout.isTTY
}

/** @throws Error always, in the words of `wac` */
export function refuseBinary(): never {
  throw new Error(
    'cannot print binary wasm output to a terminal; pass the `-t` flag to print the text format instead',
  )
}
