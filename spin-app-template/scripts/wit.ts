import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { promptWit, type WitFiles } from '@wasm-airlock/shared'

const require = createRequire(import.meta.url)

/** The packages that carry the WIT of Spin's and WASI's interfaces. */
const carriers = {
  llm: require.resolve('@spinframework/spin-llm/package.json'),
  http: require.resolve('@spinframework/wasi-http-proxy/package.json'),
}

/**
 * The WIT of the application: its own world, and under `deps/` the interfaces out of the packages that
 * define them.
 */
export async function collectWit(): Promise<WitFiles> {
  const world = await readFile(new URL('../wit/world.wit', import.meta.url), 'utf8')
  const prompt = Object.entries(promptWit).map(([name, text]) => [`deps/${basename(name)}`, text] as const)
  const others = await Promise.all([readCarrier('llm'), readCarrier('http')])
  return Object.fromEntries([['world.wit', world], ...prompt, ...others.flat()])
}

/** The files that define an interface, for `deps/`. */
export async function readCarrier(name: keyof typeof carriers): Promise<(readonly [string, string])[]> {
  const carrier = dirname(carriers[name])
  const names = (await readdir(join(carrier, 'wit'))).filter((name) => name.endsWith('.wit'))
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(carrier, 'wit', name), 'utf8')
      return [`deps/${basename(carrier)}-${name}`, text] as const
    }),
  )
}
