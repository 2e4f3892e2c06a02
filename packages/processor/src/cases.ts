import { AirlockError } from '@wasm-airlock/shared'
import { type RequestCase, requestCaseSchema } from '@wasm-airlock/spin-test'
import { parse, TomlDate, TomlError } from 'smol-toml'
import { z } from 'zod'

/** Any value that TOML has and WIT has too. */
const noDates = 'a date is no WIT value; write the text in quotes'
const value = z.unknown().refine((given) => !holdsDate(given), noDates)

const callCase = z
  .strictObject({
    function: z.string().min(1).describe('`before`, or `interface#before` where two interfaces have it'),
    args: z.array(value).default([]).describe('One value a parameter, in their order'),
    expect: value.optional().describe('What the function must return'),
    error: value
      .optional()
      .describe(
        `What the function must fail with: an error code such as "guest-trapped", or the value of its WIT error`,
      ),
  })
  .refine((given) => given.expect === undefined || given.error === undefined, {
    message: 'a call has either `expect` or `error`',
    path: ['error'],
  })

const requestCase = requestCaseSchema.refine((given) => !holdsDate(given.expect.json), {
  message: noDates,
  path: ['expect', 'json'],
})

/** The schema of `cases.toml`; published as JSON Schema in `cases.schema.json`. */
export const casesSchema = z.strictObject({
  call: z.array(callCase).default([]).describe('Calls of the component in the sandbox'),
  request: z.array(requestCase).default([]).describe('Requests to the composed application'),
})

/** One call of a function with what must come of it. With neither, it only has to return. */
export type CallCase = z.output<typeof callCase>

/** What `cases.toml` says. */
export type Cases = z.output<typeof casesSchema>

/** No cases at all. */
export const noCases: Cases = { call: [], request: [] }

/**
 * Reads the text of a `cases.toml`.
 *
 * @param toml Text in TOML 1.0.
 * @param item The file as it is named in an error.
 * @returns The cases, with defaults filled in; a body without `content-type` gets one, JSON where it is JSON,
 * else plain text.
 * @throws AirlockError `cases-invalid` with the line of a syntax error (`details.line`, from 1) or the path
 * of the key that does not fit (`details.key`).
 */
export function parseCases(toml: string, item = 'cases.toml'): Cases {
  const parsed = casesSchema.safeParse(parseToml(toml, item))
  if (parsed.success) return { ...parsed.data, request: parsed.data.request.map(withMediaType) }
  const issue = parsed.error.issues[0]
  const path = [
    ...(issue?.path ?? []),
    ...(issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []),
  ]
  const key = formatPath(path)
  throw new AirlockError(
    'cases-invalid',
    `${item}: ${key || 'the file'}: ${issue?.message ?? 'does not fit'}.`,
    {
      item,
      hint: `Correct \`${key || item}\`; cases.schema.json of @wasm-airlock/processor describes the keys.`,
      details: { key },
    },
  )
}

/** A body has a media type: the one that the case gives, else JSON where it is JSON, else plain text. */
function withMediaType(request: RequestCase): RequestCase {
  const { body, headers = {} } = request
  const isGiven = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')
  if (body === undefined || isGiven) return request
  return {
    ...request,
    headers: { ...headers, 'content-type': isJson(body) ? 'application/json' : 'text/plain' },
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function parseToml(toml: string, item: string): unknown {
  try {
    return parse(toml, { integersAsBigInt: 'asNeeded' })
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    const reason = error.message.split('\n', 1)[0]?.replace('Invalid TOML document: ', '')
    throw new AirlockError('cases-invalid', `${item}:${error.line}:${error.column}: ${reason}.`, {
      item,
      hint: `Correct line ${error.line}.`,
      details: { line: error.line, column: error.column },
      cause: error,
    })
  }
}

/** `call[0].args`: lists count from 0, as in JSON paths. */
function formatPath(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '')
}

function holdsDate(given: unknown): boolean {
  if (given instanceof TomlDate) return true
  return typeof given === 'object' && given !== null && Object.values(given).some(holdsDate)
}
