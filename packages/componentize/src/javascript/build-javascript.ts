import { AirlockError } from '@wasm-airlock/shared'
import type { BuildInput } from '../build/build-input.ts'

export async function buildJavaScript(input: BuildInput): Promise<Uint8Array> {
  throw new AirlockError('build-failed', `Not yet: ${input.name}`)
}
