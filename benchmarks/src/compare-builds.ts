import { glob, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { componentizeSource } from '@wasm-airlock/componentize'
import { promptWit, promptWorld } from '@wasm-airlock/shared'
import { execa } from 'execa'
import { compare } from './measure.ts'
import type { Results } from './report.ts'

const CLASS_SHAPE = `from wit_world import exports

class Promptmodification(exports.Promptmodification):
    def before(self, userprompt: str) -> str:
        return "Arr! " + userprompt
    def after(self, promptresult: str) -> str:
        return promptresult + " Yarr!"
`

/** componentizeSource beside plain componentize-py, on the same source and world, both with --stub-wasi. */
export async function compareBuilds(folder: string, pairs: number): Promise<Results> {
  const source = join(folder, 'class-shape')
  const wit = join(folder, 'wit')
  await mkdir(source)
  await mkdir(wit)
  await writeFile(join(source, 'prompt.py'), CLASS_SHAPE)
  for (const [name, text] of Object.entries(promptWit)) await writeFile(join(wit, name), text)

  const cacheDir = join(folder, 'cache')
  await componentizeSource(source, { cacheDir })
  const [tool] = await Array.fromAsync(glob('**/bin/componentize-py', { cwd: cacheDir }))
  if (tool === undefined) throw new Error('the cache holds no componentize-py')

  const plain = () =>
    execa(
      join(cacheDir, tool),
      [
        '-d',
        wit,
        '-w',
        promptWorld,
        'componentize',
        '--stub-wasi',
        '-p',
        source,
        '-o',
        join(folder, 'plain.wasm'),
        'prompt',
      ],
      { env: { PATH: process.env.PATH ?? '' }, extendEnv: false },
    )
  return {
    comparisons: [
      await compare(
        'build a Python component: componentizeSource and componentize-py',
        pairs,
        () => componentizeSource(source, { cacheDir }),
        plain,
      ),
    ],
  }
}
