import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { registerHooks } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { buildPage } from './page.ts'
import { collectWit } from './wit.ts'

/**
 * Builds `dist/app.wasm`: TypeScript and the page into one JavaScript module, that into a component.
 *
 * componentize-js imports preview2-shim without declaring it, and from 0.26 on the shim mounts nothing: here it
 * is given the shim that this package declares, with the file system that it reads the WIT from.
 */
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
const { componentize } = await import('@bytecodealliance/componentize-js')

const packageFolder = fileURLToPath(new URL('..', import.meta.url))
const work = await mkdtemp(join(tmpdir(), 'airlock-template-'))
try {
  const sourcePath = join(work, 'app.js')
  const page = await buildPage()
  await build({
    entryPoints: [join(packageFolder, 'src/entry.ts')],
    outfile: sourcePath,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    external: ['component:*', 'fermyon:*', 'wasi:*'],
    plugins: [
      {
        name: 'page',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^airlock:page$/ }, ({ path }) => ({ path, namespace: 'page' }))
          onLoad({ filter: /.*/, namespace: 'page' }, () => ({
            contents: JSON.stringify(page),
            loader: 'json',
          }))
        },
      },
    ],
  })
  const witPath = join(work, 'wit')
  await mkdir(join(witPath, 'deps'), { recursive: true })
  for (const [name, text] of Object.entries(await collectWit())) await writeFile(join(witPath, name), text)
  const { component } = await componentize({
    sourcePath,
    witPath,
    worldName: 'prompt-app',
    // `http` keeps the imports of wasi:http, which are replaced by traps without it.
    disableFeatures: ['stdio', 'random', 'clocks', 'fetch-event'],
  })
  const output = join(packageFolder, 'dist')
  await mkdir(output, { recursive: true })
  const unfinished = join(output, 'app.wasm.unfinished')
  await writeFile(unfinished, component)
  await rename(unfinished, join(output, 'app.wasm'))
} finally {
  await rm(work, { recursive: true, force: true })
}
process.exit()
