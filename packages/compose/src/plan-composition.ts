import type { ComponentInput, CompositionPlan, PlanOptions } from './options.ts'

/** Says what would be put where, and writes nothing. */
export async function planComposition(
  _app: string,
  _components: readonly ComponentInput[],
  _options: PlanOptions = {},
): Promise<CompositionPlan> {
  throw new Error('to be written')
}
