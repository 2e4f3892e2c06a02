import { AirlockError, escapeControls } from '@wasm-airlock/shared'
import type { LlmProvider } from './llm.ts'
import type { LogLine } from './log-line.ts'
import { type FetchOutbound, OutboundDenied, OutboundTooLarge } from './outbound.ts'
import type { OutboundRule } from './outbound-hosts.ts'
import type { FetchOutcome, InferOutcome, ToHost } from './protocol.ts'

type WantedInference = Extract<ToHost, { type: 'infer' }>
type WantedFetch = Extract<ToHost, { type: 'fetch' }>

/** What an application is granted. */
export interface Grants {
  readonly aiModels: readonly string[]
  readonly isAllowed: OutboundRule
  readonly llm: LlmProvider
  readonly fetchOutbound: FetchOutbound
  readonly log: (line: LogLine) => void
}

const NOBODY = new Uint8Array()

/**
 * Asks the LLM for a guest, if the model is granted.
 *
 * @param signal Ends the inference with its request.
 */
export async function inferFor(
  grants: Grants,
  wanted: WantedInference,
  signal: AbortSignal,
): Promise<InferOutcome> {
  const { model, prompt, params } = wanted
  if (!grants.aiModels.includes(model)) {
    say(grants, `The model ${model} is refused: add it to ai_models of the component in spin.toml.`)
    return { tag: 'model-not-supported' }
  }
  try {
    const { text, usage } = await grants.llm.infer({ model, prompt, params }, signal)
    return {
      tag: 'ok',
      text,
      promptTokenCount: toU32(usage.promptTokenCount),
      generatedTokenCount: toU32(usage.generatedTokenCount),
    }
  } catch (error) {
    // Only what an AirlockError says is meant for the guest.
    const message = error instanceof AirlockError ? error.message : 'the language model failed'
    if (!signal.aborted) say(grants, `The language model failed: ${describe(error)}`)
    return { tag: 'runtime-error', message }
  }
}

/**
 * Makes an HTTP request for a guest, if its host is granted.
 *
 * @param signal Ends it with the request that it belongs to.
 */
export async function fetchFor(
  grants: Grants,
  wanted: WantedFetch,
  body: Uint8Array,
  signal: AbortSignal,
): Promise<{ outcome: FetchOutcome; body: Uint8Array }> {
  const url = parseUrl(wanted)
  const reach = url && grants.isAllowed(url)
  if (url === undefined || reach === undefined) {
    const origin = url === undefined ? `${wanted.scheme}://${wanted.authority}` : url.origin
    say(
      grants,
      `A request to ${origin} is refused: add "${origin}" to allowed_outbound_hosts of the component in spin.toml.`,
    )
    return { outcome: { tag: 'denied' }, body: NOBODY }
  }
  const timeout = wanted.timeoutMs === null ? undefined : AbortSignal.timeout(wanted.timeoutMs)
  try {
    const response = await grants.fetchOutbound(
      { method: wanted.method, url: url.href, headers: wanted.headers, body, reach },
      timeout === undefined ? signal : AbortSignal.any([signal, timeout]),
    )
    const { status, headers } = response
    if (!Number.isInteger(status) || status < 100 || status > 599) throw new Error(`status ${status}`)
    return {
      outcome: { tag: 'ok', status, headers: headers.map(([name, value]) => [name, value]) },
      body: response.body,
    }
  } catch (error) {
    if (!signal.aborted) say(grants, `A request to ${url.origin} failed: ${describe(error)}`)
    return { outcome: { tag: tagOf(error, timeout) }, body: NOBODY }
  }
}

function tagOf(error: unknown, timeout: AbortSignal | undefined): Exclude<FetchOutcome['tag'], 'ok'> {
  if (error instanceof OutboundDenied) return 'denied'
  if (error instanceof OutboundTooLarge) return 'too-large'
  return timeout?.aborted ? 'timeout' : 'failed'
}

function parseUrl({ method, scheme, authority, path }: WantedFetch): URL | undefined {
  if (/^(connect|trace)$/i.test(method)) return undefined
  if (!/^https?$/.test(scheme) || /[@/?#\\\s]/.test(authority) || !path.startsWith('/')) return undefined
  return URL.canParse(`${scheme}://${authority}${path}`)
    ? new URL(`${scheme}://${authority}${path}`)
    : undefined
}

/** What a provider counts need not be what WIT can say. */
function toU32(count: number): number {
  return Number.isFinite(count) ? Math.min(0xffff_ffff, Math.max(0, Math.trunc(count))) : 0
}

function say(grants: Grants, text: string): void {
  grants.log({ stream: 'stderr', text: escapeControls(text).slice(0, 2000) })
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
