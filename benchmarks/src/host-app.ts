import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { componentizeSource } from '@wasm-airlock/componentize'
import { plugComponents } from '@wasm-airlock/wac'

const SOURCE = `def before(userprompt: str) -> str:
    return "Arr! " + userprompt

def after(promptresult: str) -> str:
    return promptresult + " Yarr!"
`

/** What is served: files, since servers are processes of their own. */
export interface HostApp {
  readonly folder: string
  /** The prompt application with a Python component in it: 31 MB. */
  readonly path: string
  /** The Python component alone: 18 MB. */
  readonly plug: Uint8Array
}

let made: Promise<HostApp> | undefined

/** Builds the application as `airlock run` does, once a run of the benchmarks. */
export function makeHostApp(folder: string): Promise<HostApp> {
  made ??= buildHostApp(join(folder, 'host'))
  return made
}

async function buildHostApp(folder: string): Promise<HostApp> {
  await mkdir(folder)
  const source = join(folder, 'prompt_functions.py')
  await writeFile(source, SOURCE)
  const { bytes: plug } = await componentizeSource(source)
  const socket = await readFile(
    fileURLToPath(import.meta.resolve('@wasm-airlock/spin-app-template/app.wasm')),
  )
  const { component: app } = await plugComponents(socket, [{ name: 'prompt', component: plug }])
  const path = join(folder, 'app.wasm')
  await writeFile(path, app)
  return { folder, path, plug }
}

/** What the application answers where its model is the echo. */
export const expectedAnswer = (prompt: string): string => `echo: Arr! ${prompt} Yarr!`
