// Turns the committed component into JavaScript and core WebAssembly under generated/.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { transpileBytes } from '@bytecodealliance/jco-transpile'

const root = new URL('../', import.meta.url)
const generated = new URL('generated/', root)

const component = await readFile(new URL('wasm/wac.component.wasm', root))
const { files } = await transpileBytes(component, {
  name: 'toolchain',
  instantiation: 'async',
  wasiShim: false,
  nodejsCompat: false,
  // Errors are thrown as the component returned them, so that they cannot be taken for a trap.
  noComponentErrorWrapping: true,
})

await rm(generated, { recursive: true, force: true })
await mkdir(generated, { recursive: true })
for (const [name, bytes] of Object.entries(files)) {
  const file = new URL(name, generated)
  await mkdir(new URL('.', file), { recursive: true })
  await writeFile(file, bytes)
}
console.log(`transpiled into ${fileURLToPath(generated)}`)
