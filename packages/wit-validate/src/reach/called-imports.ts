import { AirlockError } from '@wasm-airlock/shared'
import type { ImportedFunction, IncompleteReason, Reach } from '../component-report.ts'
import { callToolchain } from '../toolchain/toolchain.ts'

/** What {@link findCalledImports} found. */
export interface CalledImports extends Reach {
  /**
   * The functions in the order of the imports; one of an instance in an imported instance is `instance#function`.
   * Where the analysis is not complete, some may be missing: {@link indexCalled} knows what to say of those.
   */
  readonly functions: readonly AnalysedFunction[]
}

/** An imported function of which it was looked into whether it is called. */
interface AnalysedFunction extends ImportedFunction {
  readonly called: 'never' | 'maybe'
}

/** What the crate answers. */
interface Answer {
  readonly gaveUp: IncompleteReason | null
  readonly functions: CalledImports['functions']
}

/**
 * Finds the imported functions that can never be called: no path leads there from any export, start function or
 * destructor, over calls, references and tables. `never` is a proof; `maybe` is not: the analysis takes every branch
 * and every function that a call through a table could mean. It looks at all code, and has no deadline of its own.
 *
 * @param component The bytes, from anywhere. They are never the reason for an exception.
 * @throws AirlockError `internal`.
 */
export async function findCalledImports(component: Uint8Array): Promise<CalledImports> {
  const { gaveUp, functions } = await analyse(component)
  return { complete: gaveUp === null, reason: gaveUp, functions }
}

/**
 * Gives what to say of any function, by import and name (`wasi:cli/environment@0.2.9`, `get-environment`; for a plain
 * function twice its name): `maybe` of one that was not looked into.
 */
export function indexCalled({
  functions,
}: CalledImports): (importName: string, functionName: string) => 'never' | 'maybe' {
  const called = new Map(functions.map((one) => [JSON.stringify([one.import, one.name]), one.called]))
  return (importName, functionName) => called.get(JSON.stringify([importName, functionName])) ?? 'maybe'
}

async function analyse(component: Uint8Array): Promise<Answer> {
  try {
    return JSON.parse(await callToolchain('input-too-large', (root) => root.findCalledImports(component)))
  } catch (error) {
    // It ran out of memory or stack.
    if (error instanceof AirlockError && error.code === 'input-too-large') {
      return { gaveUp: 'too-large', functions: [] }
    }
    throw error
  }
}
