import type { ComponentInput, ComposedApp, ComposeOptions } from './options.ts'

/** Puts components into a Spin application and writes an application folder. */
export async function composeApp(
  _app: string,
  _components: readonly ComponentInput[],
  _options: ComposeOptions,
): Promise<ComposedApp> {
  throw new Error('to be written')
}
