import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { registerHooks } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { WitFiles } from '@wasm-airlock/shared'
import { decodeWit, encodeWit } from '@wasm-airlock/wac'
import { build, type Plugin } from 'esbuild'

/** What an application is built of. */
export interface AppBuild {
  /** The package: `src/entry.ts` is its source. */
  readonly folder: URL
  readonly world: string
  /** The WIT of the world, with all that it uses. */
  readonly wit: WitFiles
  readonly plugins?: Plugin[]
}

/**
 * Builds `dist/app.wasm`: TypeScript into one JavaScript module, that into a component. Beside it, in `dist/wit/`,
 * lies the WIT that it is made for, as the toolchain prints it: what new applications are made of.
 */
export async function buildApp({ folder, world, wit, plugins = [] }: AppBuild): Promise<void> {
  const packageFolder = fileURLToPath(folder)
  const work = await mkdtemp(join(tmpdir(), 'airlock-template-'))
  try {
    const sourcePath = join(work, 'app.js')
    await build({
      entryPoints: [join(packageFolder, 'src/entry.ts')],
      outfile: sourcePath,
      bundle: true,
      format: 'esm',
      target: 'es2022',

      external: ['component:*', 'fermyon:*', 'text:*', 'wasi:*'],
      plugins,
    })
    const witPath = join(work, 'wit')
    await writeFiles(witPath, wit)
    const componentize = await loadComponentize()
    const { component } = await componentize({
      sourcePath,
      witPath,
      worldName: world,
      // `http` keeps the imports of wasi:http, which are replaced by traps without it.
      disableFeatures: ['stdio', 'random', 'clocks', 'fetch-event'],
    })
    const output = join(packageFolder, 'dist')
    await rm(join(output, 'wit'), { recursive: true, force: true })
    await writeFiles(join(output, 'wit'), await decodeWit(await encodeWit(wit)))
    await writeFiles(output, { 'app.wasm.unfinished': component })
    await rename(join(output, 'app.wasm.unfinished'), join(output, 'app.wasm'))
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>) {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), content)
  }
}

/**
 * componentize-js imports preview2-shim without declaring it, and from 0.26 on the shim mounts nothing: here it
 * is given the shim that this package declares, with the file system that it reads the WIT from.
 */
async function loadComponentize() {
  registerHooks({
    resolve: (specifier, context, next) =>
      next(
        specifier,
        specifier.startsWith('@bytecodealliance/preview2-shim')
          ? { ...context, parentURL: import.meta.url }
          : context,
      ),
  })
  const shim: { _setPreopens(preopens: unknown): void } = await import(
    '@bytecodealliance/preview2-shim/filesystem'
  )
  shim._setPreopens({ '/': '/' })
  return (await import('@bytecodealliance/componentize-js')).componentize
}
