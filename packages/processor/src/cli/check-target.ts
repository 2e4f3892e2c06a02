import { realpath } from 'node:fs/promises'
import { AirlockError } from '@wasm-airlock/shared'

/**
 * Refuses to write over what a command reads.
 *
 * @param target File that `-o` names, as the user gave it; a file that is not there yet is none that is read.
 * @param inputs Files that the command reads, whatever links lead to them; absent ones are left to it.
 * @throws AirlockError `usage-invalid` names the target.
 */
export async function checkTarget(
  target: string | undefined,
  inputs: readonly (string | undefined)[],
): Promise<void> {
  const real = target === undefined ? undefined : await realPathOf(target)
  if (target === undefined || real === undefined) return
  for (const input of inputs) {
    if (input === undefined || (await realPathOf(input)) !== real) continue
    throw new AirlockError('usage-invalid', `-o ${target} would overwrite ${nameOf(input, target)}.`, {
      item: target,
      hint: 'Name another file with -o FILE.',
    })
  }
}

/** What else a path leads to, or cannot be asked about, is for what writes it to say. */
async function realPathOf(path: string): Promise<string | undefined> {
  return realpath(path).catch(() => undefined)
}

function nameOf(input: string, target: string): string {
  return input === target ? 'what the command reads' : `${input}, which the command reads`
}
