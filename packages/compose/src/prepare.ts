import { AirlockError } from '@wasm-airlock/shared'
import { buildApp } from './app/build-app.ts'
import { checkReferences } from './app/list-components.ts'
import { findOurs } from './app/ours.ts'
import { type AppFolder, readAppFolder } from './app/read-app-folder.ts'
import type { Released } from './app/release.ts'
import type { AppChanges, AppRecord } from './app/write-app-folder.ts'
import { checkChoice, wrappersIn } from './check/check-choice.ts'
import { checkGroup } from './check/check-group.ts'
import { checkInputs, type Input } from './check/check-inputs.ts'
import { digestAll } from './digest.ts'
import { composeOwn } from './document/compose-own.ts'
import { type Joined, joinGroup } from './document/join-group.ts'
import { type OwnDocument, readOwnDocument } from './document/own-document.ts'
import { namingSatisfied } from './match/already-satisfied.ts'
import { listNames } from './match/names.ts'
import { placeInputs } from './match/place-inputs.ts'
import { readSockets, type Sockets } from './match/sockets.ts'
import { choiceVariables } from './modes/choice-variables.ts'
import { dependOnGroup } from './modes/dependencies.ts'
import type { Outcome } from './modes/outcome.ts'
import { plugGroup, putInPlace } from './modes/plug.ts'
import type { ComponentInput, ComposeMode, CompositionPlan, PlanOptions } from './options.ts'
import { recordOf } from './record.ts'
import { supersede, withOurs, withoutOurs } from './supersede.ts'
import { throwIfAborted } from './throw-if-aborted.ts'

/** Everything but the writing. */
export interface Prepared {
  readonly folder: AppFolder
  readonly plan: CompositionPlan
  readonly changes: Omit<AppChanges, 'record'>
  /** What the marker is to say, which takes a while to find out. */
  readonly makeRecord: () => Promise<AppRecord>
}

/** Composes in memory what is to be written. */
export async function prepare(
  app: string,
  components: readonly ComponentInput[],
  options: PlanOptions,
): Promise<Prepared> {
  const { mode = 'plug', choose, signal, onProgress } = options
  const say = (message: string) => onProgress?.({ type: 'progress', step: 'compose', message })
  throwIfAborted(signal)
  checkMode(mode)
  checkChoice(choose)
  const inputs = await checkInputs(components, options)
  const { folder, own } = await readApp(app, options)
  const { name } = folder.manifest.application
  throwIfAborted(signal)
  const ours = await findOurs(folder)
  // A document of somebody's own says what becomes of the application as it is.
  const offered = own === undefined ? withoutOurs(folder, ours, mode) : withOurs(folder, ours, mode)
  const sockets = await readSockets(offered)

  const join = async () => {
    const groups = await placeInputs(name, sockets, inputs).catch((error: unknown) => {
      throw namingSatisfied(error, sockets, inputs)
    })
    const joined: Joined[] = []
    for (const group of groups) joined.push(await joinGroup(group, choose))
    return joined
  }
  throwIfAborted(signal)
  say(`composing ${inputs.map((input) => input.name).join(', ')} into ${name}`)
  const placed =
    own === undefined ? supersede(folder, ours, await join(), mode) : { app: offered, joined: [] }
  const outcomes =
    own === undefined
      ? await composeJoined(placed.app, placed.joined, options)
      : [await composeDocumented(placed.app, own, sockets, inputs, join, choose)]
  throwIfAborted(signal)
  const plan = { name, mode, components: outcomes.map(({ component }) => component) }
  const files = Object.fromEntries(outcomes.flatMap((outcome) => Object.entries(outcome.files)))
  const edits = outcomes.flatMap((outcome) => outcome.edits)
  const removals = [...placed.app.removals, ...outcomes.flatMap((outcome) => outcome.removals ?? [])]
  const written = new Set(edits.map(({ path }) => JSON.stringify(path)))
  const composition = { plan, outcomes, app: placed.app, choose }
  const plugs = Object.fromEntries(inputs.map((input) => [input.name, input.component]))
  const makeRecord = async () => recordOf(composition, await digestAll(plugs), await digestAll(files))
  return {
    folder,
    plan,
    changes: {
      files,
      edits,
      removals: removals.filter((path) => !written.has(JSON.stringify(path))),
      obsolete: placed.app.gone.filter(({ file }) => !Object.hasOwn(files, file)),
    },
    makeRecord,
  }
}

function checkMode(mode: string): void {
  const modes: readonly ComposeMode[] = ['plug', 'spin-dependencies']
  if (modes.some((each) => each === mode)) return
  throw new AirlockError('usage-invalid', `${mode} is no mode of composing.`, {
    item: 'mode',
    hint: `The modes are ${listNames(modes)}.`,
  })
}

/** Reads the application as it is once it is built: a build may write its manifest, and a document. */
async function readApp(
  app: string,
  options: PlanOptions,
): Promise<{ readonly folder: AppFolder; readonly own: OwnDocument | undefined }> {
  const folder = await readAppFolder(app)
  checkReferences(folder.manifest, folder.components)
  const own = await readOwnDocument(folder, options)
  if (options.build !== true) return { folder, own }
  const message = `building ${folder.manifest.application.name}`
  options.onProgress?.({ type: 'progress', step: 'compose', message })
  await buildApp(folder, pickBuildOptions(options))
  throwIfAborted(options.signal)
  const built = await readAppFolder(app, true)
  checkReferences(built.manifest, built.components)
  return { folder: built, own: await readOwnDocument(built, options) }
}

async function composeJoined(
  folder: Released,
  joined: readonly Joined[],
  { mode = 'plug', signal, choose }: PlanOptions,
): Promise<Outcome[]> {
  const { name } = folder.manifest.application
  for (const each of joined) checkGroup(name, each, mode)
  checkChoice(
    choose,
    joined.flatMap(({ wiring }) => wiring.middlewares),
    wrappersIn(joined),
  )
  const outcomes: Outcome[] = []
  for (const each of joined) {
    throwIfAborted(signal)
    const taken = outcomes.flatMap(({ files }) => Object.keys(files))
    const make = mode === 'plug' ? plugGroup : dependOnGroup
    outcomes.push(await make(folder, each, taken))
  }
  return outcomes
}

async function composeDocumented(
  folder: AppFolder,
  own: OwnDocument,
  sockets: Sockets,
  inputs: readonly Input[],
  join: () => Promise<readonly Joined[]>,
  choose: string | undefined,
): Promise<Outcome> {
  let known: Promise<readonly Joined[]> | undefined
  const plan = () => {
    known ??= join()
    return known
  }
  const made = await composeOwn(own, sockets, inputs, plan, choose)
  const { socket, composed, connections, middlewares } = made
  const placed = await putInPlace(folder, socket.entry, composed.component, [])
  return {
    component: { id: socket.id, connections, openImports: composed.imports, document: own.text },
    files: placed.files,
    edits: [...placed.edits, ...choiceVariables(folder, socket.entry, middlewares)],
  }
}

function pickBuildOptions({ onProgress, signal }: PlanOptions): Pick<PlanOptions, 'onProgress' | 'signal'> {
  return {
    ...(onProgress === undefined ? {} : { onProgress }),
    ...(signal === undefined ? {} : { signal }),
  }
}
