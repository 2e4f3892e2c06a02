import { stat } from 'node:fs/promises'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { checkVariables } from '@wasm-airlock/deploy'
import {
  AirlockError,
  promptWit,
  promptWorld,
  type StepName,
  toAirlockError,
  type WitFiles,
} from '@wasm-airlock/shared'
import { resolveWit } from '@wasm-airlock/wac'
import { readWitFolder } from '@wasm-airlock/wac/node'
import { type Cases, noCases, parseCases } from './cases.ts'
import type { ProcessOptions } from './process-options.ts'
import { readText } from './read.ts'
import { checkManifest, readApplication } from './read-application.ts'

/**
 * Reads a file of cases.
 *
 * @param path As the user gave it.
 * @throws AirlockError `input-not-found`, `input-unreadable`, `cases-invalid`.
 */
export async function readCases(path: string): Promise<Cases> {
  return parseCases(await readText(path), path)
}

/** What the steps need beside the source. */
export interface Inputs {
  readonly cases: Cases
  /** Absent where the application alone says what a component has to fit. */
  readonly wit: WitFiles | undefined
  /** Absent where there is no single one to choose. */
  readonly world: string | undefined
}

/**
 * Reads all of it before the first step, so that a mistake shows at once.
 *
 * @throws AirlockError with the step that would have used what is wrong.
 */
export async function readInputs(source: string, options: ProcessOptions): Promise<Inputs> {
  const folder = await folderOf(source)
  const wit = await inStep('componentize', () => readWit(options, source, folder))
  const cases = await inStep('sandbox', () => chooseCases(options.cases, folder))
  const { app, build } = options
  if (app !== undefined) {
    const { application, variables = {} } = await inStep('compose', () => checkManifest(app))
    checkVariables(application.name, variables)
    if (build !== true) await inStep('compose', () => readApplication(app))
  }
  const only = () => (wit === undefined ? undefined : findOnlyWorld(wit))
  const world = options.world ?? (await inStep('componentize', async () => only()))
  return { cases, wit, world }
}

/**
 * The WIT that is given, else the `wit/` beside the source, else the prompt interface. A finished component for an
 * application of the user's own has no such default: whether it fits is found out when they are composed.
 */
async function readWit(
  { wit: given, world, app }: ProcessOptions,
  source: string,
  folder: string,
): Promise<WitFiles | undefined> {
  if (typeof given === 'object') return given
  if (given !== undefined) return readWitFolder(given)
  const own = join(folder, 'wit')
  const isFolder = (await stat(own).catch(() => undefined))?.isDirectory() ?? false
  if (isFolder) return readWitFolder(own)
  const isFinished = source !== folder && extname(source) === '.wasm'
  return isFinished && app !== undefined && world === undefined ? undefined : promptWit
}

/** `.airlock/NAME` in the working directory, after the source. */
export function defaultOut(source: string): string {
  const path = resolve(source)
  const name = basename(path, extname(path)).replace(/[^\w.-]/g, '-')
  return join('.airlock', /\w/.test(name) ? name : 'app')
}

async function folderOf(source: string): Promise<string> {
  const stats = await stat(source).catch((cause: unknown) => {
    throw new AirlockError('input-not-found', `${source} does not exist.`, {
      item: source,
      step: 'componentize',
      cause,
    })
  })
  return stats.isDirectory() ? source : dirname(source)
}

/** The only world, or the only one that exports something; `undefined` leaves the error to the build. */
export async function findOnlyWorld(wit: WitFiles): Promise<string | undefined> {
  if (wit === promptWit) return promptWorld
  const { worlds, packages, package: main } = await resolveWit(wit)
  const all = Object.entries(packages[main]?.worlds ?? {})
  const exporting = all.filter(([, index]) => Object.keys(worlds[index]?.exports ?? {}).length > 0)
  const [only] = [all, exporting].find((candidates) => candidates.length === 1) ?? []
  return only?.[0]
}

/** The cases that are given, else `cases.toml` beside the source, else none. */
async function chooseCases(given: string | Cases | undefined, folder: string): Promise<Cases> {
  if (typeof given === 'object') return given
  if (given !== undefined) return readCases(given)
  const own = join(folder, 'cases.toml')
  const isThere = (await stat(own).catch(() => undefined)) !== undefined
  return isThere ? readCases(own) : noCases
}

async function inStep<T>(step: StepName, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw toAirlockError(error, step)
  }
}
