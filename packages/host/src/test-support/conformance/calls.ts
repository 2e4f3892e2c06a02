import type { Sandbox } from '../../sandbox/sandbox.ts'
import { CHOSEN, LARGE } from './chosen.ts'
import { fromPlain, type Plain, toPlain } from './plain.ts'
import { randomValue, samplesOf, seededRandom } from './samples.ts'
import type { CorpusFunction, CorpusWorld } from './types.ts'

/** One call of the corpus. */
export interface CorpusCall {
  readonly function: string
  readonly args: readonly Plain[]
}

/** What a host makes of a call. Why a guest traps is said differently everywhere. */
export type Outcome = { readonly value: Plain } | { readonly traps: true }

/** Every function with values of its types that hosts go wrong with. */
export function chosenCalls(world: CorpusWorld): CorpusCall[] {
  return world.functions.flatMap((each) => {
    const rows = CHOSEN[each.name] ?? rowsOf(each.params.map((type) => samplesOf(world, type)))
    return rows.map((args) => ({ function: each.name, args }))
  })
}

/** Long texts and lists, where the world has functions for them. */
export function largeCalls(world: CorpusWorld): CorpusCall[] {
  return world.functions.flatMap(({ name }) => (LARGE[name] ?? []).map((args) => ({ function: name, args })))
}

/** Every function whose arguments do not matter otherwise, with random ones, the same for the same seed. */
export function randomCalls(world: CorpusWorld, seed: number, each: number): CorpusCall[] {
  const random = seededRandom(seed)
  const functions = world.functions.filter(({ name }) => CHOSEN[name] === undefined)
  return functions.flatMap(({ name, params }) =>
    Array.from({ length: each }, () => ({
      function: name,
      args: params.map((type) => randomValue(world, type, random)),
    })),
  )
}

/** Makes one call in the sandbox. */
export async function callSandbox(sandbox: Sandbox, world: CorpusWorld, call: CorpusCall): Promise<Outcome> {
  const { params, result } = world.functions.find(({ name }) => name === call.function) as CorpusFunction
  const args = params.map((type, index) => fromPlain(world, type, call.args[index] ?? null))
  try {
    const value = await sandbox.call(call.function, args)
    return { value: result === null ? null : toPlain(world, result, value) }
  } catch (error) {
    const { code = '' } = error as { code?: string }
    if (code.startsWith('guest-')) return { traps: true }
    throw error
  }
}

function rowsOf(columns: readonly (readonly Plain[])[]): Plain[][] {
  const length = Math.max(1, ...columns.map((column) => column.length))
  return Array.from({ length }, (_, row) => columns.map((column) => column[row % column.length] ?? null))
}
