import { HttpError, type HttpRequest } from './http.ts'

/** The longest body that is read, in bytes. */
export const maximumBodyBytes = 64 * 1024

/** What a body is to be, and how an error describes it. */
export interface BodyForm {
  readonly mediaType: string
  readonly example: string
}

/**
 * The body of a request as text, checked: who sends it, media type, size, encoding.
 *
 * @throws {HttpError} 403, 415, 413 or 400.
 */
export function readBodyText(request: HttpRequest, form: BodyForm): string {
  refuseOtherSites(request)
  requireMediaType(request, form)
  const body = request.readBody(maximumBodyBytes)
  if (body === undefined) {
    throw new HttpError(413, 'body-too-large', `The body is longer than ${maximumBodyBytes} bytes.`)
  }
  return decodeUtf8(body)
}

/** @throws {HttpError} 400. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new HttpError(400, 'json-invalid', 'The body is not JSON.')
  }
}

/** A browser says where a request comes from: a page of another site may not spend what the application has. */
function refuseOtherSites(request: HttpRequest): void {
  const site = request.header('sec-fetch-site') ?? 'none'
  if (site !== 'same-origin' && site !== 'none') {
    throw new HttpError(403, 'other-site', 'The request comes from a page of another site.')
  }
}

function requireMediaType(request: HttpRequest, { mediaType, example }: BodyForm): void {
  const [type = '', ...parameters] = (request.header('content-type') ?? '')
    .split(';')
    .map((part) => part.trim().toLowerCase())
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length)
  const isUtf8 = charset === undefined || ['utf-8', '"utf-8"', 'utf8', 'us-ascii'].includes(charset)
  if (type !== mediaType || !isUtf8) {
    throw new HttpError(415, 'media-type-unsupported', `Send ${example}, in UTF-8.`)
  }
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new HttpError(400, 'encoding-invalid', 'The body is not UTF-8.')
  }
}
