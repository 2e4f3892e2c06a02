import { stat } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import { type AppGraph, readAppFolder, readGraph } from '@wasm-airlock/compose'
import { readManifest, readSpinApp, type SpinApp } from '@wasm-airlock/host'
import { AirlockError } from '@wasm-airlock/shared'
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
  const manifestPath = await manifestOf(path)
  const app = await readSpinApp(path).catch((error: unknown) => {
    throw inManifest(error, manifestPath)
  })
  const { manifest } = await readManifest(path)
  for (const { id, component } of app.components) {
    // One that stands inside of its trigger is found by no id.
    const source = manifest.component?.[id]?.source
    const name = typeof source === 'string' ? join(dirname(manifestPath), source) : `the component ${id}`
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
  const manifestPath = await manifestOf(path)
  return readGraph(path).catch((error: unknown) => {
    if (error instanceof AirlockError && error.code === 'component-malformed' && error.item !== undefined) {
      const file = join(dirname(manifestPath), error.item)
      throw withItem(error, file, { message: `${file} is not a component.` })
    }
    throw inManifest(error, manifestPath)
  })
}

/**
 * Checks that there is an application whose components may still have to be built.
 *
 * @param path Its folder, or its `spin.toml`, as the user gave it.
 * @throws AirlockError Those of `readManifest`; `input-unreadable` for a file that is no manifest.
 */
export async function checkManifest(path: string): Promise<void> {
  const manifestPath = await manifestOf(path)
  await readManifest(path).catch((error: unknown) => {
    throw inManifest(error, manifestPath)
  })
}

/**
 * The files that an application is put together from, whether they are there or not: its manifest, and what its
 * components are made of.
 *
 * @param path Its folder, or its `spin.toml`, as the user gave it.
 * @throws AirlockError As {@link checkManifest}.
 */
export async function listApplicationFiles(path: string): Promise<string[]> {
  const manifestPath = await manifestOf(path)
  const { components } = await readAppFolder(path).catch((error: unknown) => {
    throw inManifest(error, manifestPath)
  })
  const files = components.flatMap(({ manifest: { source, dependencies = {} } }) => [
    source,
    ...Object.values(dependencies).map((each) =>
      typeof each === 'object' && 'path' in each ? each.path : undefined,
    ),
  ])
  const names = files.filter((each) => typeof each === 'string')
  return [manifestPath, ...names.map((name) => join(dirname(manifestPath), name))]
}

/**
 * An error about a manifest, with its file named as the user would.
 *
 * @param error Anything that was thrown.
 * @param path Folder of the application, or its `spin.toml`, as the user gave it.
 */
export async function namingManifest(error: unknown, path: string): Promise<unknown> {
  return inManifest(error, await manifestOf(path))
}

/**
 * Where the manifest of an application is, as the user would say.
 *
 * @param path Its folder, or its `spin.toml`, as the user gave it.
 * @throws AirlockError `input-unreadable` for a file that is no manifest.
 */
async function manifestOf(path: string): Promise<string> {
  const isFile = (await stat(path).catch(() => undefined))?.isFile() ?? false
  if (isFile && extname(path) !== '.toml')
    throw new AirlockError('input-unreadable', `${path} is not an application.`, {
      item: path,
      hint: 'Give the folder of a Spin application, or its spin.toml.',
    })
  return isFile ? path : join(path, 'spin.toml')
}

function inManifest(error: unknown, file: string): unknown {
  if (!(error instanceof AirlockError) || error.code !== 'manifest-invalid') return error
  const { message, details } = error
  return typeof details.line === 'number'
    ? withItem(error, file, { hint: `Correct line ${details.line}.`, details: { file } })
    : withItem(error, file, { message: `${file}: ${message}` })
}
