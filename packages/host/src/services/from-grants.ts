import type { Grants } from '../grants.ts'
import { type Linkable, llmInterfaces, outgoingInterfaces } from '../interfaces.ts'
import type { Limits } from '../limits.ts'
import { createFetchOutbound } from '../outbound.ts'
import { parseOutboundGrants } from '../outbound-hosts.ts'
import type { Say } from '../say.ts'
import type { Handler, Handlers } from './broker.ts'
import { createFilesystemService } from './filesystem/broker.ts'
import { suspendingFunctions as filesystemFunctions } from './filesystem/suspending.ts'
import { createHttpHandlers } from './http/broker.ts'
import { createLlmHandlers } from './llm/broker.ts'

/** A function of an interface, without version, that suspends its guest until the host has answered. */
export type SuspendingFunction = readonly [interfaceName: string, functionName: string]

/** What a component can ask its host for. */
export interface Services {
  readonly handlers: Handlers
  /** Interfaces that are there because of them. */
  readonly linkable: Linkable
  readonly suspending: readonly SuspendingFunction[]
  /** Lets go of folders and the like. */
  close(): Promise<void>
}

type Entries = readonly (readonly [string, Handler])[]

/** Waiting suspends wherever anything does. */
const POLL: readonly SuspendingFunction[] = [
  ['wasi:io/poll', 'poll'],
  ['wasi:io/poll', '[method]pollable.block'],
]

/**
 * The services behind grants; the only place where they are made.
 *
 * @param say Told what is refused, and what would grant it.
 * @throws AirlockError `grants-invalid`, `manifest-invalid` for an outbound host that cannot be read.
 */
export async function createServices(
  grants: Grants,
  limits: Required<Pick<Limits, 'maxBodyBytes' | 'maxWriteBytes' | 'maxOpenFiles'>>,
  say: Say,
): Promise<Services> {
  const { llm, outboundHosts, preopens } = grants
  const { maxBodyBytes, maxOpenFiles, maxWriteBytes } = limits
  const handlers: Entries[] = []
  const suspending: SuspendingFunction[] = [...POLL]
  let linkable: Linkable = {}
  if (llm !== undefined) {
    const { aiModels, provider } = llm
    const option = 'grants.llm.aiModels'
    const grant = { aiModels: [...aiModels], llm: provider, maxPromptBytes: maxBodyBytes, option }
    handlers.push(createLlmHandlers(grant, say))
    suspending.push(['fermyon:spin/llm', 'infer'], ['fermyon:spin/llm', 'generate-embeddings'])
    linkable = { ...linkable, ...llmInterfaces }
  }
  if (outboundHosts !== undefined) {
    const isAllowed = parseOutboundGrants(outboundHosts)
    const fetchOutbound = grants.fetchOutbound ?? createFetchOutbound(maxBodyBytes)
    const option = 'grants.outboundHosts'
    handlers.push(createHttpHandlers({ isAllowed, fetchOutbound, maxBodyBytes, option }, say))
    linkable = { ...linkable, ...outgoingInterfaces }
  }
  let close = async (): Promise<void> => {}
  if (preopens !== undefined) {
    const files = await createFilesystemService({ preopens, maxOpenFiles, maxWriteBytes }, say)
    handlers.push(files.handlers)
    suspending.push(...filesystemFunctions)
    close = files.close
  }
  return { handlers: new Map(handlers.flat()), linkable, suspending, close }
}

/**
 * The functions that suspend, under the names that a component has for them.
 *
 * @returns Nothing where the component can never ask for anything: it then runs without being suspended.
 */
export function suspendingImports(
  services: Services,
  imports: readonly { readonly name: string }[],
): string[] {
  const named = services.suspending.flatMap(([owner, fn]) =>
    imports.filter(({ name }) => name.startsWith(`${owner}@`)).map(({ name }) => `${name}#${fn}`),
  )
  const asks = ASKING.some((owner) => imports.some(({ name }) => name.startsWith(`${owner}@`)))
  return services.handlers.size > 0 && asks ? named : []
}

/** Interfaces whose functions lead to the host. */
const ASKING = ['fermyon:spin/llm', 'wasi:filesystem/types', 'wasi:http/outgoing-handler']
