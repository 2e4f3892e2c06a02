import { stat } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import { type LoadedApp, readApp } from '@wasm-airlock/compose'
import { readSpinApp, type SpinApp } from '@wasm-airlock/host'
import { AirlockError } from '@wasm-airlock/shared'
import { checkComponent } from './read.ts'
import { withItem } from './with-item.ts'

/**
 * Reads an application, so that an error names its files as the user would.
 *
 * @param path Its folder, or its `spin.toml`, as the user gave it.
 * @throws AirlockError Those of `readApp`; `input-unreadable` for a file that is no manifest;
 * `component-malformed` where its component is none.
 */
export async function readApplication(path: string): Promise<LoadedApp> {
  const manifestPath = await manifestOf(path)
  const app = await readApp(path).catch((error: unknown) => {
    throw inManifest(error, manifestPath)
  })
  const { source } = app.manifest.component?.[app.componentId] ?? {}
  await checkComponent(app.component, join(dirname(manifestPath), String(source)))
  return app
}

/**
 * Reads a Spin application of whatever size, in the same way.
 *
 * @param path Its folder, or its `spin.toml`, as the user gave it.
 */
export async function readWholeApplication(path: string): Promise<SpinApp> {
  const manifestPath = await manifestOf(path)
  return readSpinApp(path).catch((error: unknown) => {
    throw inManifest(error, manifestPath)
  })
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
export async function manifestOf(path: string): Promise<string> {
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
