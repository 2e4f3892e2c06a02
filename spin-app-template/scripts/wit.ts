import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promptWit } from '@wasm-airlock/shared'

/** The packages that carry the WIT of Spin's and WASI's interfaces. */
const carriers = ['@spinframework/spin-llm', '@spinframework/wasi-http-proxy']

/**
 * Lays out the WIT of the application: its own world, and under `deps/` the interfaces out of the packages
 * that define them.
 *
 * @param folder Where to write; made if need be.
 */
export async function writeWit(folder: string): Promise<void> {
  const own = new URL('../wit/world.wit', import.meta.url)
  const files = [
    ['world.wit', await readFile(own, 'utf8')] as const,
    ...Object.entries(promptWit).map(([name, text]) => [join('deps', basename(name)), text] as const),
    ...(await Promise.all(carriers.map(readCarrier))).flat(),
  ]
  await mkdir(join(folder, 'deps'), { recursive: true })
  await Promise.all(files.map(([name, text]) => writeFile(join(folder, name), text)))
}

async function readCarrier(name: string): Promise<(readonly [string, string])[]> {
  const require = createRequire(import.meta.url)
  const folder = join(dirname(require.resolve(`${name}/package.json`)), 'wit')
  const names = (await readdir(folder)).filter((file) => file.endsWith('.wit'))
  const prefix = basename(name)
  return Promise.all(
    names.map(
      async (file) =>
        [join('deps', `${prefix}-${file}`), await readFile(join(folder, file), 'utf8')] as const,
    ),
  )
}

export const packageFolder = fileURLToPath(new URL('..', import.meta.url))
