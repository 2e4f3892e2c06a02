import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { transpileBytes } from '@bytecodealliance/jco-transpile'

/**
 * Turns the committed component of a package into JavaScript and core WebAssembly under its `generated/`.
 *
 * @param {URL} folder The package.
 * @param {string} component The component's name: `wasm/NAME.component.wasm`.
 * @param {string} name What the files are called: `generated/NAME.js`.
 */
export async function transpileComponent(folder, component, name) {
  const generated = new URL('generated/', folder)
  const bytes = await readFile(new URL(`wasm/${component}.component.wasm`, folder))
  const { files } = await transpileBytes(bytes, {
    name,
    instantiation: 'async',
    wasiShim: false,
    nodejsCompat: false,
    // Errors are thrown as the component returned them, so that they cannot be taken for a trap.
    noComponentErrorWrapping: true,
  })
  await rm(generated, { recursive: true, force: true })
  await mkdir(generated, { recursive: true })
  for (const [path, content] of Object.entries(files)) {
    const file = new URL(path, generated)
    await mkdir(new URL('.', file), { recursive: true })
    await writeFile(file, content)
  }
  console.log(`transpiled into ${fileURLToPath(generated)}`)
}
