import { join } from 'node:path'
import { type AppGraph, readAppFolder, readGraph } from '@wasm-airlock/compose'
import { type Manifest, readManifest, readSpinApp, type SpinApp } from '@wasm-airlock/host'
import { AirlockError } from '@wasm-airlock/shared'
import { namingFiles, placeOf } from './application-place.ts'
import { checkComponent } from './read.ts'
import { withItem } from './with-item.ts'

/**
 * Reads an application, so that an error names its files as the user would.
 *
 * @param path Its folder, or its `spin.toml`, as the user gave it.
 * @throws AirlockError Those of `readSpinApp`; `input-unreadable` for a file that is no manifest;
 * `component-malformed` where one of its components is none.
 */
export async function readApplication(path: string): Promise<SpinApp> {
  const place = await placeOf(path)
  const app = await readSpinApp(path).catch(async (error: unknown) => {
    throw await namingFiles(error, place)
  })
  const { manifest } = await readManifest(path)
  for (const { id, component } of app.components) {
    // One that stands inside of its trigger is found by no id.
    const source = manifest.component?.[id]?.source
    const name = typeof source === 'string' ? join(place.folder, source) : `the component ${id}`
    await checkComponent(component, name)
  }
  return app
}

/**
 * Reads how a Spin application is put together, in the same way.
 *
 * @param path Its folder, or its `spin.toml`, as the user gave it.
 */
export async function readApplicationGraph(path: string): Promise<AppGraph> {
  const place = await placeOf(path)
  return readGraph(path).catch(async (error: unknown) => {
    if (error instanceof AirlockError && error.code === 'component-malformed' && error.item !== undefined) {
      const file = join(place.folder, error.item)
      throw withItem(error, file, { message: `${file} is not a component.` })
    }
    throw await namingFiles(error, place)
  })
}

/**
 * Checks that there is an application whose components may still have to be built.
 *
 * @param path Its folder, or its `spin.toml`, as the user gave it.
 * @throws AirlockError Those of `readManifest`; `input-unreadable` for a file that is no manifest.
 */
export async function checkManifest(path: string): Promise<Manifest> {
  const place = await placeOf(path)
  const { manifest } = await readManifest(path).catch(async (error: unknown) => {
    throw await namingFiles(error, place)
  })
  return manifest
}

/**
 * The files that an application is put together from, whether they are there or not: its manifest, and what its
 * components are made of.
 *
 * @param path Its folder, or its `spin.toml`, as the user gave it.
 * @throws AirlockError As {@link checkManifest}.
 */
export async function listApplicationFiles(path: string): Promise<string[]> {
  const place = await placeOf(path)
  const { components } = await readAppFolder(path).catch(async (error: unknown) => {
    throw await namingFiles(error, place)
  })
  const files = components.flatMap(({ manifest: { source, dependencies = {} } }) => [
    source,
    ...Object.values(dependencies).map((each) =>
      typeof each === 'object' && 'path' in each ? each.path : undefined,
    ),
  ])
  const names = files.filter((each) => typeof each === 'string')
  return [place.manifest, ...names.map((name) => join(place.folder, name))]
}
