import { FlowInterrupted } from '../channels/flow.ts'
import type { ErrorName } from '../services/http/error-codes.ts'

/** Why a request of an application has no answer, or not all of it; in the words of `wasi:http`. */
export class OutboundError extends Error {
  override readonly name = 'OutboundError'
  readonly code: ErrorName
  /** Of a `DNS-error`, what the resolver said. */
  readonly detail: string | undefined

  constructor(code: ErrorName, message: string, options?: { cause?: unknown; detail?: string }) {
    super(message, { cause: options?.cause })
    this.code = code
    this.detail = options?.detail
  }
}

/** Codes of errors of Node.js and OpenSSL. */
const CODES: readonly (readonly [pattern: RegExp, code: ErrorName])[] = [
  [/^ETIMEOUT$/, 'DNS-timeout'],
  [/^(ENOTFOUND|ENODATA|EAI_.*|EBADNAME|ESERVFAIL)$/, 'DNS-error'],
  [/^ECONNREFUSED$/, 'connection-refused'],
  [/^(ECONNRESET|EPIPE)$/, 'connection-terminated'],
  [/^ETIMEDOUT$/, 'connection-timeout'],
  [/^(EHOSTUNREACH|ENETUNREACH)$/, 'destination-IP-unroutable'],
  [/^HPE_HEADER_OVERFLOW$/, 'HTTP-response-header-section-size'],
  [/^HPE_/, 'HTTP-protocol-error'],
  [/CERT|^UNABLE_TO_|^ERR_TLS_CERT/, 'TLS-certificate-error'],
  [/^(ERR_SSL_|ERR_TLS_|EPROTO$)/, 'TLS-protocol-error'],
]

/** What an error of a request over the network means. */
export function toOutboundError(error: unknown): OutboundError {
  if (error instanceof OutboundError) return error
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof FlowInterrupted) {
    return new OutboundError('HTTP-request-body-size', message, { cause: error })
  }
  const code = (error as { code?: unknown } | null)?.code
  const text = typeof code === 'string' ? code : ''
  const name = CODES.find(([pattern]) => pattern.test(text))?.[1] ?? 'destination-unavailable'
  return new OutboundError(name, message, { cause: error, ...(name === 'DNS-error' && { detail: text }) })
}
