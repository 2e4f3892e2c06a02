import type { ComponentInput, CompositionPlan, PlanOptions } from './options.ts'
import { prepare } from './prepare.ts'

/**
 * Says what would be put where, with everything that {@link composeApp} checks of components and interfaces, and
 * writes nothing. Whether the other files of the application are there is seen when it is written.
 *
 * @param app Folder of a Spin application, or its manifest.
 * @param components What is to be put into it, in the order in which several of one interface are to answer.
 * @param options How.
 * @returns What would be connected, what would stay open, and the WAC document that says so.
 * @throws AirlockError those of {@link composeApp}.
 *
 * @example
 * ```ts
 * const { components } = await planComposition('my-app', [{ name: 'pirate', component: bytes }])
 * console.log(components[0]?.document)
 * ```
 */
export async function planComposition(
  app: string,
  components: readonly ComponentInput[],
  options: PlanOptions = {},
): Promise<CompositionPlan> {
  return (await prepare(app, components, options)).plan
}
