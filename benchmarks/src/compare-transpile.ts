import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { componentizeSource } from '@wasm-airlock/componentize'
import { createSandbox } from '@wasm-airlock/host'
import { execa } from 'execa'
import { compare } from './measure.ts'
import type { Results } from './report.ts'

const SOURCE = `export function before(userprompt) { return 'Arr! ' + userprompt }
export function after(promptresult) { return promptresult + ' Yarr!' }
`

/** A sandbox that is ready for its first call (validated, transpiled, started) beside `jco transpile` alone. */
export async function compareTranspile(folder: string, pairs: number): Promise<Results> {
  const source = join(folder, 'prompt-functions.js')
  await writeFile(source, SOURCE)
  const { bytes } = await componentizeSource(source)
  const component = join(folder, 'javascript.wasm')
  await writeFile(component, bytes)
  const jco = join(dirname(fileURLToPath(import.meta.resolve('@bytecodealliance/jco'))), 'jco.js')
  const callOnce = (options: { readonly cache?: boolean }) => async () => {
    await using sandbox = await createSandbox(bytes, options)
    await sandbox.call('before', ['x'])
  }
  const transpile = () =>
    execa(process.execPath, [jco, 'transpile', component, '-o', join(folder, 'transpiled')])
  return {
    comparisons: [
      await compare(
        'make a component ready: createSandbox without its cache and a first call, and jco transpile alone',
        pairs,
        callOnce({ cache: false }),
        transpile,
      ),
      await compare(
        'make a component ready again: createSandbox with its cache and a first call, and jco transpile alone',
        pairs,
        callOnce({}),
        transpile,
      ),
    ],
  }
}
