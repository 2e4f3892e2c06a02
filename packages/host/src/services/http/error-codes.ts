/** The cases of `wasi:http/types#error-code`, as jco has them, that this host knows of. */
export const ERROR_CODES = [
  'DNS-timeout',
  'DNS-error',
  'destination-unavailable',
  'destination-IP-prohibited',
  'destination-IP-unroutable',
  'connection-refused',
  'connection-terminated',
  'connection-timeout',
  'connection-read-timeout',
  'connection-limit-reached',
  'TLS-protocol-error',
  'TLS-certificate-error',
  'HTTP-request-denied',
  'HTTP-request-body-size',
  'HTTP-request-method-invalid',
  'HTTP-request-URI-invalid',
  'HTTP-response-incomplete',
  'HTTP-response-header-section-size',
  'HTTP-response-body-size',
  'HTTP-response-timeout',
  'HTTP-upgrade-failed',
  'HTTP-protocol-error',
  'loop-detected',
  'internal-error',
] as const

export type ErrorName = (typeof ERROR_CODES)[number]

/** `wasi:http/types#error-code` in jco's convention. */
export interface ErrorCode {
  readonly tag: string
  readonly val?: unknown
}

/** Cases with an optional number, which is a `u64` (bigint) or a `u32`. */
const SIZES = new Set<ErrorName>([
  'HTTP-request-body-size',
  'HTTP-response-body-size',
  'HTTP-response-header-section-size',
])

/**
 * An error code as a guest is told of it.
 *
 * @param detail Of `DNS-error` its code (`ENOTFOUND`), of `internal-error` a text.
 */
export function toErrorCode(name: ErrorName, detail?: string): ErrorCode {
  if (name === 'DNS-error') return { tag: name, val: { rcode: detail, infoCode: undefined } }
  if (name === 'internal-error') return { tag: name, val: detail }
  return SIZES.has(name) ? { tag: name, val: undefined } : { tag: name }
}

/** The name in a reason that the other side of a channel gave. */
export function toErrorName(reason: string): ErrorName {
  return ERROR_CODES.find((name) => name === reason) ?? 'HTTP-response-incomplete'
}
