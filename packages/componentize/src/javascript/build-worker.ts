/**
 * A process of its own that bundles a source and makes a component of it: `node build-worker.js JOB`.
 * The parent gives it a clean environment, a deadline and a memory cap, and reads RESULT from the job's
 * folder.
 */
import childProcess from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { registerHooks, syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { type ErrorJson, toAirlockError } from '@wasm-airlock/shared'
import { type BundleInput, bundleSource } from './bundle.ts'
import { hideFolders } from './hide-folders.ts'
import { BUNDLE_NAME, initialisationError } from './initialisation-error.ts'
import { passSignedIntegers } from './signed-integers.ts'

/** What `job.json` holds. */
export interface Job extends BundleInput {
  /** Folder of the build, absolute. */
  readonly root: string
  readonly wit: string
  readonly disableFeatures: ('stdio' | 'random' | 'clocks' | 'http' | 'fetch-event')[]
}

/** What `result.json` holds. */
export type Result = { readonly ok: true } | { readonly error: ErrorJson }

async function work(job: Job): Promise<void> {
  const bundle = await bundleSource(job)
  const sourcePath = join(job.root, 'bundle', BUNDLE_NAME)
  await writeFile(sourcePath, bundle.code)
  // componentize-js imports preview2-shim without declaring it, and the shim mounts nothing by itself:
  // it gets the one that this package declares, with the folder of this build.
  registerHooks({
    resolve: (specifier, context, next) =>
      next(
        specifier,
        specifier.startsWith('@bytecodealliance/preview2-shim')
          ? { ...context, parentURL: import.meta.url }
          : context,
      ),
  })
  const shim = (await import('@bytecodealliance/preview2-shim/filesystem')) as unknown as {
    _setPreopens(preopens: Readonly<Record<string, string>>): void
  }
  shim._setPreopens({ [job.wit]: job.wit })
  const { componentize } = await import('@bytecodealliance/componentize-js')
  const { splicer } = await importSplicer()
  const { spliceBindings } = splicer
  splicer.spliceBindings = (...args) => {
    const spliced = spliceBindings(...args)
    return { ...spliced, jsBindings: passSignedIntegers(spliced.jsBindings) }
  }
  hideFoldersFromEngine()
  try {
    const { component } = await componentize({
      sourcePath,
      witPath: job.wit,
      worldName: job.world.name,
      disableFeatures: job.disableFeatures,
    })
    await writeFile(join(job.root, 'component.wasm'), component)
  } catch (error) {
    throw initialisationError(error, bundle, job)
  }
}

/** componentize-js names the folders of the machine to the engine, by absolute paths only, when it starts Wizer. */
function hideFoldersFromEngine(): void {
  const { spawnSync } = childProcess
  const spawn = (command: string, args: readonly string[], options: { readonly input: string }) => {
    const start = hideFolders({ args, input: options.input })
    return spawnSync(command, start.args, { ...options, input: start.input })
  }
  Object.assign(childProcess, { spawnSync: spawn })
  syncBuiltinESMExports()
}

/** The part of componentize-js that writes its bindings; all its modules share it. */
async function importSplicer() {
  const entry = import.meta.resolve('@bytecodealliance/componentize-js')
  const url = new URL('../lib/spidermonkey-embedding-splicer.js', entry)
  return (await import(url.href)) as {
    splicer: { spliceBindings(...args: unknown[]): { readonly jsBindings: string } }
  }
}

const job = JSON.parse(await readFile(process.argv[2] as string, 'utf8')) as Job
const result: Result = await work(job).then(
  () => ({ ok: true }),
  (error: unknown) => ({ error: toAirlockError(error).toJSON() }),
)
await writeFile(join(job.root, 'result.json'), JSON.stringify(result))
process.exit()
