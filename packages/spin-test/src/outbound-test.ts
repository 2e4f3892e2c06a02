import { readFile } from 'node:fs/promises'
import { createAppHost } from '@wasm-airlock/host'
import type { Difference } from './expectations.ts'
import { createScriptedLlm } from './scripted-llm.ts'

/** A name that can never exist (RFC 6761), so that no manifest lists it but by a pattern for everything. */
const unlistedHost = 'outside-the-manifest.invalid'

/** Does the manifest leave any host out? */
export function refusesAnyHost(allowedOutboundHosts: readonly string[]): boolean {
  return !allowedOutboundHosts.some((pattern) => /^[^/]*:\/\/\*(?:\.invalid)?(?::|$)/.test(pattern))
}

/**
 * Asks the host for a request to a host outside the manifest, under the manifest's own permissions. An
 * application that makes no requests cannot be asked to, so a probe takes its place: a component that
 * fetches whatever host it is told to and says how that ended. That the probe works is shown first, with
 * the same host allowed.
 *
 * @param allowedOutboundHosts As in the manifest.
 */
export async function checkOutboundRefused(
  allowedOutboundHosts: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Difference | undefined> {
  const expected = { whenListed: { status: 200, requests: 1 }, whenNotListed: { status: 403, requests: 0 } }
  const actual = {
    whenListed: await probe([`https://${unlistedHost}`], signal),
    whenNotListed: await probe(allowedOutboundHosts, signal),
  }
  return JSON.stringify(actual) === JSON.stringify(expected) ? undefined : { expected, actual }
}

/** Lets the probe fetch; nothing leaves this process, what would is counted. */
async function probe(
  allowedOutboundHosts: readonly string[],
  signal: AbortSignal | undefined,
): Promise<{ status: number; requests: number }> {
  let requests = 0
  await using host = await createAppHost(await readProbe(), {
    aiModels: [],
    allowedOutboundHosts,
    llm: createScriptedLlm(),
    fetchOutbound: async () => {
      requests += 1
      return { status: 204, headers: [], body: new Uint8Array() }
    },
    ...(signal === undefined ? {} : { signal }),
  })
  const path = `/${unlistedHost}`
  const { status } = await host.handle({ method: 'GET', path, headers: [], body: new Uint8Array() })
  return { status, requests }
}

function readProbe(): Promise<Uint8Array> {
  return readFile(
    new URL(import.meta.url.endsWith('.ts') ? '../dist/probe.wasm' : './probe.wasm', import.meta.url),
  )
}
