import { execFile } from 'node:child_process'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { promptWit, promptWorld } from '@wasm-airlock/shared'
import { root } from './command.ts'

const run = promisify(execFile)

/**
 * Builds a prompt component with plain componentize-py, as people do who never heard of Airlock.
 *
 * @param folder An empty folder to work in.
 * @returns Path of the component.
 */
export async function buildWithComponentizePy(folder: string): Promise<string> {
  const wit = await writePromptWit(folder)
  await writeFile(
    join(folder, 'app.py'),
    `from wit_world import exports


class Promptmodification(exports.Promptmodification):
    def before(self, userprompt: str) -> str:
        return f"[{userprompt}]"

    def after(self, promptresult: str) -> str:
        return promptresult[::-1]
`,
  )
  const words = ['-d', wit, '-w', promptWorld, 'componentize', '--stub-wasi', 'app', '-o', 'out.wasm']
  await run(await findComponentizePy(), words, { cwd: folder })
  return join(folder, 'out.wasm')
}

/** As {@link buildWithComponentizePy}, with plain componentize-js. */
export async function buildWithComponentizeJs(folder: string): Promise<string> {
  const wit = await writePromptWit(folder)
  const build = `
    import { writeFile } from 'node:fs/promises'
    import { _setPreopens } from '@bytecodealliance/preview2-shim/filesystem'
    _setPreopens({ '/': '/' })
    const { componentize } = await import('@bytecodealliance/componentize-js')
    const { component } = await componentize(
      'export const promptmodification = { before: (text) => "<" + text, after: (text) => text + ">" }',
      { witPath: ${JSON.stringify(wit)}, worldName: '${promptWorld}', disableFeatures: ['stdio', 'random', 'clocks', 'http', 'fetch-event'] },
    )
    await writeFile(${JSON.stringify(join(folder, 'out.wasm'))}, component)
    process.exit()`
  const cwd = join(root, 'packages', 'componentize')
  await run(process.execPath, ['--input-type=module', '--eval', build], { cwd })
  return join(folder, 'out.wasm')
}

async function writePromptWit(folder: string): Promise<string> {
  const wit = join(folder, 'wit')
  await mkdir(wit, { recursive: true })
  for (const [name, text] of Object.entries(promptWit)) await writeFile(join(wit, name), text)
  return wit
}

/** The one that Airlock has installed into its cache. */
async function findComponentizePy(): Promise<string> {
  const { AIRLOCK_CACHE_DIR, XDG_CACHE_HOME } = process.env
  const caches = [
    AIRLOCK_CACHE_DIR,
    join(XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'airlock'),
    join(homedir(), 'Library', 'Caches', 'airlock'),
  ]
  for (const cache of caches) {
    if (!cache) continue
    const tools = join(cache, 'tools')
    const names = await readdir(tools).catch(() => [] as string[])
    const name = names.find((each) => each.startsWith('componentize-py-'))
    if (name) return join(tools, name, 'bin', 'componentize-py')
  }
  throw new Error('componentize-py is in no cache')
}
