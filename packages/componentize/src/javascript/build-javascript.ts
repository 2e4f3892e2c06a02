import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AirlockError } from '@wasm-airlock/shared'
import type { BuildInput } from '../build/build-input.ts'
import { readOutput } from '../build/read-output.ts'
import { runContained } from '../build/run-contained.ts'
import { lastLines } from '../last-lines.ts'
import { limitsOf, report } from '../options.ts'
import type { Job, Result } from './build-worker.ts'
import { findEntries } from './entry.ts'

const FEATURES = ['stdio', 'clocks', 'random', 'http', 'fetch-event'] as const

/**
 * Builds a component from JavaScript or TypeScript: bundled by esbuild, joined to the world by glue of
 * ours, made by componentize-js, all in a contained process.
 */
export async function buildJavaScript(input: BuildInput): Promise<Uint8Array> {
  const { options, workspace, files } = input
  const limits = limitsOf(options)
  const features = options.features ?? []
  const entries = await findEntries(workspace.source, files, input.name)
  const job: Job = {
    root: workspace.root,
    wit: workspace.wit,
    folder: workspace.source,
    files,
    entries,
    names: Object.fromEntries(files.map((file) => [file, input.nameOf(file)])),
    world: input.world,
    fetchEvent: features.includes('fetch-event'),
    disableFeatures: FEATURES.filter((feature) => !features.includes(feature)),
  }
  const file = join(workspace.root, 'job.json')
  await mkdir(join(workspace.root, 'bundle'))
  await writeFile(file, JSON.stringify(job))
  report(options, 'building the component')
  const built = await runContained({
    command: process.execPath,
    args: ['--no-warnings', fileURLToPath(workerUrl()), file],
    cwd: workspace.empty,
    env: workspace.env,
    limits,
    folder: workspace.root,
    signal: options.signal,
  })
  const result = await readResult(join(workspace.root, 'result.json'))
  if (result !== undefined && 'error' in result) {
    const { code, message, ...rest } = result.error
    throw new AirlockError(code, message, rest)
  }
  if (built.exitCode !== 0 || result === undefined)
    throw new AirlockError('build-failed', `${input.name} could not be built.`, {
      item: input.name,
      details: { output: lastLines(built.stderr || built.stdout, workspace.root) },
    })
  return readOutput(join(workspace.root, 'component.wasm'), limits)
}

/** The built worker, also where this file runs from `src/`. */
function workerUrl(): URL {
  return import.meta.url.endsWith('.ts')
    ? new URL('../../dist/build-worker.js', import.meta.url)
    : new URL('./build-worker.js', import.meta.url)
}

/** Written by our own worker; the author's code runs inside the engine, which cannot write there. */
async function readResult(path: string): Promise<Result | undefined> {
  return readFile(path, 'utf8').then(
    (text) => JSON.parse(text) as Result,
    () => undefined,
  )
}
