import type { Finding } from '@wasm-airlock/shared'
import type { Input } from '../check/check-inputs.ts'
import { type CompareInterfaces, comparerOf } from './conformance.ts'
import { checkUsurped, notPlaced, type Refusal, refuseAll, unknownPlace } from './failures.ts'
import type { Socket, Sockets } from './sockets.ts'
import { fedNames, refuseStrays } from './strays.ts'

/** A component of the application, and all that goes into it in the order that was given. */
export interface Group {
  readonly socket: Socket
  readonly inputs: readonly Input[]
}

/** One component of the application that an input fits by its names. */
interface Candidate {
  readonly socket: Socket
  readonly findings: readonly Finding[]
}

/**
 * Finds the place of every component: the one component of the application whose open imports it fits, or
 * others that were handed in and import what it exports.
 *
 * @param appName As errors are to call the application.
 * @throws AirlockError `plug-unmatched` with everything in which any of them does not fit, `plug-ambiguous`,
 * `plug-cycle`, `compose-failed` where one would take the place of the host, `manifest-invalid`, `usage-invalid`.
 */
export async function placeInputs(
  appName: string,
  sockets: Sockets,
  inputs: readonly Input[],
): Promise<Group[]> {
  const compare = comparers()
  const places = new Map<Input, Socket>()
  const refusals: Refusal[] = []
  for (const input of inputs) {
    const allowed = allowedSockets(sockets, input)
    const candidates = await findCandidates(allowed, input, compare)
    const fitting = candidates.filter(({ findings }) => findings.length === 0)
    const [first] = fitting
    if (first !== undefined && fitting.length === 1) {
      checkUsurped(input, [first.socket])
      places.set(input, first.socket)
    } else if (fitting.length > 1) {
      refusals.push({ input, fits: fitting.map(({ socket }) => socket.id) })
    } else if (candidates.length > 0) {
      refusals.push({ input, findings: candidates.flatMap(({ findings }) => findings) })
    } else {
      checkUsurped(input, allowed)
      if (feeds(input, inputs)) continue
      refusals.push(notPlaced(input, allowed, input.into === undefined ? sockets.remote : []))
    }
  }
  if (refusals.length > 0) throw refuseAll(appName, refusals)

  const groups = groupInputs(sockets.local, inputs, places)
  const strays = refuseStrays(groups, inputs, sockets.local)
  if (strays.length > 0) throw refuseAll(appName, strays)
  const feeding = await compareFeeding(groups, compare)
  if (feeding.length > 0) throw refuseAll(appName, feeding)
  return groups
}

function comparers(): (name: string, of: Pick<Input, 'outline' | 'inspection'>) => CompareInterfaces {
  const known = new Map<Uint8Array, CompareInterfaces>()
  return (name, { outline, inspection }) => {
    const found = known.get(outline) ?? comparerOf(name, outline, inspection.imports)
    known.set(outline, found)
    return found
  }
}

function allowedSockets({ local, remote }: Sockets, { name, into }: Input): readonly Socket[] {
  if (into === undefined) return local
  const named = local.filter(({ id }) => id === into)
  if (named.length === 0) throw unknownPlace(name, into, local, remote)
  return named
}

async function findCandidates(
  sockets: readonly Socket[],
  input: Input,
  compare: ReturnType<typeof comparers>,
): Promise<Candidate[]> {
  const candidates: Candidate[] = []
  for (const socket of sockets) {
    const names = socket.open.map(({ name }) => name).filter(input.findExport)
    if (names.length === 0) continue
    const findings = await compare(socket.id, socket)(input, names)
    candidates.push({ socket, findings })
  }
  return candidates
}

/** Does another one import what this one exports? */
function feeds(input: Input, inputs: readonly Input[]): boolean {
  return inputs.some((other) => other !== input && fedNames(other, input).length > 0)
}

/** With each component come those that feed it, and those that feed these. */
function groupInputs(
  sockets: readonly Socket[],
  inputs: readonly Input[],
  places: ReadonlyMap<Input, Socket>,
): Group[] {
  return sockets.flatMap((socket) => {
    const members = new Set(inputs.filter((input) => places.get(input) === socket))
    // A set gives what is added to it while it is gone through.
    for (const consumer of members) {
      for (const provider of inputs) {
        const elsewhere = provider.into !== undefined && provider.into !== socket.id
        if (!elsewhere && !members.has(provider) && fedNames(consumer, provider).length > 0)
          members.add(provider)
      }
    }
    return members.size === 0 ? [] : [{ socket, inputs: inputs.filter((input) => members.has(input)) }]
  })
}

async function compareFeeding(
  groups: readonly Group[],
  compare: ReturnType<typeof comparers>,
): Promise<Refusal[]> {
  const refusals: Refusal[] = []
  for (const { inputs } of groups) {
    for (const consumer of inputs) {
      for (const provider of inputs) {
        const names = provider === consumer ? [] : fedNames(consumer, provider)
        if (names.length === 0) continue
        const findings = await compare(consumer.name, consumer)(provider, names)
        if (findings.length > 0) refusals.push({ input: provider, findings })
      }
    }
  }
  return refusals
}
