import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { componentizeSource } from '@wasm-airlock/componentize'
import { parseWat } from '@wasm-airlock/wac'
import { buildSkeleton } from '../../../wac/src/skeleton.ts'

/** Folders with components and texts of components, and with components that other toolchains built. */
const folders = ['../../../wac/corpus/', '../../../host/corpus/'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
)

const python =
  'def before(userprompt: str) -> str:\n    return userprompt\n\ndef after(promptresult: str) -> str:\n    return promptresult\n'
const javascript = 'export const before = (x) => x\nexport const after = (x) => x\n'

/**
 * Components of real toolchains: what the repository holds, and what componentize-py and componentize-js build now,
 * without the function bodies and data that make up nearly all of these.
 */
export async function readRealComponents() {
  const small: Uint8Array[] = []
  for (const folder of folders) {
    for (const path of (await readdir(folder, { recursive: true })).sort()) {
      const bytes = /\.(wat|wasm)$/.test(path) ? await readComponent(join(folder, path)) : undefined
      if (bytes !== undefined) small.push(bytes)
    }
  }
  const folder = await mkdtemp(join(tmpdir(), 'airlock-real-components-'))
  try {
    const large = [
      await build(join(folder, 'real.py'), python, { wasi: true }),
      await build(join(folder, 'real.js'), javascript, { features: ['stdio', 'http', 'fetch-event'] }),
    ]
    return { small, large }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Some texts of the corpus are there to be refused. */
async function readComponent(path: string): Promise<Uint8Array | undefined> {
  const content = await readFile(path)
  return path.endsWith('.wasm') ? content : parseWat(content.toString()).catch(() => undefined)
}

async function build(
  path: string,
  source: string,
  options: Parameters<typeof componentizeSource>[1],
): Promise<Uint8Array> {
  await writeFile(path, source)
  const { bytes } = await componentizeSource(path, options)
  return buildSkeleton(bytes)?.bytes ?? bytes
}
