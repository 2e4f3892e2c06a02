import { HttpError, type HttpRequest } from './http.ts'

/** The longest body that is read, in bytes. */
export const maximumBodyBytes = 64 * 1024

/** Where the prompt is in a request: the whole body, or a member of a JSON object. */
type PromptForm = 'text' | 'json'

const forms = {
  text: { mediaType: 'text/plain', example: 'content-type: text/plain, and the prompt as the body' },
  json: { mediaType: 'application/json', example: 'content-type: application/json, and {"prompt": "…"}' },
} as const satisfies Record<PromptForm, { mediaType: string; example: string }>

/**
 * The prompt of a request, checked: media type, size, encoding, shape.
 *
 * @throws {HttpError} 403, 415, 413 or 400.
 */
export function readPrompt(request: HttpRequest, form: PromptForm): string {
  refuseOtherSites(request)
  requireMediaType(request, form)
  const body = request.readBody(maximumBodyBytes)
  if (body === undefined) {
    throw new HttpError(413, 'body-too-large', `The body is longer than ${maximumBodyBytes} bytes.`)
  }
  const text = decodeUtf8(body)
  const prompt = form === 'text' ? text : promptMember(text)
  if (prompt === '') throw new HttpError(400, 'prompt-empty', 'The prompt is empty.')
  return prompt
}

/** A browser says where a request comes from: a page of another site may not spend the language model. */
function refuseOtherSites(request: HttpRequest): void {
  const site = request.header('sec-fetch-site') ?? 'none'
  if (site !== 'same-origin' && site !== 'none') {
    throw new HttpError(403, 'other-site', 'The request comes from a page of another site.')
  }
}

function requireMediaType(request: HttpRequest, form: PromptForm): void {
  const { mediaType, example } = forms[form]
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

function promptMember(text: string): string {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new HttpError(400, 'json-invalid', 'The body is not JSON.')
  }
  const prompt =
    typeof value === 'object' && value !== null && 'prompt' in value && !Array.isArray(value)
      ? value.prompt
      : undefined
  if (typeof prompt !== 'string') {
    throw new HttpError(400, 'prompt-missing', 'The body is to be an object with a string `prompt`.')
  }
  return prompt.toWellFormed()
}
