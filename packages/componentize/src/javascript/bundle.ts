import { AirlockError, escapeControls } from '@wasm-airlock/shared'
import { type BuildFailure, build, type Message, type Metafile } from 'esbuild'
import type { WorldModel } from '../wit/world-model.ts'
import { copyOnly, SOURCE } from './copy-only.ts'
import { writeGlue } from './glue.ts'
import { makePlan } from './plan.ts'

/** What the worker needs to know to make one module of a source. */
export interface BundleInput {
  /** The throw-away copy, absolute. */
  readonly folder: string
  readonly files: readonly string[]
  readonly entries: readonly string[]
  /** The author's names of the files, by their path in the copy. */
  readonly names: Readonly<Record<string, string>>
  readonly world: WorldModel
  readonly fetchEvent: boolean
}

export interface Bundle {
  readonly code: string
  /** A source map, as JSON. */
  readonly map: string
}

const GLUE = 'airlock:glue'

/**
 * Bundles a source and its glue into one ES module.
 *
 * @throws AirlockError `source-syntax-error`, `source-import-failed`, `dependency-refused` with file and
 *   line, and what {@link makePlan} throws.
 */
export async function bundleSource(input: BundleInput): Promise<Bundle> {
  const external = new Set(input.world.imports)
  const sources = copyOnly(input.folder, new Set(input.files), external)
  const options = {
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    outdir: '/',
    absWorkingDir: input.folder,
    tsconfigRaw: '{}',
    logLevel: 'silent',
    legalComments: 'none',
    charset: 'utf8',
  } as const
  try {
    const first = await build({
      ...options,
      entryPoints: input.entries.map((entry, index) => ({ in: entry, out: `entry-${index}` })),
      metafile: true,
      plugins: [sources],
    })
    const plan = makePlan(input.world, exportsOf(first.metafile, input), input.fetchEvent)
    const glue = writeGlue(
      plan,
      input.entries.map((entry) => `${SOURCE}:${entry}`),
    )
    const { outputFiles } = await build({
      ...options,
      entryPoints: [{ in: GLUE, out: 'component' }],
      sourcemap: 'external',
      sourcesContent: false,
      plugins: [
        sources,
        {
          name: 'glue',
          setup: ({ onLoad }) =>
            onLoad({ filter: /.*/, namespace: 'glue' }, () => ({ contents: glue, loader: 'js' })),
        },
      ],
    })
    const textOf = (end: string) => outputFiles.find((file) => file.path.endsWith(end))?.text ?? ''
    return { code: textOf('.js'), map: textOf('.map') }
  } catch (error) {
    const [message] = (error as Partial<BuildFailure>).errors ?? []
    if (message === undefined) throw error
    throw bundleError(message, input)
  }
}

function exportsOf(metafile: Metafile, input: BundleInput) {
  const outputs = Object.values(metafile.outputs)
  return input.entries.map((entry) => ({
    file: input.names[entry] ?? entry,
    exports: outputs.find((output) => output.entryPoint === `${SOURCE}:${entry}`)?.exports ?? [],
  }))
}

function bundleError(message: Message, input: BundleInput): AirlockError {
  const path = message.location?.file.replace(`${SOURCE}:`, '') ?? ''
  const file = escapeControls(input.names[path] ?? path)
  const line = message.location?.line ?? null
  const column = message.location === null ? null : message.location.column + 1
  const text = escapeControls(message.text)
  const code =
    message.detail === 'dependency-refused' || message.detail === 'source-import-failed'
      ? message.detail
      : 'source-syntax-error'
  return new AirlockError(code, line === null ? text : `${file}:${line}: ${text}`, {
    item: file,
    details: { file, line, column, source: escapeControls(message.location?.lineText.slice(0, 200) ?? '') },
    ...(code === 'dependency-refused'
      ? { hint: 'Put the code that is needed beside the source; packages and built-in modules stay outside.' }
      : {}),
  })
}
