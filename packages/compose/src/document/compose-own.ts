import { AirlockError } from '@wasm-airlock/shared'
import {
  type PackageRequest,
  type ResolvedArgument,
  type ResolvedDocument,
  resolveDocument,
} from '@wasm-airlock/wac'
import { checkImports } from '../check/check-imports.ts'
import type { Input } from '../check/check-inputs.ts'
import { type Composed, checkResult } from '../check/check-result.ts'
import { listNames } from '../match/names.ts'
import type { Socket, Sockets } from '../match/sockets.ts'
import type { Connection } from '../options.ts'
import {
  checkAllUsed,
  checkChosen,
  checkPlaces,
  checkSpreads,
  instantiatedSocket,
  rootOf,
} from './check-own.ts'
import { composeChecked } from './compose-text.ts'
import type { Joined } from './join-group.ts'
import type { Middleware } from './middleware.ts'
import type { OwnDocument } from './own-document.ts'
import { inspectedPart, type Part, wholePart } from './parts.ts'

/** What an own document makes. */
export interface OwnComposition {
  readonly socket: Socket
  readonly composed: Composed
  readonly connections: readonly Connection[]
  /** Those that it uses. */
  readonly middlewares: readonly Middleware[]
}

/**
 * Composes what a document says that somebody else wrote.
 *
 * @param plan Says how Airlock would join the components, for the middlewares that the document names.
 * @param choose Variable that chooses in one of those.
 * @throws AirlockError `document-invalid` with file, line and column; `usage-invalid`, `import-not-granted`, `compose-failed`,
 * `input-too-large`.
 */
export async function composeOwn(
  document: OwnDocument,
  sockets: Sockets,
  inputs: readonly Input[],
  plan: () => Promise<readonly Joined[]>,
  choose: string | undefined,
): Promise<OwnComposition> {
  const { text, path } = document
  const unknown: string[] = []
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
        else unknown.push(request.key)
        return found?.standIn
      },
    }),
  ).catch(async (error: unknown) => {
    throw unknown.length === 0
      ? error
      : unknownPackage(error, document, await packagesOf(sockets, inputs, plan))
  })
  const socket = instantiatedSocket(path, resolved, sockets)
  checkAllUsed(path, resolved, inputs)
  checkPlaces(path, socket, sockets, inputs)
  const instantiated = new Set(resolved.instantiations.map((it) => it.package))
  const middlewares = used
    .flatMap(({ wiring }) => wiring.middlewares)
    .filter(({ name }) => instantiated.has(`middleware:${name}`))
  checkChosen(path, choose, middlewares)
  checkSpreads(path, resolved)
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
  })
  return { socket, composed, connections: connectionsIn(resolved), middlewares }
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

/** All that a document may name. */
async function packagesOf(
  { local }: Sockets,
  inputs: readonly Input[],
  plan: () => Promise<readonly Joined[]>,
): Promise<string[]> {
  // What cannot be planned has no middlewares.
  const joined = await plan().catch(() => [])
  const generated = joined
    .flatMap(({ parts }) => Object.keys(parts))
    .filter((name) => /^middleware:/.test(name))
  return [
    ...local.map(({ id }) => `app:${id}`),
    ...inputs.map(({ name }) => `component:${name}`),
    ...generated,
  ]
}

function unknownPackage(error: unknown, { path, isOfApp }: OwnDocument, known: readonly string[]): unknown {
  if (!(error instanceof AirlockError) || error.code !== 'document-invalid') return error
  const origin = isOfApp ? `; ${path} came with the application` : ''
  return new AirlockError(
    'document-invalid',
    `${error.message}: the packages are ${listNames(known)}${origin}.`,
    {
      item: path,
      hint: isOfApp ? `${error.hint} Or hand in another document, or remove ${path}.` : error.hint,
      details: { ...error.details, packages: known },
      cause: error.cause,
    },
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
