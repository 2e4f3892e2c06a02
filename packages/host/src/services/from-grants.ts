import type { Grants } from '../grants/grants.ts'
import {
  keyValueInterfaces,
  type Linkable,
  llmInterfaces,
  outgoingInterfaces,
  sqliteInterfaces,
  variableInterfaces,
} from '../interfaces.ts'
import type { Limits } from '../limits.ts'
import { parseOutboundGrants } from '../outbound/hosts.ts'
import { createFetchOutbound } from '../outbound/outbound.ts'
import type { Say } from '../say.ts'
import { openHostStorage } from '../spin/storage.ts'
import { suspendingOf } from '../suspending.ts'
import type { Handler, Handlers } from './broker.ts'
import { createFilesystemService } from './filesystem/broker.ts'
import { createHttpHandlers } from './http/broker.ts'
import { createKeyValueHandlers } from './key-value/broker.ts'
import { createLlmHandlers } from './llm/broker.ts'
import { createSqliteHandlers } from './sqlite/broker.ts'
import { createVariableHandlers } from './variables/broker.ts'

/** What a component can ask its host for. */
export interface Services {
  readonly handlers: Handlers
  /** Interfaces that are there because of them. */
  readonly linkable: Linkable
  /** Interfaces whose functions lead to them. */
  readonly asking: readonly string[]
  /** Lets go of folders and the like. */
  close(): Promise<void>
}

/** A part of them. */
interface Service {
  readonly handlers: readonly (readonly [string, Handler])[]
  readonly linkable?: Linkable
  readonly close?: () => Promise<void>
}

type ServiceLimits = Required<Pick<Limits, 'maxBodyBytes' | 'maxWriteBytes' | 'maxOpenFiles'>>

const FILES = 'wasi:filesystem/types'

/**
 * The services behind grants; the only place where they are made.
 *
 * @param say Told what is refused, and what would grant it.
 * @throws AirlockError `grants-invalid`, `manifest-invalid` for an outbound host that cannot be read,
 *   `output-unwritable` for a folder of stores that cannot be had.
 */
export async function createServices(grants: Grants, limits: ServiceLimits, say: Say): Promise<Services> {
  const { preopens } = grants
  const services: Service[] = [...createNetworkServices(grants, limits, say)]
  try {
    if (grants.variables !== undefined) {
      const variables = new Map(Object.entries(grants.variables))
      const handlers = createVariableHandlers(variables, say, 'grants.variables')
      services.push({ handlers, linkable: variableInterfaces })
    }
    services.push(...(await createStorageServices(grants, say)))
    if (preopens !== undefined) services.push(await createFilesystemService({ preopens, ...limits }, say))
  } catch (error) {
    await closeAll(services)
    throw error
  }
  const linkable: Linkable = Object.assign({}, ...services.map((service) => service.linkable))
  return {
    handlers: new Map(services.flatMap(({ handlers }) => handlers)),
    linkable,
    asking: [...Object.keys(linkable), ...(preopens === undefined ? [] : [FILES])],
    close: () => closeAll(services),
  }
}

function createNetworkServices(grants: Grants, { maxBodyBytes }: ServiceLimits, say: Say): Service[] {
  const { llm, outboundHosts } = grants
  const services: Service[] = []
  if (llm !== undefined) {
    const { aiModels, provider } = llm
    const option = 'grants.llm.aiModels'
    const grant = { aiModels: [...aiModels], llm: provider, maxPromptBytes: maxBodyBytes, option }
    services.push({ handlers: createLlmHandlers(grant, say), linkable: llmInterfaces })
  }
  if (outboundHosts !== undefined) {
    const isAllowed = parseOutboundGrants(outboundHosts)
    const fetchOutbound = grants.fetchOutbound ?? createFetchOutbound(maxBodyBytes)
    const grant = { isAllowed, fetchOutbound, maxBodyBytes, option: 'grants.outboundHosts' }
    services.push({ handlers: createHttpHandlers(grant, say), linkable: outgoingInterfaces })
  }
  return services
}

async function createStorageServices(grants: Grants, say: Say): Promise<Service[]> {
  const { keyValue, sqlite, storage = {} } = grants
  if (keyValue === undefined && sqlite === undefined) return []
  const kept = { keyValueStores: keyValue ?? [], sqliteDatabases: sqlite ?? [] }
  const opened = await openHostStorage({ components: [kept] }, storage)
  const services: Service[] = [{ handlers: [], close: opened.close }]
  if (keyValue !== undefined) {
    const handlers = createKeyValueHandlers(opened.keyValueStores(kept), say, 'grants.keyValue')
    services.push({ handlers, linkable: keyValueInterfaces })
  }
  if (sqlite !== undefined) {
    const handlers = createSqliteHandlers(opened.databases(kept), say, 'grants.sqlite')
    services.push({ handlers, linkable: sqliteInterfaces })
  }
  return services
}

async function closeAll(services: readonly Service[]): Promise<void> {
  await Promise.all(services.map((service) => service.close?.()))
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
  const isOf = (owner: string, name: string): boolean => name.startsWith(`${owner}@`)
  if (!services.asking.some((owner) => imports.some(({ name }) => isOf(owner, name)))) return []
  const hasFiles = services.asking.includes(FILES)
  return imports.flatMap(({ name }) => suspendingOf(name, hasFiles))
}
