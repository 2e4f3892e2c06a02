import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { componentizeSource } from '@wasm-airlock/componentize'
import { promptWit, promptWorld } from '@wasm-airlock/shared'
import { checkTargets, plugComponents } from '@wasm-airlock/wac'
import { execa } from 'execa'
import { airlock } from './airlock.ts'
import { compare } from './measure.ts'
import type { Results } from './report.ts'

const SOURCE = `def before(userprompt: str) -> str:
    return "Arr! " + userprompt

def after(promptresult: str) -> str:
    return promptresult + " Yarr!"
`

/** npm puts a `wac` on the path, too: ours. */
const theirs = {
  env: {
    PATH: (process.env.PATH ?? '')
      .split(delimiter)
      .filter((folder) => !/node_modules[\\/]\.bin$/.test(folder))
      .join(delimiter),
  },
}

/** plug and targets beside the Rust command, on the template and a Python component: 30 MB in all. */
export async function compareWac(folder: string, pairs: number): Promise<Results> {
  try {
    await execa('wac', ['--version'], theirs)
  } catch {
    const reason =
      'there is no wac on the PATH: cargo install wac-cli --no-default-features --features wit,wat'
    return { skipped: [{ name: 'plug and targets', reason }] }
  }
  const wit = join(folder, 'wac-wit')
  await mkdir(wit)
  for (const [name, text] of Object.entries(promptWit)) await writeFile(join(wit, name), text)
  const source = join(folder, 'prompt_functions.py')
  await writeFile(source, SOURCE)
  const plug = (await componentizeSource(source)).bytes
  const plugPath = join(folder, 'plug.wasm')
  await writeFile(plugPath, plug)
  const socketPath = fileURLToPath(import.meta.resolve('@wasm-airlock/spin-app-template/app.wasm'))
  const socket = await readFile(socketPath)
  const out = join(folder, 'plugged.wasm')

  const rustPlug = () => execa('wac', ['plug', '--plug', plugPath, socketPath, '-o', out], theirs)
  const rustTargets = () => execa('wac', ['targets', plugPath, '--wit', wit, '--world', promptWorld], theirs)
  return {
    comparisons: [
      await compare(
        'plug: plugComponents in a running process, and the wac command',
        pairs,
        () => plugComponents(socket, [{ name: 'plug', component: plug }]),
        rustPlug,
      ),
      await compare(
        'plug: the airlock command, and the wac command',
        pairs,
        () => airlock(['plug', socketPath, '--plug', plugPath, '-o', out]),
        rustPlug,
      ),
      await compare(
        'targets: checkTargets in a running process, and the wac command',
        pairs,
        () => checkTargets(plug, promptWit, { world: promptWorld }),
        rustTargets,
      ),
      await compare(
        'targets: the airlock command, and the wac command',
        pairs,
        () => airlock(['targets', plugPath, '--wit', wit, '--world', promptWorld]),
        rustTargets,
      ),
    ],
  }
}
