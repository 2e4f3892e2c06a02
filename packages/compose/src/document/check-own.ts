import { AirlockError } from '@wasm-airlock/shared'
import type { ResolvedDocument, ResolvedSource } from '@wasm-airlock/wac'
import { checkChoice } from '../check/check-choice.ts'
import type { Input } from '../check/check-inputs.ts'
import { unknownPlace } from '../match/failures.ts'
import { isHostInterface, listNames } from '../match/names.ts'
import type { Socket, Sockets } from '../match/sockets.ts'
import type { Middleware } from './middleware.ts'

function invalid(path: string, reason: string, hint: string, item = path): AirlockError {
  return new AirlockError('document-invalid', `${path}: ${reason}.`, { item, hint, details: { path } })
}

/** @throws AirlockError `document-invalid` unless it composes into one component, once. */
export function instantiatedSocket(
  path: string,
  { instantiations }: ResolvedDocument,
  { local }: Sockets,
): Socket {
  const ids = instantiations.map((it) => it.package).filter((name) => name.startsWith('app:'))
  const known = listNames(local.map(({ id }) => `app:${id}`))
  const [id] = ids
  const socket = local.find((each) => `app:${each.id}` === id)
  if (socket !== undefined && ids.length === 1) return socket
  const reason = ids.length === 0 ? 'it instantiates none' : `it instantiates ${listNames(ids)}`
  throw invalid(
    path,
    `it has to instantiate one component of the application, and ${reason}`,
    `Instantiate one of ${known}, once.`,
  )
}

/** @throws AirlockError `document-invalid` where a component was handed in for nothing. */
export function checkAllUsed(
  path: string,
  { instantiations }: ResolvedDocument,
  inputs: readonly Input[],
): void {
  const used = new Set(instantiations.map((it) => it.package))
  const idle = inputs.find(({ name }) => !used.has(`component:${name}`))
  if (idle === undefined) return
  throw invalid(
    path,
    `it does not use ${idle.name}`,
    `Instantiate component:${idle.name}, or leave the component out.`,
    idle.name,
  )
}

/**
 * What is named stands where the author of the document wants it; what is spread stands wherever it fits.
 *
 * @throws AirlockError `compose-failed`.
 */
export function checkSpreads(path: string, { instantiations }: ResolvedDocument): void {
  for (const { package: of, arguments: args } of instantiations) {
    const usurped = args.find(
      ({ how, name, source }) => how === 'spread' && isHostInterface(name) && rootOf(source) !== 'import',
    )
    if (usurped === undefined) continue
    throw new AirlockError(
      'compose-failed',
      `${path} spreads a component over ${usurped.name}, which ${of.replace(/^[^:]*:/, '')} gets from its host and from nobody else.`,
      { item: usurped.name, hint: 'Name the arguments that are meant.' },
    )
  }
}

/**
 * It is the document that says where a component goes: nobody may ask for something else.
 *
 * @throws AirlockError `usage-invalid`, `manifest-invalid`.
 */
export function checkPlaces(
  path: string,
  { id }: Socket,
  { local, remote }: Sockets,
  inputs: readonly Input[],
): void {
  const { name, into } = inputs.find((input) => input.into !== undefined && input.into !== id) ?? {}
  if (name === undefined || into === undefined) return
  if (!local.some((socket) => socket.id === into)) throw unknownPlace(name, into, local, remote)
  throw new AirlockError('usage-invalid', `${name} is to go into ${into}, and ${path} composes into ${id}.`, {
    item: into,
    hint: 'Do not say where the component goes, or change the document.',
  })
}

/**
 * Is there a choice among the middlewares that it uses?
 *
 * @throws AirlockError `usage-invalid`, `middleware-unsupported`.
 */
export function checkChosen(
  path: string,
  choose: string | undefined,
  middlewares: readonly Middleware[],
): void {
  if (choose !== undefined && middlewares.length === 0) {
    throw new AirlockError('usage-invalid', `${choose} has nothing to choose from: ${path} uses no choice.`, {
      item: choose,
      hint: 'Instantiate a `middleware:…-choice` in the document, or leave the variable or the document out.',
    })
  }
  checkChoice(choose, middlewares)
}

/** Where a value comes from in the end. */
export function rootOf(source: ResolvedSource): Exclude<ResolvedSource['from'], 'export'> {
  let root = source
  while (root.from === 'export') root = root.of
  return root.from
}
