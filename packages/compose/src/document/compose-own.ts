import { AirlockError } from '@wasm-airlock/shared'
import {
  type PackageRequest,
  type ResolvedArgument,
  type ResolvedDocument,
  type ResolvedSource,
  resolveDocument,
} from '@wasm-airlock/wac'
import { checkImports } from '../check/check-imports.ts'
import type { Input } from '../check/check-inputs.ts'
import { awaitedImports, type Composed, checkResult } from '../check/check-result.ts'
import { isHostInterface, listNames } from '../match/names.ts'
import type { Socket, Sockets } from '../match/sockets.ts'
import type { Connection } from '../options.ts'
import { composeChecked } from './compose-text.ts'
import type { Joined } from './join-group.ts'
import type { OwnDocument } from './own-document.ts'
import { inspectedPart, type Part, wholePart } from './parts.ts'

/** What an own document makes. */
export interface OwnComposition {
  readonly socket: Socket
  readonly composed: Composed
  readonly connections: readonly Connection[]
  /** Whose middlewares it uses. */
  readonly joined: readonly Joined[]
}

/**
 * Composes what a document says that somebody else wrote.
 *
 * @param plan Says how Airlock would join the components, for the middlewares that the document names.
 * @throws AirlockError `document-invalid` with file, line and column; `import-not-granted`, `compose-failed`,
 * `input-too-large`.
 */
export async function composeOwn(
  { text, path }: OwnDocument,
  sockets: Sockets,
  inputs: readonly Input[],
  plan: () => Promise<readonly Joined[]>,
): Promise<OwnComposition> {
  const parts: Record<string, Part> = {}
  const used: Joined[] = []
  const find = async ({ name, version }: PackageRequest): Promise<Part | undefined> => {
    if (version !== null) return undefined
    const [kind, id = ''] = name.split(':')
    if (kind === 'app') return sockets.local.filter((socket) => socket.id === id).map(wholePart)[0]
    if (kind === 'component') return inputs.filter((input) => input.name === id).map(inspectedPart)[0]
    if (kind !== 'middleware') return undefined
    const joined = (await plan()).find((each) => Object.hasOwn(each.parts, name))
    if (joined !== undefined && !used.includes(joined)) used.push(joined)
    return joined?.parts[name]
  }
  const resolved = await named(
    path,
    resolveDocument(text, {
      path,
      packages: async (request) => {
        const found = await find(request)
        if (found !== undefined) parts[request.key] = found
        return found?.standIn
      },
    }),
  )
  const socket = instantiatedSocket(path, resolved, sockets)
  checkAllUsed(path, resolved, inputs)
  checkSpreads(path, resolved, socket)
  const open = openImports(socket, resolved, inputs)
  const composed = await named(path, composeChecked(socket.id, text, parts, path))
  const explicit = resolved.imports.filter((item) => item.explicit).map(({ name }) => name)
  checkResult(socket.id, composed, {
    exports: socket.inspection.exports.map(({ name }) => name),
    imports: [
      ...socket.inspection.imports.map(({ name }) => name),
      ...open,
      ...explicit,
      ...used.flatMap(({ middlewareImports }) => middlewareImports),
    ],
    satisfied: [],
    awaited: awaitedImports(socket),
  })
  return { socket, composed, connections: connectionsIn(resolved), joined: used }
}

/** Errors of a document begin with its name. */
async function named<T>(path: string, work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    if (!(error instanceof AirlockError) || error.code !== 'document-invalid') throw error
    const { line, column } = error.details
    const place = typeof line === 'number' ? `${path}:${line}:${column}` : path
    throw new AirlockError('document-invalid', `${place}: ${error.message}`, {
      item: path,
      hint: typeof line === 'number' ? `Correct line ${line}.` : error.hint,
      details: error.details,
      cause: error.cause ?? error,
    })
  })
}

function invalid(path: string, reason: string, hint: string, item = path): AirlockError {
  return new AirlockError('document-invalid', `${path}: ${reason}.`, { item, hint, details: { path } })
}

function instantiatedSocket(path: string, { instantiations }: ResolvedDocument, { local }: Sockets): Socket {
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

function checkAllUsed(path: string, { instantiations }: ResolvedDocument, inputs: readonly Input[]): void {
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

/** What is named stands where the author of the document wants it; what is spread stands wherever it fits. */
function checkSpreads(path: string, { instantiations }: ResolvedDocument, { id }: Socket): void {
  const app = instantiations.find((it) => it.package === `app:${id}`)
  const usurped = app?.arguments.find(
    ({ how, name, source }) => how === 'spread' && isHostInterface(name) && rootOf(source) !== 'import',
  )
  if (usurped === undefined) return
  throw new AirlockError(
    'compose-failed',
    `${path} spreads a component over ${usurped.name}, which ${id} gets from its host and from nobody else.`,
    { item: usurped.name, hint: 'Name the arguments that are meant.' },
  )
}

/** Checks what each component leaves open against its policy, and names it. */
function openImports(
  { id }: Socket,
  { instantiations }: ResolvedDocument,
  inputs: readonly Input[],
): string[] {
  return inputs.flatMap((input) => {
    const own = instantiations.filter((it) => it.package === `component:${input.name}`)
    const names = new Set(
      own.flatMap((it) => it.arguments.filter(({ source }) => rootOf(source) === 'import').map(nameOf)),
    )
    const open = input.inspection.imports.filter(({ name }) => names.has(name))
    checkImports(id, input, open, 'plug')
    return open.map(({ name }) => name)
  })
}

function nameOf({ name }: ResolvedArgument): string {
  return name
}

function rootOf(source: ResolvedSource): Exclude<ResolvedSource['from'], 'export'> {
  let root = source
  while (root.from === 'export') root = root.of
  return root.from
}

function connectionsIn({ instantiations }: ResolvedDocument): Connection[] {
  const called = (index: number) => (instantiations[index]?.package ?? '').replace(/^[^:]*:/, '')
  return instantiations.flatMap(({ package: of, arguments: args }, index) =>
    args.flatMap(({ name, source }) => {
      if (source.from !== 'export' || source.of.from !== 'instantiation') return []
      const to = of.startsWith('app:') ? null : called(index)
      return [{ plug: called(source.of.index), export: source.name, to, import: name }]
    }),
  )
}
