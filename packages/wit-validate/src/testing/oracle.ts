import { spawnSync } from 'node:child_process'
import type { AirlockError } from '@wasm-airlock/shared'
import type { Inspection } from '@wasm-airlock/wac'

interface Toolchain {
  callToolchain<T>(culprit: string, run: (toolchain: { inspect(bytes: Uint8Array): string }) => T): Promise<T>
}

// By its place, so that the sources of another package, which are meant for browsers too, are not compiled with these.
const place = new URL('../../../wac/src/toolchain.ts', import.meta.url).href
const { callToolchain } = (await import(place)) as Toolchain

/** The path of the real command, where a run asks for it. */
const command = process.env.AIRLOCK_WASM_TOOLS

/** Whether `wasm-tools validate` accepts the bytes; `undefined` where it is not asked. */
export function isValidToWasmTools(bytes: Uint8Array): boolean | undefined {
  if (command === undefined) return undefined
  const { status, error } = spawnSync(command, ['validate', '--features', 'all', '-'], { input: bytes })
  if (error !== undefined) throw error
  return status === 0
}

/** What wasmparser says of all bytes, without anything being set aside before. */
export async function inspectWhole(
  bytes: Uint8Array,
): Promise<Pick<Inspection, 'kind' | 'exceeded'> & { readonly invalid: unknown }> {
  try {
    const json = await callToolchain('component-malformed', (toolchain) => toolchain.inspect(bytes))
    return JSON.parse(json) as Inspection
  } catch (error) {
    return { kind: 'not-wasm', invalid: (error as AirlockError).code, exceeded: null }
  }
}
