/** A request as the application sees it, whatever carries it. */
export interface HttpRequest {
  /** Upper case: `POST`. */
  readonly method: string
  /** With the query, as it stands in the request line. */
  readonly path: string
  /** The first value of a header, `undefined` where it is absent. */
  header(name: string): string | undefined
  /**
   * The whole body.
   *
   * @param limit In bytes.
   * @returns `undefined` where the body is longer than the limit; no more than that is read.
   */
  readBody(limit: number): Uint8Array | undefined
}

export interface HttpResponse {
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
  readonly body: string
}

/** Thrown where a request cannot be served; becomes the JSON error of the response. */
export class HttpError extends Error {
  readonly status: number
  /** For programs: `method-not-allowed`. */
  readonly code: string
  readonly headers: readonly (readonly [string, string])[]

  constructor(
    status: number,
    code: string,
    message: string,
    headers: readonly (readonly [string, string])[] = [],
  ) {
    super(message)
    this.status = status
    this.code = code
    this.headers = headers
  }
}

/** Headers of every response: nothing is cached, sniffed, framed or told to other sites. */
const commonHeaders: readonly (readonly [string, string])[] = [
  ['cache-control', 'no-store'],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['referrer-policy', 'no-referrer'],
  ['x-content-type-options', 'nosniff'],
]

const noContent = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/**
 * A response with the headers that all responses carry.
 *
 * @param contentSecurityPolicy The policy of a page; for all else nothing at all is allowed.
 */
export function makeResponse(
  status: number,
  contentType: string,
  body: string,
  contentSecurityPolicy: string = noContent,
): HttpResponse {
  return {
    status,
    headers: [
      ['content-type', `${contentType}; charset=utf-8`],
      ['content-security-policy', contentSecurityPolicy],
      ...commonHeaders,
    ],
    body,
  }
}

export function makeJsonResponse(status: number, value: unknown): HttpResponse {
  return makeResponse(status, 'application/json', `${JSON.stringify(value)}\n`)
}

/** `{"error": {"code", "message"}}` with the status of the error. */
export function makeErrorResponse(error: HttpError): HttpResponse {
  const response = makeJsonResponse(error.status, { error: { code: error.code, message: error.message } })
  return { ...response, headers: [...response.headers, ...error.headers] }
}
