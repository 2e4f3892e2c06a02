import type { Finding } from '@wasm-airlock/shared'
import { capFindings } from '../result.ts'
import { passGate } from './gate.ts'
import { type Limits, resolveLimits } from './limits.ts'

/** What {@link checkGate} holds a component to. */
export interface GateOptions {
  /** How much of what there may be. @default those of README.md */
  readonly limits?: Limits
}

/**
 * Is a component safe to hand to tools that read it and generate code from it, such as jco and wac? It is the
 * first part of what `validateComponent` does: size, structure, validity save for function bodies, names, custom
 * sections, memories, tables and types. It happens in the thread of the caller, and ends soon whatever the
 * component is, because function bodies are not looked into.
 *
 * @param component The bytes, from anywhere. They are never the reason for an exception.
 * @param options Limits.
 * @returns What is wrong, at most 100 findings of a code; nothing where it is safe.
 * @throws AirlockError `policy-invalid` where a limit is no limit.
 *
 * @example
 * if ((await checkGate(bytes)).length === 0) await transpile(bytes)
 */
export async function checkGate(component: Uint8Array, options: GateOptions = {}): Promise<Finding[]> {
  const { findings } = await passGate(component, resolveLimits(options.limits), { bodies: false })
  return capFindings(findings)
}
