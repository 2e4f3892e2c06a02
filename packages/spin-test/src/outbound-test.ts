import { readFile } from 'node:fs/promises'
import { isDeepStrictEqual } from 'node:util'
import { createAppHost, type SpinApp } from '@wasm-airlock/host'
import type { Difference } from './expectations.ts'
import type { GuestOptions } from './guest-options.ts'
import { createScriptedLlm } from './scripted-llm.ts'

/** Names that can never exist (RFC 6761), so that no manifest lists them but by a pattern for everything. */
const unlisted = 'outside-the-manifest.invalid'
const listed = 'added-to-the-manifest.invalid'

/** Does the manifest leave any host out? */
export function refusesAnyHost(allowedOutboundHosts: readonly string[]): boolean {
  return !allowedOutboundHosts.some((pattern) => /^[^/]*:\/\/\*(?:\.invalid)?(?::|$)/.test(pattern))
}

/**
 * The hosts that the components of an application may reach, without the components that may reach every one.
 *
 * @param given Values of its variables, which entries may name; the others have their defaults.
 * @returns `undefined` where there is no component left.
 */
export function listedHosts(
  { components, variables }: SpinApp,
  given: Readonly<Record<string, string>> = {},
): string[] | undefined {
  const render = (entry: string) =>
    entry.replace(/\{\{(.*?)\}\}/gs, (_, text: string) => {
      const name = text.trim()
      return given[name] ?? variables[name]?.default ?? ''
    })
  const lists = components.map(({ allowedOutboundHosts }) => allowedOutboundHosts.map(render))
  const refusing = lists.filter(refusesAnyHost)
  return refusing.length === 0 ? undefined : refusing.flat()
}

/** What the two requests of the probe have to come to. */
export const expectedOutbound = {
  listed: { status: 200, requests: 1 },
  unlisted: { status: 403, requests: 0 },
} as const

/**
 * Asks the host for a request to a host outside the manifest, under the manifest's own permissions. An
 * application that makes no requests cannot be asked to, so a probe takes its place: a component that
 * fetches whatever host it is told to and says how that ended. That the probe works is seen from a second
 * request, to a host that is added to the list of the manifest. Nothing leaves this process.
 *
 * @param allowedOutboundHosts As in the manifest, with the values of variables in them.
 */
export async function checkOutboundRefused(
  allowedOutboundHosts: readonly string[],
  options: GuestOptions,
): Promise<Difference | undefined> {
  let requests = 0
  await using host = await createAppHost(await readProbe(), {
    ...options,
    aiModels: [],
    allowedOutboundHosts: [...allowedOutboundHosts, `https://${listed}`],
    llm: createScriptedLlm(),
    fetchOutbound: async () => {
      requests += 1
      return { status: 204, headers: [], body: new Uint8Array() }
    },
  })
  const fetchFrom = async (name: string) => {
    const before = requests
    const request = { method: 'GET', path: `/${name}`, headers: [], body: new Uint8Array() }
    const { status } = await host.handle(request)
    return { status, requests: requests - before }
  }
  const actual = { listed: await fetchFrom(listed), unlisted: await fetchFrom(unlisted) }
  return isDeepStrictEqual(actual, expectedOutbound) ? undefined : { expected: expectedOutbound, actual }
}

function readProbe(): Promise<Uint8Array> {
  return readFile(
    new URL(import.meta.url.endsWith('.ts') ? '../dist/probe.wasm' : './probe.wasm', import.meta.url),
  )
}
