import { parseJson, readBodyText } from './body.ts'
import { HttpError, type HttpRequest } from './http.ts'

/** Where the prompt is in a request: the whole body, or a member of a JSON object. */
type PromptForm = 'text' | 'json'

const forms = {
  text: { mediaType: 'text/plain', example: 'content-type: text/plain, and the prompt as the body' },
  json: { mediaType: 'application/json', example: 'content-type: application/json, and {"prompt": "…"}' },
} as const

/**
 * The prompt of a request, checked: media type, size, encoding, shape.
 *
 * @throws {HttpError} 403, 415, 413 or 400.
 */
export function readPrompt(request: HttpRequest, form: PromptForm): string {
  const text = readBodyText(request, forms[form])
  const prompt = form === 'text' ? text : promptMember(parseJson(text))
  if (prompt === '') throw new HttpError(400, 'prompt-empty', 'The prompt is empty.')
  return prompt
}

function promptMember(value: unknown): string {
  const prompt =
    typeof value === 'object' && value !== null && 'prompt' in value && !Array.isArray(value)
      ? value.prompt
      : undefined
  if (typeof prompt !== 'string') {
    throw new HttpError(400, 'prompt-missing', 'The body is to be an object with a string `prompt`.')
  }
  return prompt.toWellFormed()
}
