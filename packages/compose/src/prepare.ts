import { AirlockError } from '@wasm-airlock/shared'
import { buildApp } from './app/build-app.ts'
import { checkReferences } from './app/list-components.ts'
import { type AppFolder, readAppFolder } from './app/read-app-folder.ts'
import type { AppChanges } from './app/write-app-folder.ts'
import { checkChoice, wrappersIn } from './check/check-choice.ts'
import { checkGroup } from './check/check-group.ts'
import { checkInputs, type Input } from './check/check-inputs.ts'
import { composeOwn } from './document/compose-own.ts'
import { type Joined, joinGroup } from './document/join-group.ts'
import { type OwnDocument, readOwnDocument } from './document/own-document.ts'
import { placeInputs } from './match/place-inputs.ts'
import { readSockets, type Sockets } from './match/sockets.ts'
import { choiceVariables } from './modes/choice-variables.ts'
import { dependOnGroup } from './modes/dependencies.ts'
import type { Outcome } from './modes/outcome.ts'
import { plugGroup, putInPlace } from './modes/plug.ts'
import type { ComponentInput, CompositionPlan, PlanOptions } from './options.ts'
import { digestAll, recordOf } from './record.ts'

/** Everything but the writing. */
export interface Prepared {
  readonly folder: AppFolder
  readonly plan: CompositionPlan
  readonly changes: AppChanges
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
  checkChoice(choose)
  const inputs = await checkInputs(components, options)
  const plugs = digestAll(Object.fromEntries(inputs.map(({ name, component }) => [name, component])))
  const folder = await readAppFolder(app)
  checkReferences(folder.manifest, folder.components)
  const { name } = folder.manifest.application
  const own = await readOwnDocument(folder, options)
  if (options.build === true) {
    say(`building ${name}`)
    await buildApp(folder, pickBuildOptions(options))
  }
  throwIfAborted(signal)
  const sockets = await readSockets(folder)

  const join = async () => {
    const groups = await placeInputs(name, sockets, inputs)
    const joined: Joined[] = []
    for (const group of groups) joined.push(await joinGroup(group, choose))
    return joined
  }
  throwIfAborted(signal)
  say(`composing ${inputs.map((input) => input.name).join(', ')} into ${name}`)
  const outcomes =
    own === undefined
      ? await composeJoined(folder, await join(), options)
      : [await composeDocumented(folder, own, sockets, inputs, join, choose)]
  throwIfAborted(signal)
  const plan = { name, mode, components: outcomes.map(({ component }) => component) }
  const files = Object.assign({}, ...outcomes.map((outcome) => outcome.files))
  const edits = outcomes.flatMap((outcome) => outcome.edits)
  const record = Promise.all([plugs, digestAll(files)]).then((digests) => recordOf(plan, ...digests))
  return { folder, plan, changes: { files, edits, record } }
}

async function composeJoined(
  folder: AppFolder,
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

/** @throws AirlockError `aborted`. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted)
    throw new AirlockError('aborted', 'The composition was interrupted.', { step: 'compose' })
}
