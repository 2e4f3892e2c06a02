/** Builds the probe application: `node build-probe-app.js OUTPUT`. A process of its own, which componentize-js needs. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire, registerHooks } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const WORLD = `package airlock:probe;

world probe {
  import fermyon:spin/llm@2.0.0;
  import wasi:cli/environment@0.2.3;
  import wasi:cli/exit@0.2.3;
  import wasi:filesystem/preopens@0.2.3;
  import wasi:clocks/monotonic-clock@0.2.3;
  import wasi:http/outgoing-handler@0.2.3;
  export wasi:http/incoming-handler@0.2.3;
}
`

// componentize-js imports the shim without declaring it, and the shim mounts nothing by itself.
registerHooks({
  resolve: (specifier, context, next) =>
    next(
      specifier,
      specifier.startsWith('@bytecodealliance/preview2-shim')
        ? { ...context, parentURL: import.meta.url }
        : context,
    ),
})
const shim = await import('@bytecodealliance/preview2-shim/filesystem')
shim._setPreopens({ '/': '/' })
const { componentize } = await import('@bytecodealliance/componentize-js')

const work = await mkdtemp(join(tmpdir(), 'airlock-probe-'))
try {
  await mkdir(join(work, 'deps'))
  await writeFile(join(work, 'world.wit'), WORLD)
  for (const carrier of ['@spinframework/spin-llm', '@spinframework/wasi-http-proxy']) {
    const folder = join(dirname(createRequire(import.meta.url).resolve(`${carrier}/package.json`)), 'wit')
    for (const name of await readdir(folder)) {
      const target = `${carrier.replace(/\W/g, '-')}-${name}`
      await writeFile(join(work, 'deps', target), await readFile(join(folder, name)))
    }
  }
  const { component } = await componentize({
    sourcePath: fileURLToPath(new URL('probe-app.js', import.meta.url)),
    witPath: work,
    worldName: 'probe',
    disableFeatures: ['fetch-event'],
  })
  await writeFile(process.argv[2], component)
} finally {
  await rm(work, { recursive: true, force: true })
}
process.exit()
