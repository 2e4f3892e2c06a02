/** Builds the probe application: `node build-probe-app.js OUTPUT`. A process of its own, which componentize-js needs. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { registerHooks } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
  const carriers = [
    import.meta.resolve('@spinframework/spin-llm/package.json'),
    import.meta.resolve('@spinframework/wasi-http-proxy/package.json'),
  ]
  for (const [index, carrier] of carriers.entries()) {
    const folder = fileURLToPath(new URL('wit', carrier))
    for (const name of await readdir(folder)) {
      await writeFile(join(work, 'deps', `${index}-${name}`), await readFile(join(folder, name)))
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
