/**
 * Builds the probe application: `node build-probe-app.js OUTPUT`, or with `spin-probe` behind it the one of that
 * folder. A process of its own, which componentize-js needs.
 */
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

const [output, name] = process.argv.slice(2)
const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const carried = (carrier) => fileURLToPath(new URL('wit', carrier))

const work = await mkdtemp(join(tmpdir(), 'airlock-probe-'))
try {
  await mkdir(join(work, 'deps'))
  await writeFile(
    join(work, 'world.wit'),
    name === undefined ? WORLD : await readFile(here(`${name}/world.wit`)),
  )
  const folders = [
    name === undefined
      ? carried(import.meta.resolve('@spinframework/spin-llm/package.json'))
      : here(`${name}/wit`),
    carried(import.meta.resolve('@spinframework/wasi-http-proxy/package.json')),
  ]
  for (const [index, folder] of folders.entries()) {
    for (const file of await readdir(folder)) {
      await writeFile(join(work, 'deps', `${index}-${file}`), await readFile(join(folder, file)))
    }
  }
  const { component } = await componentize({
    sourcePath: here(name === undefined ? 'probe-app.js' : `${name}/app.js`),
    witPath: work,
    worldName: 'probe',
    disableFeatures: ['fetch-event'],
  })
  await writeFile(output, component)
} finally {
  await rm(work, { recursive: true, force: true })
}
process.exit()
