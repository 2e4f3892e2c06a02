import { realpath } from 'node:fs/promises'
import { AirlockError } from '@wasm-airlock/shared'
import { writeAppFolder } from './app/write-app-folder.ts'
import type { ComponentInput, ComposedApp, ComposeOptions } from './options.ts'
import { prepare } from './prepare.ts'
import { throwIfAborted } from './throw-if-aborted.ts'

/**
 * Puts components into a Spin application and writes an application folder that holds everything that is
 * needed to deploy it, which real Spin takes as it is.
 *
 * Each component goes where its exports fit what a component of the application imports and leaves open. Several
 * of one interface become a chain in the order given, or a choice; one that imports what another one exports gets
 * it. Nothing is composed before every component was compared with the interfaces in question.
 *
 * @param app Folder of the application, or its manifest.
 * @param components What is to be put into it.
 * @param options Where to, and how.
 * @returns Where it is, what was connected, and what stays open. The same input gives the same bytes.
 * @throws AirlockError `usage-invalid` (names and options); `input-not-found`, `input-unreadable`,
 * `input-too-large` (a component or what is composed, over 128 MiB); `manifest-invalid`, also for a source on the
 * network; `component-malformed`; `plug-unmatched` where components do not fit (details: `findings`, `nearMisses`,
 * `openImports`, `exports`); `plug-ambiguous`; `plug-cycle`; `middleware-unsupported`; `import-not-granted` (details:
 * `findings`) where one imports what its policy does not allow; `policy-invalid`; `document-invalid` with line and
 * column; `compose-failed`, also where one would take the place of the host; those of the build commands;
 * `output-unwritable`; `aborted`. The folder is then as it was.
 *
 * @example
 * ```ts
 * const component = await readFile('pirate.wasm')
 * const app = await composeApp(templatePath(), [{ name: 'pirate', component }], { out: 'build/app' })
 * console.log(app.path, app.components)
 * ```
 */
export async function composeApp(
  app: string,
  components: readonly ComponentInput[],
  options: ComposeOptions,
): Promise<ComposedApp> {
  const { out, signal } = options
  const { folder, plan, changes, makeRecord } = await prepare(app, components, options)
  if (plan.mode === 'plug') await refuseOwnFolder(folder.folder, out)
  throwIfAborted(signal)
  const all = { ...changes, record: makeRecord() }
  const path = await writeAppFolder(folder, all, out, signal === undefined ? {} : { signal })
  return { path, ...plan }
}

/** What is composed replaces the component's file: done in its own folder, it could not be done again. */
async function refuseOwnFolder(folder: string, out: string): Promise<void> {
  const real = await realpath(out).catch(() => undefined)
  if (real !== folder) return
  throw new AirlockError('output-unwritable', `${out} holds the application itself.`, {
    item: out,
    hint: 'Name another folder, or use the mode spin-dependencies.',
  })
}
