import { constants, open } from 'node:fs/promises'
import { AirlockError } from '@wasm-airlock/shared'
import type { BuildLimits } from '../options.ts'

/**
 * Reads what a build tool wrote.
 *
 * @throws AirlockError `build-failed` where there is no regular file, `build-output-too-large`.
 */
export async function readOutput(path: string, limits: BuildLimits): Promise<Uint8Array> {
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW
  await using file = await open(path, flags).catch((cause: unknown) => {
    throw new AirlockError('build-failed', 'The build tool wrote no component.', { cause })
  })
  const stat = await file.stat()
  if (!stat.isFile()) throw new AirlockError('build-failed', 'The build tool wrote no component.')
  if (stat.size > limits.maxOutputBytes)
    throw new AirlockError(
      'build-output-too-large',
      `The component has ${stat.size} bytes, more than the ${limits.maxOutputBytes} that are allowed.`,
    )
  return new Uint8Array(await file.readFile())
}
